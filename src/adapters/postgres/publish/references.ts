import { DvtError } from '../../../core/errors.js';
import { clientError } from '../session/errors.js';
import type { Run } from '../session/pool.js';

/** A foreign key of another table that points to the table that is replaced. */
export interface Reference {
  /** the other table, as SQL spells it */
  readonly table: string;
  /** of the constraint, as SQL spells it */
  readonly name: string;
  readonly definition: string;
}

/** Those of partitions come with the key of the table that they are parts of. */
const referencesSql = (oid: string) => `
select pg_catalog.format('%I.%I', n.nspname, t.relname), pg_catalog.quote_ident(c.conname), pg_catalog.pg_get_constraintdef(c.oid)
from pg_catalog.pg_constraint c join pg_catalog.pg_class t on t.oid = c.conrelid
join pg_catalog.pg_namespace n on n.oid = t.relnamespace
where c.contype = 'f' and c.confrelid = ${oid} and c.conrelid <> ${oid} and c.conparentid = 0 order by 1, 2`;

/** Reads them by the names of the moment; definitions name everything in full where there is no search path. */
export async function findReferences(run: Run, oid: string): Promise<readonly Reference[]> {
  const { rows } = await run(referencesSql(oid));
  return rows.map(([table, name, definition]) => ({ table: table!, name: name!, definition: definition! }));
}

/** Takes them off their tables. */
export async function dropReferences(run: Run, references: readonly Reference[]): Promise<void> {
  for (const { table, name } of references) await run(`alter table ${table} drop constraint ${name}`);
}

/** Makes them again. Throws a DvtError (DVT5105) that names the first that the new table does not fulfil. */
export async function recreateReferences(run: Run, references: readonly Reference[], relation: string): Promise<void> {
  for (const { table, name, definition } of references) {
    try {
      await run(`alter table ${table} add constraint ${name} ${definition}`);
    } catch (error) {
      const { message, detail } = clientError(error);
      throw new DvtError(
        {
          code: 'DVT5105',
          message: `the foreign key ${name} of ${table} points to ${relation}, and its new form does not fulfil it: ${detail ?? message}`,
          hint: `drop ${name} or mend the rows, or let it go: on_dependents: cascade`,
        },
        { cause: error },
      );
    }
  }
}
