import { DvtError } from '../../../core/errors.js';
import type { RelationName } from '../../../spi/relation.js';
import { quoteString, relationSql } from '../dialect/quoting.js';

/** The start of the text that a changed relation makes the server complain about. */
const CHANGED = 'dvt finds changed: ';

/**
 * A statement that fails where relations are not what they were at the transaction's snapshot, to be run after they were
 * read and in the same transaction, whose locks keep them as they are. Rows have versions, but which files and partitions a
 * relation has is read as of now (PostgreSQL manual, 13.6): one that was truncated, rewritten or swapped after the snapshot
 * has no rows for it, and one read in several statements may have lost or gained a partition between two of them. Tables see
 * the snapshot, functions the present. What a view reads counts, too; a partition that is newer than the snapshot has nothing
 * to show for it.
 */
export function unchangedSql(relations: readonly RelationName[]): string {
  const names = relations.map((name) => quoteString(relationSql(name)));
  return `with recursive named as (
  select n.name, pg_catalog.to_regclass(n.name)::oid as oid from pg_catalog.unnest(array[${names.join(', ')}]::text[]) n(name)),
seen as (
  select c.oid, c.relkind, c.relfilenode from named n join pg_catalog.pg_class c on c.oid = n.oid
  union
  select c.oid, c.relkind, c.relfilenode from seen s
  cross join lateral (
    select i.inhrelid as oid from pg_catalog.pg_inherits i where i.inhparent = s.oid
    union all
    select d.refobjid from pg_catalog.pg_rewrite r
    join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass and d.objid = r.oid
    where s.relkind = 'v' and r.ev_class = s.oid and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass) below
  join pg_catalog.pg_class c on c.oid = below.oid),
tree as (
  select s.oid as root, t.relid::oid as oid from seen s cross join lateral pg_catalog.pg_partition_tree(s.oid) t where s.relkind = 'p'),
changed as (
  select n.name || ' was replaced' as what from named n where not exists (select from seen s where s.oid = n.oid)
  union all
  select s.oid::pg_catalog.regclass::text || ' was truncated or rewritten' from seen s
  where s.relkind in ('r', 'm') and s.relfilenode <> 0 and s.relfilenode is distinct from pg_catalog.pg_relation_filenode(s.oid)
  union all
  select t.oid::pg_catalog.regclass::text || ' was attached' from tree t join pg_catalog.pg_class c on c.oid = t.oid
  where t.oid not in (select s.oid from seen s)
  union all
  select i.inhrelid::pg_catalog.regclass::text || ' was detached' from seen s join pg_catalog.pg_inherits i on i.inhparent = s.oid
  where s.relkind = 'p' and not exists (select from tree t where t.root = s.oid and t.oid = i.inhrelid))
select (${quoteString(CHANGED)} || pg_catalog.string_agg(c.what, ', '))::int4 from changed c`;
}

/** The error of a relation that has changed since the snapshot, if it is one. At a state of its own it may be read again. */
export function changedSince(message: string, relation: string, isOwnState: boolean): DvtError | null {
  const at = message.indexOf(CHANGED);
  if (at < 0) return null;
  const what = message.slice(at + CHANGED.length).replace(/"$/, '');
  return new DvtError(
    {
      code: 'DVT5113',
      message: `${relation} is no longer what it was when its snapshot was taken: ${what}. Rows would be missing.`,
      hint: 'Run again, or load that table at another time; delete and insert keep to snapshots, truncate and swapping tables do not.',
    },
    { terminal: !isOwnState },
  );
}
