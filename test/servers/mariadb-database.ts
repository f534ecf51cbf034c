import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { createDatabase, type Session, type TestDatabase, uniqueName } from './database.js';
import type { RunningServer } from './running-server.js';

/** Creates a database on a MariaDB server. */
export function mariadbDatabase(server: RunningServer): Promise<TestDatabase> {
  const database = uniqueName();
  const { host, port, user, password } = server;
  return createDatabase({
    profile: { host, port, user, password, database },
    open: (name) => openMariadb(server, name),
    create: `create database ${database}`,
    drop: `drop database if exists ${database}`,
  });
}

async function openMariadb(server: RunningServer, database: string | null): Promise<Session> {
  const { host, port, user, password } = server;
  const connection = await createConnection({
    ...{ host, port, user, password, charset: 'utf8mb4' },
    ...(database && { database }),
    multipleStatements: true,
    rowsAsArray: true,
    typeCast: (field) => field.buffer()?.toString('utf8') ?? null,
  });
  // A session that the server ends reports it to the next query.
  connection.on('error', () => {});
  return {
    async query(sql) {
      const [answer] = await connection.query<RowDataPacket[]>(sql);
      return lastRows(answer);
    },
    end: () => connection.end().catch(() => connection.destroy()),
  };
}

/** The rows of the last statement: one result set, several, or a statement without one. */
function lastRows(answer: unknown): (string | null)[][] {
  if (!Array.isArray(answer)) return [];
  const last: unknown = answer.at(-1);
  if (last === undefined) return [];
  if (!Array.isArray(last)) return [];
  return (Array.isArray(last[0]) || last.length === 0 ? last : answer) as (string | null)[][];
}
