import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { DvtError } from '../../../core/errors.js';
import { quoteIdentifier, quoteString } from '../dialect/quoting.js';
import type { Database } from '../profile.js';
import { loadClient } from './client.js';
import { sqliteError } from './errors.js';

/** SQLite's name of a database that is no file. */
export const MEMORY = ':memory:';
/** How long one call waits inside SQLite, in milliseconds, before the caller looks round and calls again. */
const BUSY_SLICE = 250;

/**
 * Opens every file of a connection in this thread: `main`, and the others attached under their schemas. Blocks the
 * thread for at most `BUSY_SLICE` a statement. Throws a DvtError for a file that is absent or no database.
 */
export async function openDatabase(database: Database): Promise<DatabaseSyncInstance> {
  const { DatabaseSync } = await loadClient();
  const files = Object.entries(database.schemas);
  for (const [, path] of files) await checkFile(database, path);
  const [[, main], ...attached] = files as [[string, string], ...[string, string][]];
  try {
    // Constraints are off: replacing a table that others refer to must neither fail nor delete their rows.
    const opened = new DatabaseSync(main, {
      readOnly: database.readOnly,
      timeout: BUSY_SLICE,
      enableForeignKeyConstraints: false,
      enableDoubleQuotedStringLiterals: true,
    });
    for (const [schema, path] of attached) {
      opened.exec(`attach database ${quoteString(path)} as ${quoteIdentifier(schema)}`);
    }
    return opened;
  } catch (error) {
    throw sqliteError(error, `Connection ${database.connection}: cannot open ${main}`);
  }
}

async function checkFile(database: Database, path: string): Promise<void> {
  if (path === MEMORY) return;
  const found = await stat(path).catch(() => null);
  if (found?.isFile()) return;
  if (found) throw notUsable(database, `${path} is not a file`, 'give the path of a database file');
  if (database.readOnly) {
    throw notUsable(database, `there is no file ${path}`, 'correct `path`; relative paths start from the project');
  }
  if (!(await stat(dirname(path)).catch(() => null))) {
    throw notUsable(database, `there is no directory ${dirname(path)}`, 'create it, or correct `path`');
  }
}

function notUsable(database: Database, what: string, hint: string): DvtError {
  return new DvtError({ code: 'DVT4402', message: `Connection ${database.connection}: ${what}`, hint });
}
