import { existsSync } from 'node:fs';
import type { ConnectionContext } from '../../spi/adapter.js';
import type { Connection } from '../../spi/connection.js';
import { describeRelation } from './catalog/describe.js';
import { dialect } from './dialect/dialect.js';
import { quoteIdentifier } from './dialect/quoting.js';
import { type Database, databaseOf } from './profile.js';
import { target } from './publish/target.js';
import { planScan, shownSql } from './scan/plan-scan.js';
import { openSnapshot } from './scan/snapshot.js';
import { MEMORY } from './session/open-database.js';
import { resultTable } from './session/result-table.js';
import { SessionPool } from './session/session-pool.js';
import { SqliteSqlSession } from './session/sql-session.js';

/** Opens the files of a profile; the first session is started at once, so that a wrong path is reported here. */
export async function connect(context: ConnectionContext): Promise<Connection> {
  const { name, profile, projectDir, readOnly, readers } = context;
  const configured = await databaseOf(profile, { connection: name, projectDir, readOnly });
  const { database, missing } = context.probe ? withoutMissing(configured) : { database: configured, missing: [] };
  const sessions = new SessionPool(database, context.notice);
  const version = await sessions.use((session) => session.run('select sqlite_version()'));

  return {
    name,
    dialect,
    defaults: { database: null, schema: database.defaultSchema },
    async inspect() {
      await sessions.use((session) => session.run('select count(*) from sqlite_schema'));
      return {
        version: `SQLite ${version.rows[0]?.[0]}`,
        may: readOnly ? ['read'] : missing.length > 0 ? ['create tables'] : ['read', 'create tables'],
        mayNot: missing.map((path) => `read: there is no file ${path}; the first run that publishes there makes it`),
      };
    },
    describe: (names) =>
      sessions.use(async (session) => {
        const found = [];
        for (const relation of names) {
          const schema = relation.schema ?? database.defaultSchema;
          found.push(database.schemas[schema] ? await describeRelation(session, { ...relation, schema }) : null);
        }
        return found;
      }),
    async list({ schema: asked }) {
      const schema = asked ?? database.defaultSchema;
      if (!database.schemas[schema]) return [];
      const { rows } = await sessions.use((session) =>
        session.run(
          `select name, type from ${quoteIdentifier(schema)}.sqlite_schema
            where type in ('table', 'view') and name not like 'sqlite\\_%' escape '\\' order by name`,
        ),
      );
      return rows.map(([identifier, kind]) => ({
        name: { database: null, schema, identifier: String(identifier) },
        kind: kind === 'view' ? 'view' : 'table',
      }));
    },
    query: async (sql, options = {}) => resultTable(await sessions.use((session) => session.run(sql, options))),
    session: async () => new SqliteSqlSession(await sessions.take(), (session) => sessions.forget(session.session)),
    scan: async (request) => planScan(database, request, null),
    scanSql: shownSql,
    openSnapshot: readers === undefined ? null : () => openSnapshot({ database, sessions, readers }),
    // A reader looks at its sink between rows; SQLite has no server that could be told.
    cancel: async () => {},
    target: readOnly ? null : target({ database, sessions, notice: context.notice }),
    close: async () => sessions.close(),
  };
}

/** Files that do not exist, and the database with memory in their place: looking at it must not make them. */
function withoutMissing(database: Database): { database: Database; missing: readonly string[] } {
  const missing = Object.values(database.schemas).filter((path) => path !== MEMORY && !existsSync(path));
  const schemas = Object.fromEntries(
    Object.entries(database.schemas).map(([schema, path]) => [schema, missing.includes(path) ? MEMORY : path]),
  );
  return { database: { ...database, schemas }, missing };
}
