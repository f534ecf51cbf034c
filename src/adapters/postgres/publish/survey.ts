import type { RelationName } from '../../../spi/relation.js';
import { quoteString, relationSql } from '../dialect/quoting.js';
import type { Run } from '../session/pool.js';
import { DDL_KINDS, type Existing } from './existing.js';

/** What has to be known before a relation is replaced; read in one round trip. */
export interface Survey {
  /** rows of staging; null = not asked for */
  readonly rows: string | null;
  /** what stands under the final name */
  readonly old: Existing | null;
  /** valid ones of `old` */
  readonly indexes: readonly OldIndex[];
  /** whether anything hangs on `old`; it may change until `old` is locked */
  readonly hasDependents: boolean;
  /** of the session */
  readonly searchPath: string;
}

export interface OldIndex {
  readonly name: string;
  readonly schema: string;
  /** as `pg_get_indexdef` gives it */
  readonly definition: string;
  /** as `pg_get_constraintdef` gives it; null = it belongs to no constraint */
  readonly constraint: string | null;
}

/** Looks at the relation `final` without locking it. `opening` are statements that are sent before. */
export async function surveyRelation(
  run: Run,
  opening: readonly string[],
  final: RelationName,
  counted: RelationName | null,
): Promise<Survey> {
  const { rows } = await run([...opening, surveySql(final, counted)].join(';\n'));
  const [count, oid, kind, hasDependents, indexes, searchPath] = rows[0]!;
  const found = JSON.parse(indexes ?? '[]') as readonly [string, string, string, string | null][];
  return {
    rows: count ?? null,
    old: oid == null ? null : { oid, kind: DDL_KINDS[kind!] ?? 'other' },
    hasDependents: hasDependents === 't',
    indexes: found.map(([name, schema, definition, constraint]) => ({ name, schema, definition, constraint })),
    searchPath: searchPath!,
  };
}

const surveySql = (final: RelationName, counted: RelationName | null) => `
select ${counted === null ? 'null' : `(select count(*) from ${relationSql(counted)})`}, old.oid, old.relkind, ${hasDependents('old.oid')}, (
  select pg_catalog.json_agg(pg_catalog.json_build_array(
    i.relname, n.nspname, pg_catalog.pg_get_indexdef(i.oid), pg_catalog.pg_get_constraintdef(c.oid)) order by i.relname)
  from pg_catalog.pg_index x join pg_catalog.pg_class i on i.oid = x.indexrelid
  join pg_catalog.pg_namespace n on n.oid = i.relnamespace
  left join pg_catalog.pg_constraint c on c.conindid = i.oid and c.conrelid = x.indrelid and c.contype in ('p', 'u', 'x')
  where x.indrelid = old.oid and x.indisvalid), current_setting('search_path')
from (select 1) one left join (
  select c.oid, c.relkind from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where n.nspname = ${quoteString(final.schema ?? '')} and c.relname = ${quoteString(final.identifier)}) old on true`;

/** Whether views or foreign keys of others depend on a relation, as an expression. */
export function hasDependents(oid: string): string {
  return `(exists (select 1 from pg_catalog.pg_depend d
  join pg_catalog.pg_rewrite r on r.oid = d.objid and r.ev_class <> d.refobjid
  where d.classid = 'pg_catalog.pg_rewrite'::regclass and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid = ${oid})
or exists (select 1 from pg_catalog.pg_constraint where contype = 'f' and confrelid = ${oid} and conrelid <> confrelid))`;
}
