import type { ScanRequest } from '../../../spi/scan.js';
import { quoteString, relationSql } from '../dialect/quoting.js';
import type { SessionPool } from '../session/pool.js';

/** A split is worth its connection from this size on. */
const SPLIT_BYTES = 32 << 20;
/** The first version that reads a range of ctids without reading the whole table. */
const TID_RANGE_SCAN = 140_000;

/** Size of a table with its partitions or children, in blocks; no row where one of them is not stored here. */
const sizeSql = (relation: string) => `with recursive family as (
  select ${quoteString(relation)}::regclass::oid as member
  union select i.inhrelid from family f join pg_catalog.pg_inherits i on i.inhparent = f.member)
select sum(pg_catalog.pg_relation_size(c.oid)), max(pg_catalog.pg_relation_size(c.oid)) / current_setting('block_size')::int8
from family f join pg_catalog.pg_class c on c.oid = f.member
having bool_and(c.relkind in ('r', 'm', 'p')) and current_setting('server_version_num')::int >= ${TID_RANGE_SCAN}`;

/**
 * Conditions on ctid that part a table into pieces of about equal size; null where one read is as good. Of a partitioned
 * table every piece has a range of every partition.
 */
export async function splitPages(pool: SessionPool, request: ScanRequest): Promise<readonly string[] | null> {
  const { kind, name } = request.relation;
  if (request.maxSplits < 2 || (kind !== 'table' && kind !== 'materialized view')) return null;
  const relation = relationSql(name);
  const { rows } = await pool.use(`measuring ${relation}`, (run) => run(sizeSql(relation)));
  const [bytes, pages] = (rows[0] ?? []).map(Number);
  if (bytes === undefined || pages === undefined) return null;
  const splits = Math.min(request.maxSplits, Math.floor(bytes / SPLIT_BYTES), pages);
  if (splits < 2) return null;
  const border = (split: number) => `'(${Math.floor((pages * split) / splits)},0)'::tid`;
  return Array.from({ length: splits }, (_, split) =>
    [split > 0 && `ctid >= ${border(split)}`, split < splits - 1 && `ctid < ${border(split + 1)}`]
      .filter((condition) => condition !== false)
      .join(' and '),
  );
}
