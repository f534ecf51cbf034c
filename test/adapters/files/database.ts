import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adapter as files } from '#dvt/adapters/files/index.js';
import type { Adapter } from '#dvt/spi/adapter.js';
import type { EngineSql } from '#dvt/spi/engine.js';
import type { ConformanceDatabase, ConformanceOptions } from '../../conformance/index.js';
import { textRows } from '../duckdb/database.js';

let openSession: (() => Promise<EngineSql>) | null = null;

/** The adapter, remembering the engine: `query` reads the files with the engine's own functions. */
export const adapter: Adapter = {
  ...files,
  connect(context) {
    openSession = () => context.engine();
    return files.connect(context);
  },
};

export interface FilesDatabase extends ConformanceDatabase {
  readonly directory: string;
}

async function withSession<T>(work: (session: EngineSql) => Promise<T>): Promise<T> {
  const session = await openSession!();
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

export async function freshFiles(): Promise<FilesDatabase> {
  const directory = mkdtempSync(join(tmpdir(), 'dvt-files-'));
  return {
    directory,
    profile: { path: directory },
    query: (sql) => withSession((session) => textRows(session, sql)),
    drop: async () => rmSync(directory, { recursive: true, force: true }),
  };
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** The name as the specification of the adapter says: special characters as %XX. */
function fileName(identifier: string): string {
  return identifier.replace(
    /[/\\:*?"<>|%[\]{}\n]/g,
    (c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`,
  );
}

export const createTable: NonNullable<ConformanceOptions['createTable']> = async (
  { profile },
  identifier,
  columns,
  rows,
) => {
  const names = columns.map((_, i) => `c${i}`);
  const select = columns.map(([name, type], i) => `cast(c${i} as ${type}) as ${quote(name)}`);
  const values = rows.length > 0 ? rows : [columns.map(() => 'null')];
  const from = `(values ${values.map((row) => `(${row.join(', ')})`).join(', ')}) as t(${names.join(', ')})`;
  const where = rows.length > 0 ? '' : ' where false';
  const file = join(String(profile['path']), `${fileName(identifier)}.parquet`);
  await withSession((session) =>
    session.query(`copy (select ${select.join(', ')} from ${from}${where}) to ${literal(file)} (format parquet)`),
  );
};

/** How `query` names a relation: the one file of that name, finished or not. */
export function relation({ profile }: ConformanceDatabase, identifier: string): string {
  const directory = String(profile['path']);
  const stem = fileName(identifier);
  const entry = readdirSync(directory).find((name) => name === `${stem}.parquet` || name === `${stem}.parquet.tmp`);
  const pattern = join(directory, entry ?? `${stem}.parquet`).replace(/[*?[]/g, '[$&]');
  return `read_parquet(${literal(pattern)})`;
}
