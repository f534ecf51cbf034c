import { rowBytes } from '../../../core/fetch-cost.js';
import type { RelationDescription } from '../../../spi/relation.js';
import type { ScanRequest } from '../../../spi/scan.js';
import { databaseOf, quote, relation, string } from '../dialect/quote.js';
import type { Session } from '../session/session.js';
import { hasScale, keyScale } from './key-scale.js';
import { selectSql } from './plan-scan.js';

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
/** Of an index's entry, beside its columns: its head, and the primary key that it leads to. */
const ENTRY_BYTES = 16;
/** By which EXPLAIN names the table that is read. */
const ALIAS = 'dvt_read';
/** Most questions to the optimizer, each far below a millisecond of the server's time. */
const PROBES = 2000;

/**
 * Conditions that cut a table into parts of about equal size by the first column of its primary key, or of a narrower index
 * where the server reads all from that; null where that has another order than numbers have, where the table is small or
 * has no such key, or where an index finds the rows. Every row meets exactly one.
 */
export async function splitConditions(session: Session, request: ScanRequest): Promise<readonly string[] | null> {
  const { relation: description, maxSplits } = request;
  const { kind, block, statistics } = description;
  const rows = statistics.rows ?? 0;
  if (maxSplits < 2 || kind !== 'table' || block !== undefined || rows < ROWS_WORTH_SPLITTING) return null;
  const access = await accessOf(session, request);
  if (access === null) return null;
  const bytes = access.narrow
    ? rows * (rowBytes(request.columns.map(({ type }) => type)) + ENTRY_BYTES)
    : statistics.bytes;
  const count = splitCount(bytes ?? 0, maxSplits);
  const key = count < 2 ? null : await orderedKey(session, description, access.index);
  if (key === null) return null;
  const table = relation(description.name);
  const column = quote(key.name);
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
    if (at === 0 && key.nullable) return `(${to} or ${column} is null)`;
    return [from, to].filter((part) => part !== null).join(' and ');
  });
}

function splitCount(bytes: number, connections: number): number {
  const wished = Math.max(Math.ceil(bytes / USUAL_BYTES), connections * SPLITS_A_CONNECTION);
  return Math.max(connections, Math.min(wished, Math.floor(bytes / LEAST_BYTES), MOST_SPLITS));
}

/** What the server goes through when it reads all of a table. */
interface Access {
  readonly index: string;
  /** an index beside the table that has all columns which are asked for */
  readonly narrow: boolean;
}

/**
 * How the server would go through the table; null where an index finds the rows, which each split would look up again. A
 * long list of keys is a table of its own in the plan.
 */
async function accessOf(session: Session, request: ScanRequest): Promise<Access | null> {
  const { columns, rows } = await session.run(`explain ${selectSql(request, request.predicate, ALIAS)}`);
  const at = (field: string) => columns.findIndex(({ name }) => name.toLowerCase() === field);
  const read = rows.find((row) => String(row[at('table')]) === ALIAS);
  const [type, key, extra] = ['type', 'key', 'extra'].map((field) => String(read?.[at(field)]));
  if (type !== 'index') return type === 'ALL' ? WHOLE_TABLE : null;
  return key !== WHOLE_TABLE.index && /\busing index\b(?! condition)/i.test(extra!)
    ? { index: key!, narrow: true }
    : WHOLE_TABLE;
}

/** InnoDB keeps the rows in the primary key. */
const WHOLE_TABLE: Access = { index: 'PRIMARY', narrow: false };

/** The first column of an index, where it has a scale. Other engines than InnoDB have no snapshots. */
async function orderedKey(
  session: Session,
  { name, columns }: RelationDescription,
  index: string,
): Promise<RelationDescription['columns'][number] | null> {
  const where = `table_schema = ${string(databaseOf(name)!)} and table_name = ${string(name.identifier)}`;
  const [[key] = []] = await session.texts(
    `select column_name from information_schema.statistics where ${where} and index_name = ${string(index)} and seq_in_index = 1`,
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
