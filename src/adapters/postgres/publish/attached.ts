import { relationSql } from '../dialect/quoting.js';
import type { Run } from '../session/pool.js';
import type { Dependents, DependentView } from './dependents.js';
import { isKept, type Keeper, keptStatements } from './keep.js';
import { type Reference, referencesSql } from './references.js';
import { hasDependents } from './survey.js';

/** All that hangs on a relation that is replaced. */
export interface Attached {
  /** comments, grants and owner, as statements for the successor */
  readonly kept: readonly string[];
  readonly dependents: Dependents;
}

/** A view as the catalog has it. */
type ViewRow = readonly [
  oid: string,
  schema: string,
  name: string,
  kind: string,
  definition: string,
  populated: boolean,
  options: string | null,
  indexes: readonly string[] | null,
  kept: boolean,
];

interface Request {
  /** statements that lock the relation, sent before */
  readonly locks: readonly string[];
  /** of the relation */
  readonly oid: string;
  /** the relation that takes its place */
  readonly successor: Omit<Keeper, 'oid'>;
  /** whether what depends on it is made again */
  readonly recreates: boolean;
  /** whether something is known to depend on it */
  readonly hasDependents: boolean;
}

/**
 * Locks a relation and reads what is attached to it, to which nothing can be added any more. Leaves the transaction without
 * a search path, such that definitions name everything in full.
 */
export async function lockAndRead(run: Run, request: Request): Promise<Attached> {
  const { oid, successor, recreates } = request;
  const read = async (before: readonly string[], withViews: boolean) => {
    const sql = attachedSql(oid, withViews);
    const { rows } = await run([...before, "set local search_path = ''", sql].join(';\n'));
    return rows[0] ?? [];
  };
  let [kept, depends, references, views] = await read(request.locks, recreates && request.hasDependents);
  // A view that was made before the lock was had.
  if (recreates && depends === 't' && !request.hasDependents) [kept, depends, references, views] = await read([], true);
  const viewRows = recreates ? list<ViewRow>(views) : [];
  const statements = await keptStatements(run, [
    ...(kept === 't' ? [{ oid, ...successor }] : []),
    ...viewRows.filter((row) => row[8]).map((row) => ({ oid: row[0], target: viewName(row), kind: viewKind(row) })),
  ]);
  return {
    kept: statements.get(oid) ?? [],
    dependents: {
      views: viewRows.map((row) => dependentView(row, statements.get(row[0]) ?? [])),
      references: recreates
        ? list<[string, string, string]>(references).map(
            ([table, name, definition]): Reference => ({ table, name, definition }),
          )
        : [],
    },
  };
}

function list<T>(json: string | null | undefined): readonly T[] {
  return JSON.parse(json ?? '[]') as T[];
}

function viewName([, schema, identifier]: ViewRow): string {
  return relationSql({ database: null, schema, identifier });
}

const viewKind = (row: ViewRow) => (row[3] === 'v' ? 'view' : 'materialized view');

function dependentView(row: ViewRow, kept: readonly string[]): DependentView {
  const [, , , relkind, definition, populated, options, indexes] = row;
  const [name, kind] = [viewName(row), viewKind(row)];
  const settings = options === null ? '' : ` with (${options})`;
  const data = relkind === 'm' ? ` with ${populated ? '' : 'no '}data` : '';
  return {
    name,
    kind,
    create: `create ${kind} ${name}${settings} as ${definition.replace(/;\s*$/, '')}${data}`,
    after: [...(indexes ?? []), ...kept],
  };
}

const attachedSql = (oid: string, withViews: boolean) => `
select ${isKept('c')}, ${hasDependents('c.oid')}, (${referencesSql('c.oid')}), ${withViews ? `(${viewsSql(oid)})` : 'null'}
from pg_catalog.pg_class c where c.oid = ${oid}`;

/** Views and materialized views over a relation, and those over them, in the order in which they can be created. */
const viewsSql = (oid: string) => `
with recursive found (oid, depth) as (
  select ${oid}::oid, 0
  union
  select r.ev_class, f.depth + 1 from found f
  join pg_catalog.pg_depend d on d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid = f.oid
    and d.classid = 'pg_catalog.pg_rewrite'::regclass
  join pg_catalog.pg_rewrite r on r.oid = d.objid and r.ev_class <> f.oid),
views as (
  select v.oid, max(f.depth) as depth from found f join pg_catalog.pg_class v on v.oid = f.oid
  where f.depth > 0 and v.relkind in ('v', 'm') group by v.oid)
select pg_catalog.json_agg(pg_catalog.json_build_array(v.oid::text, n.nspname, v.relname, v.relkind,
  pg_catalog.pg_get_viewdef(v.oid), v.relispopulated, pg_catalog.array_to_string(v.reloptions, ', '),
  (select pg_catalog.json_agg(pg_catalog.pg_get_indexdef(x.indexrelid)) from pg_catalog.pg_index x where x.indrelid = v.oid),
  ${isKept('v')}) order by s.depth, v.oid)
from views s join pg_catalog.pg_class v on v.oid = s.oid join pg_catalog.pg_namespace n on n.oid = v.relnamespace`;
