import { access, constants } from 'node:fs/promises';
import { DvtError } from '../../core/errors.js';
import type { ConnectionContext } from '../../spi/adapter.js';
import type { Connection } from '../../spi/connection.js';
import { dialect } from '../duckdb/dialect.js';
import { scanExpression } from '../duckdb/scan-expression.js';
import { SessionPool } from '../duckdb/session-pool.js';
import { EngineSqlSession } from '../duckdb/sql-session.js';
import { describeFile } from './describe.js';
import { filesOf } from './file-name.js';
import { folderOf } from './profile.js';
import { scannedFile } from './scanned-file.js';
import { target } from './target.js';

/** Opens a directory of files; the engine reads and writes them. */
export async function connect(context: ConnectionContext): Promise<Connection> {
  const { name, profile, projectDir, readOnly } = context;
  const folder = folderOf(profile, name, projectDir);
  await access(folder.root, readOnly ? constants.R_OK : constants.R_OK | constants.W_OK).catch((cause) => {
    throw new DvtError(
      {
        code: 'DVT4604',
        message: `Connection ${name}: the directory ${folder.root} ${cause.code === 'ENOENT' ? 'does not exist' : 'is not accessible'}`,
        hint: 'Create it, or correct `path` in the profile.',
      },
      { cause },
    );
  });
  const sessions = new SessionPool(
    () => context.engine(),
    async () => {},
  );

  return {
    name,
    dialect,
    defaults: { database: null, schema: folder.schema },
    async inspect() {
      const { rows } = await sessions.use((sql) => sql.query('select version()'));
      return {
        version: `files (${folder.format}), read by DuckDB ${rows[0]?.[0]}`,
        may: readOnly ? ['read'] : ['read', `write files in ${folder.root}`],
        mayNot: [],
      };
    },
    describe: (names) =>
      sessions.use(async (sql) => {
        const found = [];
        for (const relation of names) {
          found.push(await describeFile(sql, folder, { ...relation, schema: relation.schema ?? folder.schema }));
        }
        return found;
      }),
    list: async ({ schema }) =>
      (await filesOf(folder, schema)).map(({ identifier }) => ({
        name: { database: null, schema: schema ?? folder.schema, identifier },
        kind: 'external',
      })),
    query: (sql, options) => sessions.use((session) => session.query(sql, options)),
    session: async () => new EngineSqlSession(await sessions.take()),
    scanSql: () => null,
    scan: async (request) => ({
      kind: 'engine',
      from: scanExpression(await scannedFile(folder, request), request),
    }),
    openSnapshot: null,
    // The engine reads: what cancels its statement cancels the scan.
    cancel: async () => {},
    target: readOnly ? null : target(folder, (work) => sessions.use(work)),
    close: () => sessions.close(),
  };
}
