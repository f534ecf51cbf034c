import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { BATCH_ROWS, widthOf } from '../../../core/batch/layout.js';
import { cancelledError } from '../../../core/cancelled.js';
import { DvtError } from '../../../core/errors.js';
import type { Batch } from '../../../spi/batch.js';
import type { ColumnType } from '../../../spi/column-type.js';
import type { BatchSink, Read } from '../../../spi/scan.js';
import { quoteIdentifier } from '../dialect/quoting.js';
import type { Database } from '../profile.js';
import { sqliteError } from '../session/errors.js';
import { openDatabase } from '../session/open-database.js';
import type { SqliteValue } from '../session/protocol.js';
import type { SqliteReadSession } from './read-session.js';
import { heapOf, putterOf, Unfit } from './row-writer.js';
import { rowsOf } from './rows.js';
import { shown } from './values.js';

/** What a reader is given. */
export interface ScanData {
  readonly database: Database;
  readonly sql: string;
  /** the same from a rowid on, a number of rows at most (two parameters); null = the relation has no rowid to page by */
  readonly pages: string | null;
  /** the relation as SQL names it, for messages */
  readonly relation: string;
  readonly columns: readonly { readonly name: string; readonly nativeType: string; readonly type: ColumnType }[];
  /** the statement's last column counts the bytes of the row's texts */
  readonly measured: boolean;
}

/** A scan under way. */
export interface RunningScan extends ScanData {
  /** true: the session's own transaction is open, and stays so */
  readonly inTransaction: boolean;
}

/** The character that stands for bytes which are no UTF-8. */
const REPLACEMENT = '\uFFFD';

/** Reads one statement's rows in one read transaction, that of the session where it has one. */
export const read: Read = async (data, sink, kept) => {
  const scan = data as ScanData;
  const session = kept as SqliteReadSession | null;
  const opened = session?.opened ?? (await openDatabase(scan.database));
  try {
    return { bytes: await readRows(opened, { ...scan, inTransaction: session !== null }, sink) };
  } catch (error) {
    throw sqliteError(error, `reading ${scan.relation} of connection ${scan.database.connection}`);
  } finally {
    if (session === null) opened.close();
  }
};

async function readRows(opened: DatabaseSyncInstance, scan: RunningScan, sink: BatchSink): Promise<number> {
  const { encoding } = opened.prepare('pragma encoding').get() as { encoding: string };
  const wide = encoding !== 'UTF-8';
  let bytes = 0;
  let textBytes = 0;
  // Whether a replacement character was seen, and whether all texts were looked through and none was broken.
  let replaced = false;
  let sound = false;
  const putters = scan.columns.map(({ type }, column) =>
    putterOf(type, sink.layout, column, (written, text) => {
      textBytes += wide ? text.length * 2 : written;
      replaced ||= text.includes(REPLACEMENT);
    }),
  );
  let batch: Batch | null = null;
  let spare: Batch | null = null;
  const put = (row: readonly SqliteValue[]): boolean => {
    for (let column = 0; column < putters.length; column++) {
      try {
        if (!putters[column]!(batch!, batch!.rows, row[column]!)) return false;
      } catch (error) {
        throw error instanceof Unfit ? unfit(scan, column, row[column]!) : error;
      }
    }
    return true;
  };
  for (const row of rowsOf(opened, scan)) {
    batch ??= spare ?? sink.take();
    spare = null;
    if (batch.rows === 0 && scan.columns.length === 0) clearMarker(batch, sink);
    textBytes = 0;
    if (!put(row)) {
      if (batch.rows > 0) sink.push(batch);
      else spare = batch;
      batch = sink.takeLarge(heapOf(row));
      textBytes = 0;
      put(row);
    }
    const cut = scan.measured && Number(row[putters.length]) !== textBytes;
    if ((cut || replaced) && !sound) {
      refuseText(opened, scan, encoding);
      sound = true;
    }
    bytes += textBytes + 8 * putters.length;
    if (++batch.rows === BATCH_ROWS) {
      sink.push(batch);
      batch = null;
      if (sink.cancelled) throw cancelledError();
    }
  }
  if (batch) sink.push(batch);
  return bytes;
}

function unfit(scan: ScanData, column: number, value: SqliteValue): DvtError {
  const { name, nativeType, type } = scan.columns[column]!;
  const expected = nativeType === '' ? type.kind : `${nativeType} (fetched as ${type.kind})`;
  const override = value instanceof Uint8Array ? 'blob' : 'text';
  return new DvtError({
    code: 'DVT5403',
    message: `column ${name} of ${scan.relation} is ${expected}, but a row holds ${shown(value)}`,
    hint: `Give the source's column the override: columns: - {name: ${name}, fetch_as: ${override}}`,
  });
}

/** Rows without columns are counted by a marker column, if the layout has one. */
function clearMarker(batch: Batch, { layout }: BatchSink): void {
  layout.types.forEach((type, column) => {
    const start = layout.data[column]!;
    batch.u8.fill(0, start, start + widthOf(type) * BATCH_ROWS);
  });
}

/** Finds the text that the interface did not deliver whole and refuses it; returns where every text is sound. */
function refuseText(opened: DatabaseSyncInstance, scan: ScanData, encoding: string): void {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for (const { name, type } of scan.columns) {
    if (type.kind !== 'varchar' && type.kind !== 'json') continue;
    const column = quoteIdentifier(name);
    const rows = opened
      .prepare(`select cast(${column} as blob) as bytes from (${scan.sql}) where typeof(${column}) = 'text'`)
      .iterate() as IterableIterator<{ bytes: Uint8Array }>;
    for (const { bytes } of rows) {
      const reason = flawOf(bytes, decoder, encoding);
      if (reason === null) continue;
      throw new DvtError({
        code: 'DVT5404',
        message: `column ${name} of ${scan.relation}: a row holds text that ${reason}: ${shown(bytes)}`,
        hint: `Give the source's column the override: columns: - {name: ${name}, fetch_as: blob}`,
      });
    }
  }
}

function flawOf(bytes: Uint8Array, decoder: InstanceType<typeof TextDecoder>, encoding: string): string | null {
  try {
    return decoder.decode(bytes).includes('\0') ? 'has a NUL character' : null;
  } catch {
    return `is not ${encoding}`;
  }
}
