import { existsSync } from 'node:fs';
import type { ConnectionContext } from '../../spi/adapter.js';
import type { Connection } from '../../spi/connection.js';
import type { EngineSql } from '../../spi/engine.js';
import type { RelationName } from '../../spi/relation.js';
import { describeFile } from '../files/describe.js';
import { formatOf } from '../files/formats.js';
import { folderOf } from '../files/profile.js';
import { scannedFile } from '../files/scanned-file.js';
import { attach } from './attach.js';
import { describeRelation, listRelations } from './describe.js';
import { dialect } from './dialect.js';
import { attachments, completeName, MEMORY } from './profile.js';
import { quoteIdentifier, quoteString } from './quoting.js';
import { scanExpression } from './scan-expression.js';
import { SessionPool } from './session-pool.js';
import { EngineSqlSession } from './sql-session.js';
import { target } from './target.js';

/** Makes a profile's files catalogs of the engine. */
export async function connect(context: ConnectionContext): Promise<Connection> {
  const { name, profile, projectDir, readOnly } = context;
  const configured = attachments(profile, { connection: name, projectDir, readOnly });
  const missing = configured.filter(({ path, made }) => context.probe && made && path !== MEMORY && !existsSync(path));
  // Looking at a file that a run would make must not make it.
  const files = configured.map((file) => (missing.includes(file) ? { ...file, path: MEMORY } : file));
  const own = files[0]!;
  const complete = (relation: RelationName) => {
    const { database, schema, identifier } = completeName(profile, relation);
    return { database: database!, schema: schema!, identifier };
  };
  const defaults = complete({ database: null, schema: null, identifier: '' });
  // Where `meta.external_location` of a source starts from, as under dbt-duckdb.
  const folder = folderOf({}, name, projectDir);
  const lockTimeout = Number(profile['lock_timeout'] ?? 60) * 1000;

  const first = await context.engine();
  try {
    for (const file of files) {
      await attach(first, file, { connection: name, lockTimeout, notice: (message) => context.notice(message) });
    }
    for (const extension of (profile['extensions'] ?? []) as string[])
      await first.query(`load ${quoteIdentifier(extension)}`);
  } finally {
    await first.close();
  }
  if (own.path === MEMORY && !readOnly && missing.length === 0) {
    context.notice(`${name} is a DuckDB database in memory: what is published there ends with the run`);
  }

  const sessions = new SessionPool(
    () => context.engine(),
    async (session) => {
      await useDefaults(session, defaults);
      for (const [setting, value] of Object.entries((profile['settings'] ?? {}) as Record<string, unknown>)) {
        await session.query(`set session ${quoteIdentifier(setting)} = ${quoteString(String(value))}`);
      }
    },
  );

  return {
    name,
    dialect,
    defaults: { database: defaults.database, schema: defaults.schema },
    async inspect() {
      const { rows } = await sessions.use((sql) => sql.query('select version()'));
      return {
        version: `DuckDB ${rows[0]?.[0]}`,
        may: [...(missing.length > 0 ? [] : ['read']), ...(readOnly ? [] : [`create tables in ${defaults.schema}`])],
        mayNot: missing.map(
          ({ path }) => `read: there is no file ${path}; the first run that publishes there makes it`,
        ),
      };
    },
    describe: (names) =>
      sessions.use(async (sql) => {
        const found = [];
        for (const relation of names) {
          const external = isExternal(relation.identifier);
          found.push(
            external ? await describeFile(sql, folder, relation) : await describeRelation(sql, complete(relation)),
          );
        }
        return found;
      }),
    list: (schema) => sessions.use((sql) => listRelations(sql, complete({ ...schema, identifier: '' }))),
    query: (sql, options) => sessions.use((session) => session.query(sql, options)),
    session: async () => new EngineSqlSession(await sessions.take()),
    scanSql: () => null,
    async scan(request) {
      const { name: relation, kind } = request.relation;
      const from = kind === 'external' ? await scannedFile(folder, request) : dialect.relation(complete(relation));
      return { kind: 'engine', from: scanExpression(from, request) };
    },
    openSnapshot: null,
    // The engine reads: what cancels its statement cancels the scan.
    cancel: async () => {},
    target: readOnly
      ? null
      : target({
          connection: name,
          path: own.path === MEMORY ? `${MEMORY}${own.alias}` : own.path,
          sessions,
          complete,
        }),
    close: () => sessions.close(),
  };
}

/** Short names mean the connection's own catalog and schema, as in a session of the file itself. */
async function useDefaults(
  session: EngineSql,
  { database, schema }: { readonly database: string; readonly schema: string },
): Promise<void> {
  const inSchema = `use ${quoteIdentifier(database)}.${quoteIdentifier(schema)}`;
  await session.query(inSchema).catch(() => session.query(`use ${quoteIdentifier(database)}.main`));
}

/**
 * A source's `meta.external_location` comes as the identifier: a path or pattern with an ending, or a call of a table
 * function. (A table whose name looks like that is read through a view.)
 */
function isExternal(identifier: string): boolean {
  return /^\s*\w+\s*\(.*\)\s*$/s.test(identifier) || formatOf(identifier.replaceAll("'", '')) !== null;
}
