import type { ColumnType } from '../spi/column-type.js';

/** One statement's way to the server and back, and its table in the engine. */
const STATEMENT_SECONDS = 0.01;
/** A row that the source reads and leaves out. */
const SCANNED_ROW_SECONDS = 1.2e-7;
/** A row on its way: encoded, decoded and staged. */
const FETCHED_ROW_SECONDS = 2e-7;
const FETCHED_BYTE_SECONDS = 8e-9;

/** What is fetched of a relation. */
export interface Fetch {
  /** rows that the source reads */
  readonly tableRows: number;
  /** rows that are sent */
  readonly rows: number;
  readonly rowBytes: number;
  /** that the source takes to find the rows, by what it says itself; absent or null: by the rows that it reads */
  readonly sourceSeconds?: number | null;
  /** how many times as long as over loopback the rows are on their way; absent: once */
  readonly slowness?: number;
}

/** A source's cost units a second: PostgreSQL's are reads of a page, of which this many were seen a second. */
const COST_UNITS_A_SECOND = 220_000;

/** Seconds by a source's own estimate. */
export function costSeconds(units: number): number {
  return units / COST_UNITS_A_SECOND;
}

/** A key that an index finds, and the pages of its rows. */
const INDEXED_KEY_SECONDS = 3e-6;

/** Seconds that a source takes to find the rows of keys by an index. */
export function lookupSeconds(keys: number): number {
  return keys * INDEXED_KEY_SECONDS;
}

/** Seconds that it takes to read a table through. */
export function scanSeconds(tableRows: number): number {
  return tableRows * SCANNED_ROW_SECONDS;
}

/**
 * Seconds that fetching takes, roughly: fitted to six million rows of TPC-H's lineitem over loopback with 3 to 16 columns
 * (PostgreSQL, MariaDB). What counts are its proportions; a slower network makes rows dearer, which speaks for the same choices.
 */
export function fetchSeconds({ tableRows, rows, rowBytes, sourceSeconds, slowness }: Fetch): number {
  const found = sourceSeconds ?? scanSeconds(tableRows);
  return STATEMENT_SECONDS + found + sendSeconds(rows, rowBytes, slowness);
}

/** The part of it that grows with what is sent. */
export function sendSeconds(rows: number, rowBytes: number, slowness = 1): number {
  return rows * (FETCHED_ROW_SECONDS + rowBytes * FETCHED_BYTE_SECONDS) * slowness;
}

/** Estimates that differ by less than this part, or by less than this time, say nothing. */
const TIE_SHARE = 0.05;
const TIE_SECONDS = 0.01;

/** Whether the way with fewer bytes, of this many seconds, is to be taken before another one: it may be as slow. */
export function notLater(seconds: number, otherSeconds: number): boolean {
  return seconds < otherSeconds * (1 + TIE_SHARE) + TIE_SECONDS;
}

/** Bytes that a value of each type takes on the way, roughly; catalogs rarely know better. */
const BYTES: Readonly<Record<string, number>> = {
  boolean: 1,
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  varchar: 16,
  json: 64,
  blob: 64,
};
const OTHER_BYTES = 8;

/** Bytes of a row with columns of these types. */
export function rowBytes(types: readonly ColumnType[]): number {
  return types.reduce((sum, type) => sum + (BYTES[type.kind] ?? OTHER_BYTES), 0);
}
