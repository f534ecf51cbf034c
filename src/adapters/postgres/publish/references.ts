import { DvtError } from '../../../core/errors.js';
import { clientError, isConnectionLoss } from '../session/errors.js';
import type { Step } from './steps.js';

/** A foreign key of another table that points to the table that is replaced. */
export interface Reference {
  /** the other table, as SQL spells it */
  readonly table: string;
  /** of the constraint, as SQL spells it */
  readonly name: string;
  readonly definition: string;
}

/**
 * Those that point to the relation `oid`, as one JSON array of their table, name and definition; definitions name everything in
 * full where there is no search path. Those of partitions come with the key of the table that they are parts of.
 */
export const referencesSql = (oid: string) => `
select pg_catalog.json_agg(pg_catalog.json_build_array(r.place, r.name, r.definition) order by r.place, r.name) from (
  select pg_catalog.format('%I.%I', n.nspname, t.relname) as place, pg_catalog.quote_ident(k.conname) as name,
    pg_catalog.pg_get_constraintdef(k.oid) as definition
  from pg_catalog.pg_constraint k join pg_catalog.pg_class t on t.oid = k.conrelid
  join pg_catalog.pg_namespace n on n.oid = t.relnamespace
  where k.contype = 'f' and k.confrelid = ${oid} and k.conrelid <> ${oid} and k.conparentid = 0) r`;

/** Takes them off their tables. */
export function dropReferences(references: readonly Reference[]): readonly Step[] {
  return references.map(({ table, name }) => ({ sql: `alter table ${table} drop constraint ${name}` }));
}

/** Makes them again. A DvtError (DVT5105) names the first that the new table does not fulfil. */
export function recreateReferences(references: readonly Reference[], relation: string): readonly Step[] {
  return references.map(({ table, name, definition }) => ({
    sql: `alter table ${table} add constraint ${name} ${definition}`,
    explain: (error) => {
      if (isConnectionLoss(error)) return error;
      const { message, detail } = clientError(error);
      return new DvtError(
        {
          code: 'DVT5105',
          message: `the foreign key ${name} of ${table} points to ${relation}, and its new form does not fulfil it: ${detail ?? message}`,
          hint: `drop ${name} or mend the rows, or let it go: on_dependents: cascade`,
        },
        { cause: error },
      );
    },
  }));
}
