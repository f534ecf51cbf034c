import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DvtError } from '../../core/errors.js';
import type { EngineSql } from '../../spi/engine.js';
import { type Attachment, MEMORY } from './profile.js';
import { quoteIdentifier, quoteString } from './quoting.js';

const PAUSE_MS = 200;

export interface AttachOptions {
  readonly connection: string;
  /** milliseconds */
  readonly lockTimeout: number;
  notice(message: string): void;
}

/**
 * Makes a file a catalog of the engine. It stays one until the engine ends: DuckDB opens a file once a process, and
 * another connection of the run may use it too. While another process holds it, waits.
 */
export async function attach(sql: EngineSql, file: Attachment, options: AttachOptions): Promise<void> {
  if (file.path === MEMORY) return attachMemory(sql, file.alias);
  if (await isAttached(sql, file, options)) return;
  if (file.readOnly && !(await stat(file.path).catch(() => null))) {
    throw failed(options, `there is no file ${file.path}`, 'correct `path` in the profile');
  }
  if (!(await stat(dirname(file.path)).catch(() => null))) {
    throw failed(options, `there is no directory ${dirname(file.path)}`, 'create it, or correct `path` in the profile');
  }
  const mode = file.readOnly ? ' (read_only)' : '';
  const statement = `attach ${quoteString(file.path)} as ${quoteIdentifier(file.alias)}${mode}`;
  const end = Date.now() + options.lockTimeout;
  for (let told = false; ; told = true) {
    try {
      await sql.query(statement);
      return;
    } catch (error) {
      const message = (error as Error).message;
      if (/already attached|already exists/i.test(message) && (await isAttached(sql, file, options))) return;
      const holder = holderOf(message);
      if (!holder) throw explained(error as Error, file, options);
      if (Date.now() >= end) {
        const hint = 'End that process, or raise `lock_timeout` in the profile (seconds).';
        throw failed(options, `${file.path} is held by ${holder}`, hint, false);
      }
      if (!told) options.notice(`waiting for ${file.path}, which is held by ${holder}`);
      await sleep(PAUSE_MS);
    }
  }
}

/** The engine's own catalog of that name, or a new one that lives as long as the engine. */
async function attachMemory(sql: EngineSql, alias: string): Promise<void> {
  if (alias === 'memory') return;
  await sql.query(`attach if not exists ':memory:' as ${quoteIdentifier(alias)}`);
}

/** Whether the file is there as this catalog already; one that was opened for reading is opened again for writing. */
async function isAttached(sql: EngineSql, file: Attachment, options: AttachOptions): Promise<boolean> {
  const { rows } = await sql.query('select database_name, path, readonly from duckdb_databases() where not internal');
  for (const [name, path, readOnly] of rows) {
    const sameFile = path === file.path;
    const sameName = String(name).toLowerCase() === file.alias.toLowerCase();
    if (sameFile && sameName) {
      if (!readOnly || file.readOnly) return true;
      await sql.query(`detach database if exists ${quoteIdentifier(file.alias)}`);
      return false;
    }
    if (sameName) {
      const hint = 'Give one of the profiles a `database`, the name of its file in SQL.';
      throw failed(options, `${file.path} and ${path} would both be the catalog ${file.alias}`, hint);
    }
    if (sameFile) {
      const hint = `Use one connection for it, or the same \`database\` in both profiles.`;
      throw failed(options, `${file.path} is already open as the catalog ${name}`, hint);
    }
  }
  return false;
}

/** Who holds the file's lock, in the words of DuckDB's message; null where it complains of something else. */
function holderOf(message: string): string | null {
  const named = /Conflicting lock is held in (.*?)\(PID (\d+)\)/.exec(message);
  if (named) return `another process, PID ${named[2]} ${named[1]!.replace(/^\. $/, '')}`.trimEnd();
  return /Could not set lock|used by another process/.test(message) ? 'another process' : null;
}

const CAUSES: readonly (readonly [pattern: RegExp, hint: string])[] = [
  [/version number/, 'a newer DuckDB wrote the file: write it with an older storage version, or upgrade dvt'],
  [
    /not a valid DuckDB database/,
    'give the path of a DuckDB file; Parquet, CSV and JSON are read by the adapter `files`',
  ],
  [/Permission denied|Read-only/i, 'this user may not open it'],
  [/WAL|replay/i, 'its write-ahead log cannot be read: open it once with the DuckDB that wrote it'],
];

function explained(error: Error, file: Attachment, options: AttachOptions): DvtError {
  const hint = CAUSES.find(([pattern]) => pattern.test(error.message))?.[1] ?? 'correct `path` in the profile';
  return failed(options, `cannot open ${file.path}: ${error.message}`, hint);
}

function failed({ connection }: AttachOptions, what: string, hint: string, terminal = true): DvtError {
  return new DvtError({ code: 'DVT4501', message: `Connection ${connection}: ${what}`, hint }, { terminal });
}
