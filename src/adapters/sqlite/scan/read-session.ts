import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { OpenReadSession, ReadSession } from '../../../spi/scan.js';
import { quoteIdentifier } from '../dialect/quoting.js';
import type { Database } from '../profile.js';
import { sqliteError } from '../session/errors.js';
import { openDatabase } from '../session/open-database.js';

/** What a session at a snapshot tells of it: milliseconds since 1970 before and after it was taken. */
export interface SnapshotInfo {
  readonly asked: number;
  readonly answered: number;
}

/** A read transaction that several scans share. */
export class SqliteReadSession implements ReadSession {
  readonly usable = true;

  constructor(
    readonly opened: DatabaseSyncInstance,
    readonly info: SnapshotInfo,
  ) {}

  async close(): Promise<void> {
    this.opened.exec('rollback');
    this.opened.close();
  }
}

/** See spi/scan.ts. A transaction takes its state of each file when it first reads there. */
export const openSession: OpenReadSession = async (data) => {
  const database = data as Database;
  const opened = await openDatabase(database);
  try {
    const asked = Date.now();
    opened.exec('begin');
    for (const schema of Object.keys(database.schemas)) {
      opened.prepare(`select count(*) from ${quoteIdentifier(schema)}.sqlite_schema`).get();
    }
    return new SqliteReadSession(opened, { asked, answered: Date.now() });
  } catch (error) {
    opened.close();
    throw sqliteError(error, `Connection ${database.connection}`);
  }
};
