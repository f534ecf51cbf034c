import type { RelationDescription } from '../../../spi/relation.js';
import { databaseOf, quote, relation, string } from '../dialect/quote.js';
import type { Session } from '../session/session.js';
import { nativeType } from '../types/native-types.js';

/** Rows below which one connection is done before a second one has logged in. */
const ROWS_WORTH_SPLITTING = 200_000;
/** Pieces of the key's range that make up a split: the more, the more even the splits. */
const PIECES_A_SPLIT = 4;
/** Most questions to the optimizer, each far below a millisecond of the server's time. */
const PROBES = 500;

/**
 * Conditions that cut a table into parts of about equal size by the first column of its primary key, of integers; null
 * where it has none or is small. Every row meets exactly one of them.
 */
export async function splitConditions(
  session: Session,
  description: RelationDescription,
  count: number,
): Promise<readonly string[] | null> {
  if (count < 2 || description.kind !== 'table' || (description.statistics.rows ?? 0) < ROWS_WORTH_SPLITTING)
    return null;
  const key = await integerKey(session, description);
  if (key === null) return null;
  const table = relation(description.name);
  const column = quote(key);
  const [[low, high] = []] = await session.texts(`select min(${column}), max(${column}) from ${table}`);
  if (low == null || high == null || BigInt(high) - BigInt(low) < BigInt(count)) return null;
  const pieces = await cutRange(
    BigInt(low),
    BigInt(high),
    description.statistics.rows! / (count * PIECES_A_SPLIT),
    (from, to) => estimatedRows(session, `select 1 from ${table} where ${column} between ${from} and ${to}`),
  );
  const borders = bordersOf(pieces, count);
  if (borders.length === 0) return null;
  return [...borders, null].map((border, at) => {
    const from = at === 0 ? null : `${column} >= ${borders[at - 1]}`;
    const to = border === null ? null : `${column} < ${border}`;
    return [from, to].filter((part) => part !== null).join(' and ');
  });
}

/** The first column of the primary key, by which InnoDB keeps the rows, where it is an integer. Other engines have no snapshots. */
async function integerKey(session: Session, { name, columns }: RelationDescription): Promise<string | null> {
  const where = `table_schema = ${string(databaseOf(name)!)} and table_name = ${string(name.identifier)}`;
  const [[key] = []] = await session.texts(
    `select column_name from information_schema.statistics where ${where} and index_name = 'PRIMARY' and seq_in_index = 1`,
  );
  const [[engine] = []] = await session.texts(`select engine from information_schema.tables where ${where}`);
  if (engine !== 'InnoDB') return null;
  const column = columns.find((candidate) => candidate.name === key);
  return column !== undefined && nativeType(column.nativeType).filter === 'integer' ? column.name : null;
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
