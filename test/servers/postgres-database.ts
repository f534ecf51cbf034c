import pg from 'pg';
import { createDatabase, type Session, type TestDatabase, uniqueName } from './database.js';
import type { RunningServer } from './running-server.js';

/** Creates a database on a PostgreSQL server. */
export function postgresDatabase(server: RunningServer): Promise<TestDatabase> {
  const database = uniqueName();
  const { host, port, user, password } = server;
  return createDatabase({
    profile: { host, port, user, password, database, schema: 'public' },
    open: (name) => openPostgres(server, name ?? 'postgres'),
    create: `create database ${database} template template0`,
    drop: `drop database if exists ${database} with (force)`,
  });
}

async function openPostgres(server: RunningServer, database: string): Promise<Session> {
  const { host, port, user, password } = server;
  const client = new pg.Client({ host, port, user, password, database });
  // A session that the server ends reports it to the next query.
  client.on('error', () => {});
  await client.connect();
  const asText = { getTypeParser: () => (value: string | Buffer) => value };
  return {
    async query(sql) {
      const answer: unknown = await client.query({ text: sql, rowMode: 'array', types: asText });
      const results = (Array.isArray(answer) ? answer : [answer]) as { rows: (string | null)[][] }[];
      return results.at(-1)?.rows ?? [];
    },
    end: () => client.end(),
  };
}
