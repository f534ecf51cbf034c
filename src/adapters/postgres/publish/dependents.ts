import { DvtError } from '../../../core/errors.js';
import { relationSql } from '../dialect/quoting.js';
import { clientError } from '../session/errors.js';
import type { Run } from '../session/pool.js';
import { keepStatements } from './keep.js';
import { dropReferences, findReferences, type Reference, recreateReferences } from './references.js';

/** A view over the relation that is replaced, and how it is made again. */
interface Dependent {
  /** as SQL spells it */
  readonly name: string;
  readonly kind: string;
  readonly create: string;
  /** indexes, comments, grants, owner */
  readonly after: readonly string[];
}

/** What would go with a relation. */
export interface Dependents {
  readonly views: readonly Dependent[];
  readonly references: readonly Reference[];
}

export const NOTHING: Dependents = { views: [], references: [] };

/** Views and materialized views over a relation, and those over them, in the order in which they can be created. */
const dependentsSql = (oid: string) => `
with recursive found (oid, depth) as (
  select ${oid}::oid, 0
  union
  select r.ev_class, f.depth + 1 from found f
  join pg_catalog.pg_depend d on d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid = f.oid
    and d.classid = 'pg_catalog.pg_rewrite'::regclass
  join pg_catalog.pg_rewrite r on r.oid = d.objid and r.ev_class <> f.oid)
select c.oid, n.nspname, c.relname, c.relkind, pg_catalog.pg_get_viewdef(c.oid), c.relispopulated,
  array_to_string(c.reloptions, ', '),
  (select string_agg(pg_catalog.pg_get_indexdef(x.indexrelid), ';') from pg_catalog.pg_index x where x.indrelid = c.oid)
from found f join pg_catalog.pg_class c on c.oid = f.oid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where f.depth > 0 and c.relkind in ('v', 'm')
group by c.oid, n.nspname, c.relname, c.relkind, c.relispopulated, c.reloptions order by max(f.depth), c.oid`;

/** Whether anything hangs on a relation, without locking any of it. */
export async function hasDependents(run: Run, oid: string): Promise<boolean> {
  const { rows } = await run(`select exists (select 1 from pg_catalog.pg_depend d
  join pg_catalog.pg_rewrite r on r.oid = d.objid and r.ev_class <> d.refobjid
  where d.classid = 'pg_catalog.pg_rewrite'::regclass and d.refclassid = 'pg_catalog.pg_class'::regclass
    and d.refobjid = ${oid}::oid)
or exists (select 1 from pg_catalog.pg_constraint where contype = 'f' and confrelid = ${oid}::oid and conrelid <> confrelid)`);
  return rows[0]![0] === 't';
}

/** Reads what depends on a relation, with all that is needed to make it again. */
export async function findDependents(run: Run, oid: string): Promise<Dependents> {
  // Without a search path, definitions name everything in full.
  const path = (await run("select current_setting('search_path')")).rows[0]![0]!;
  await run("set local search_path = ''");
  const { rows } = await run(dependentsSql(oid));
  const views: Dependent[] = [];
  for (const [view, schema, identifier, relkind, definition, populated, options, indexes] of rows) {
    const name = relationSql({ database: null, schema: schema!, identifier: identifier! });
    const kind = relkind === 'v' ? 'view' : 'materialized view';
    const body = definition!.replace(/;\s*$/, '');
    const settings = options === null ? '' : ` with (${options})`;
    const data = relkind === 'm' ? ` with ${populated === 't' ? '' : 'no '}data` : '';
    views.push({
      name,
      kind,
      create: `create ${kind} ${name}${settings} as ${body}${data}`,
      after: [...(indexes === null ? [] : [indexes!]), ...(await keepStatements(run, view!, name, kind))],
    });
  }
  const references = await findReferences(run, oid);
  await run(`select pg_catalog.set_config('search_path', ${literal(path)}, true)`);
  return { views, references };
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** Drops them, those made last first. */
export async function dropDependents(run: Run, { views, references }: Dependents): Promise<void> {
  for (const { kind, name } of [...views].reverse()) await run(`drop ${kind} ${name}`);
  await dropReferences(run, references);
}

/** Makes them again. Throws a DvtError (DVT5105) that names the first that does not fit the new relation. */
export async function recreateDependents(run: Run, { views, references }: Dependents, relation: string): Promise<void> {
  for (const { name, kind, create, after } of views) {
    try {
      await run(create);
      for (const statement of after) await run(statement);
    } catch (error) {
      throw new DvtError(
        {
          code: 'DVT5105',
          message: `${kind} ${name} depends on ${relation} and cannot be made again over its new form: ${clientError(error).message}`,
          hint: `Drop ${name} or adapt it, or let it go: on_dependents: cascade`,
        },
        { cause: error },
      );
    }
  }
  await recreateReferences(run, references, relation);
}
