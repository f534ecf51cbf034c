import type { RelationDescription } from '../../../spi/relation.js';
import type { ScanRequest } from '../../../spi/scan.js';
import { databaseOf, quote, relation, string } from '../dialect/quote.js';
import type { Session } from '../session/session.js';
import { hasScale, keyScale } from './key-scale.js';

/** Rows below which one connection is done before a second one has logged in. */
const ROWS_WORTH_SPLITTING = 200_000;
/** A split of less is not worth its statement, of more makes its straggler and its repetition long. */
const LEAST_BYTES = 8 << 20;
const USUAL_BYTES = 64 << 20;
/** Splits a connection at least, where they are large enough: whoever is done early takes over from who is slow. */
const SPLITS_A_CONNECTION = 4;
const MOST_SPLITS = 200;
/** Pieces of the key's range that make up a split: the more, the more even the splits. */
const PIECES_A_SPLIT = 4;
/** By which EXPLAIN names the table that is read. */
const ALIAS = 'dvt_read';
/** Most questions to the optimizer, each far below a millisecond of the server's time. */
const PROBES = 2000;

/**
 * Conditions that cut a table into parts of about equal size by the first column of its primary key; null where it has
 * none or one of another order than numbers have, is small, or where an index finds the rows. Every row meets exactly one.
 */
export async function splitConditions(session: Session, request: ScanRequest): Promise<readonly string[] | null> {
  const { relation: description, maxSplits, predicate } = request;
  const { kind, block, statistics } = description;
  const rows = statistics.rows ?? 0;
  if (maxSplits < 2 || kind !== 'table' || block !== undefined || rows < ROWS_WORTH_SPLITTING) return null;
  const count = splitCount(statistics.bytes ?? 0, maxSplits);
  const key = count < 2 ? null : await orderedKey(session, description);
  if (key === null) return null;
  const table = relation(description.name);
  const column = quote(key.name);
  if (predicate !== null && !(await scansWhole(session, `select 1 from ${table} as ${ALIAS} where ${predicate}`)))
    return null;
  const [[low, high] = []] = await session.texts(`select min(${column}), max(${column}) from ${table}`);
  if (low == null || high == null) return null;
  const scale = keyScale(key.nativeType, low, high);
  const [first, last] = [scale?.numberOf(low) ?? null, scale?.numberOf(high) ?? null];
  if (scale === null || first === null || last === null || last - first < BigInt(count)) return null;
  const pieces = await cutRange(first, last, rows / (count * PIECES_A_SPLIT), (from, to) => {
    const between = `${column} between ${scale.literal(from)} and ${scale.literal(to)}`;
    return estimatedRows(session, `select 1 from ${table} where ${between}`);
  });
  const borders = bordersOf(pieces, count).map((border) => scale.literal(border));
  if (borders.length === 0) return null;
  return [...borders, null].map((border, at) => {
    const from = at === 0 ? null : `${column} >= ${borders[at - 1]}`;
    const to = border === null ? null : `${column} < ${border}`;
    return [from, to].filter((part) => part !== null).join(' and ');
  });
}

function splitCount(bytes: number, connections: number): number {
  const wished = Math.max(Math.ceil(bytes / USUAL_BYTES), connections * SPLITS_A_CONNECTION);
  return Math.max(connections, Math.min(wished, Math.floor(bytes / LEAST_BYTES), MOST_SPLITS));
}

/**
 * Whether the server would go through all of the table; what an index finds, each split would look up again. A long
 * list of keys is a table of its own in the plan.
 */
async function scansWhole(session: Session, select: string): Promise<boolean> {
  const { columns, rows } = await session.run(`explain ${select}`);
  const at = (field: string) => columns.findIndex(({ name }) => name.toLowerCase() === field);
  const [table, access] = [at('table'), at('type')];
  const read = rows.find((row) => String(row[table]) === ALIAS);
  return ['ALL', 'index'].includes(String(read?.[access]));
}

/** The first column of the primary key, by which InnoDB keeps the rows, where it has a scale. Other engines have no snapshots. */
async function orderedKey(
  session: Session,
  { name, columns }: RelationDescription,
): Promise<RelationDescription['columns'][number] | null> {
  const where = `table_schema = ${string(databaseOf(name)!)} and table_name = ${string(name.identifier)}`;
  const [[key] = []] = await session.texts(
    `select column_name from information_schema.statistics where ${where} and index_name = 'PRIMARY' and seq_in_index = 1`,
  );
  const [[engine] = []] = await session.texts(`select engine from information_schema.tables where ${where}`);
  if (engine !== 'InnoDB') return null;
  const column = columns.find((candidate) => candidate.name === key);
  return column !== undefined && hasScale(column.nativeType) ? column : null;
}

/** A piece of the key's range, by its last value. */
interface Piece {
  readonly last: bigint;
  readonly rows: number;
}

/**
 * Halves a range until the optimizer sees at most `limit` rows in each piece. Its estimates serve as weights only: InnoDB
 * doubles what it did not count, and never says more than half of the table.
 */
async function cutRange(
  low: bigint,
  high: bigint,
  limit: number,
  rowsBetween: (from: bigint, to: bigint) => Promise<number>,
): Promise<readonly Piece[]> {
  const pieces: Piece[] = [];
  const open: { readonly from: bigint; readonly to: bigint }[] = [{ from: low, to: high }];
  for (let probes = 1; open.length > 0; probes++) {
    const { from, to } = open.pop()!;
    const rows = await rowsBetween(from, to);
    if (rows <= limit || from === to || probes > PROBES) pieces.push({ last: to, rows });
    else {
      const middle = from + (to - from) / 2n;
      open.push({ from: middle + 1n, to }, { from, to: middle });
    }
  }
  return pieces;
}

/** Ascending first values of all splits but the first. */
function bordersOf(pieces: readonly Piece[], count: number): readonly bigint[] {
  const total = pieces.reduce((sum, { rows }) => sum + rows, 0);
  const borders: bigint[] = [];
  let rows = 0;
  for (const piece of pieces.slice(0, -1)) {
    rows += piece.rows;
    if (borders.length < count - 1 && rows >= (total * (borders.length + 1)) / count) borders.push(piece.last + 1n);
  }
  return borders;
}

/** The optimizer's estimate, from a dive into the index. */
async function estimatedRows(session: Session, select: string): Promise<number> {
  const { columns, rows } = await session.run(`explain ${select}`);
  const at = columns.findIndex(({ name }) => name === 'rows');
  return Number(rows[0]?.[at] ?? 0);
}
