import type { ScanRequest } from '../../../spi/scan.js';
import { quoteString, relationSql } from '../dialect/quoting.js';
import type { Run, SessionPool } from '../session/pool.js';
import { expectedOutput } from './estimate.js';

/** A split of less is not worth its statement, of more makes its straggler and its repetition long. */
const LEAST_BYTES = 16 << 20;
const USUAL_BYTES = 64 << 20;
/** Splits a connection at least, where they are large enough: whoever is done early takes over from who is slow. */
const SPLITS_A_CONNECTION = 4;
/** What processes of the server find for one statement is handed from one to the other, which costs nothing for so little. */
const SMALL_ANSWER_BYTES = 1 << 20;
const MOST_SPLITS = 1000;
/** The first version that reads a range of ctids without reading the whole table. */
const TID_RANGE_SCAN = 140_000;

/** Blocks of a table, or of each of its partitions or children; no row where one of them is not stored here. */
const pagesSql = (relation: string) => `with recursive family as (
  select pg_catalog.to_regclass(${quoteString(relation)})::oid as member
  union select i.inhrelid from family f join pg_catalog.pg_inherits i on i.inhparent = f.member)
select current_setting('block_size')::int8, pg_catalog.pg_relation_size(c.oid) / current_setting('block_size')::int8
from family f join pg_catalog.pg_class c on c.oid = f.member
where (select bool_and(p.relkind in ('r', 'm', 'p')) from family g join pg_catalog.pg_class p on p.oid = g.member)
  and current_setting('server_version_num')::int >= ${TID_RANGE_SCAN}`;

/**
 * Conditions on ctid that part a table into pieces of about equal size; null where one read is as good. Of a partitioned
 * table every piece has a range of every partition. `select` is the whole statement, for the server's estimate.
 */
export async function splitPages(
  pool: SessionPool,
  request: ScanRequest,
  select: string,
): Promise<readonly string[] | null> {
  const { kind, name, block } = request.relation;
  if (request.maxSplits < 2 || block !== undefined || (kind !== 'table' && kind !== 'materialized view')) return null;
  const relation = relationSql(name);
  return pool.use(`measuring ${relation}`, async (run) => {
    const { rows } = await run(pagesSql(relation));
    const pages = rows.map(([, count]) => Number(count)).filter((count) => count > 0);
    const bytes = Number(rows[0]?.[0] ?? 0) * sum(pages);
    const whole = splitCount(bytes, request.maxSplits);
    if (whole < 2) return null;
    const count = request.predicate === null ? whole : await filteredCount(run, select, request.maxSplits);
    return rangesOf(pages, Math.min(count, whole));
  });
}

/**
 * Splits of a table of which a condition leaves some rows. What an index finds at once, every range would look up again. Where
 * all is scanned, each connection takes its part, unless the server's own processes are more than the connections or have
 * next to nothing to hand on: how many of them there are, is known when it runs only.
 */
async function filteredCount(run: Run, select: string, connections: number): Promise<number> {
  const output = await expectedOutput(run, select);
  if (output === null) return 1;
  const { bytes, workers } = output;
  const isShared = workers > connections || (workers > 0 && bytes < SMALL_ANSWER_BYTES);
  return Math.max(splitCount(bytes, connections), isShared ? 1 : connections);
}

function splitCount(bytes: number, connections: number): number {
  const wished = Math.max(Math.ceil(bytes / USUAL_BYTES), connections * SPLITS_A_CONNECTION);
  return Math.min(wished, Math.floor(bytes / LEAST_BYTES), MOST_SPLITS);
}

/** `count` ranges of block numbers that hold about as many blocks each, over all partitions together. */
function rangesOf(pages: readonly number[], count: number): readonly string[] | null {
  const total = sum(pages);
  const borders: number[] = [];
  for (let split = 1; split < count; split++) {
    const border = pagesBelow(pages, (total * split) / count);
    if (border > (borders.at(-1) ?? 0)) borders.push(border);
  }
  if (borders.length === 0) return null;
  const tid = (page: number) => `'(${page},0)'::tid`;
  return [...borders, null].map((border, at) =>
    [at > 0 && `ctid >= ${tid(borders[at - 1]!)}`, border !== null && `ctid < ${tid(border)}`]
      .filter((condition) => condition !== false)
      .join(' and '),
  );
}

/** The block number below which the partitions have `wanted` blocks together. */
function pagesBelow(pages: readonly number[], wanted: number): number {
  let low = 0;
  let high = Math.max(...pages);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (sum(pages.map((count) => Math.min(count, middle))) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
