import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { isBusy, resultCode } from '../session/errors.js';
import type { SqliteValue } from '../session/protocol.js';
import type { RunningScan } from './reader.js';

/** Rows of the first page, and at most; in between, as many as take about `PAGE_BYTES`. */
const FIRST_PAGE = 64;
const LARGEST_PAGE = 2048;
const PAGE_BYTES = 8 << 20;

const LEAST_ROWID = -(1n << 63n);
const GREATEST_ROWID = (1n << 63n) - 1n;

/** What an unknown column is answered with. */
const SQLITE_ERROR = 1;

type Row = SqliteValue[];

/**
 * The rows of a scan, all of one state of the file. By pages where there is a rowid to go by (one call a page costs half
 * of one call a row), otherwise row by row. A paged row has its rowid as its last value.
 */
export function rowsOf(opened: DatabaseSyncInstance, scan: RunningScan): Generator<Row> {
  const pages = scan.pages === null ? null : preparePages(opened, scan.pages);
  return pages ? byPage(opened, pages, scan) : byRow(opened, scan.sql, scan);
}

/** Null for a table WITHOUT ROWID. */
function preparePages(opened: DatabaseSyncInstance, sql: string): StatementSyncInstance | null {
  try {
    return prepare(opened, sql);
  } catch (error) {
    if (resultCode(error) === SQLITE_ERROR) return null;
    throw error;
  }
}

function* byPage(
  opened: DatabaseSyncInstance,
  statement: StatementSyncInstance,
  { database, inTransaction }: RunningScan,
): Generator<Row> {
  if (!inTransaction) opened.exec('begin');
  try {
    let from = LEAST_ROWID;
    let limit = FIRST_PAGE;
    for (;;) {
      const page = patiently(() => statement.all(from, limit) as unknown as Row[], database.lockTimeout);
      yield* page;
      const last = page.at(-1)?.at(-1) as bigint | undefined;
      if (last === undefined || page.length < limit || last === GREATEST_ROWID) return;
      from = last + 1n;
      const bytes = page.reduce((sum, row) => sum + sizeOf(row), 1);
      limit = Math.max(1, Math.min(LARGEST_PAGE, Math.floor((PAGE_BYTES * page.length) / bytes)));
    }
  } finally {
    // Closing alone keeps the lock for as long as the statement is not collected.
    if (!inTransaction) opened.exec('rollback');
  }
}

function* byRow(opened: DatabaseSyncInstance, sql: string, { database }: RunningScan): Generator<Row> {
  const rows = prepare(opened, sql).iterate() as unknown as Iterator<Row>;
  try {
    let next = patiently(() => rows.next(), database.lockTimeout);
    for (; !next.done; next = rows.next()) yield next.value;
  } finally {
    // A statement that is left in its middle keeps its lock, whatever becomes of its connection.
    rows.return?.();
  }
}

function prepare(opened: DatabaseSyncInstance, sql: string): StatementSyncInstance {
  const statement = opened.prepare(sql);
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  return statement;
}

/** SQLite takes its read lock with the first row; while another program writes, that is tried again. */
function patiently<T>(step: () => T, timeout: number): T {
  const end = Date.now() + timeout;
  for (;;) {
    try {
      return step();
    } catch (error) {
      if (!isBusy(error) || Date.now() >= end) throw error;
    }
  }
}

function sizeOf(row: Row): number {
  let bytes = 8 * row.length;
  for (const value of row) {
    if (typeof value === 'string') bytes += value.length;
    else if (value instanceof Uint8Array) bytes += value.length;
  }
  return bytes;
}
