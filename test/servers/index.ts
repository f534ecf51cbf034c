import { readFileSync } from 'node:fs';
import { inject } from 'vitest';
import type { TestDatabase } from './database.js';
import { mariadbDatabase } from './mariadb-database.js';
import { postgresDatabase } from './postgres-database.js';
import type { RunningServer, ServerOptions } from './running-server.js';

export type { TestDatabase } from './database.js';
export type { ServerOptions } from './running-server.js';

/** A server of one test: it may be killed, and it may have settings of its own. */
export interface TestServer extends RunningServer {
  /** a new database on it */
  database(): Promise<TestDatabase>;
  /** Ends the server as a crash does (SIGKILL), with its sessions. It is not started again. */
  kill(): void;
  /** what the server has printed so far */
  log(): string;
}

/** A new empty PostgreSQL database on the server that the run's tests share. */
export async function freshPostgres(): Promise<TestDatabase> {
  return postgresDatabase(await request('postgres', null));
}

/** A new empty MariaDB database on the server that the run's tests share. */
export async function freshMysql(): Promise<TestDatabase> {
  return mariadbDatabase(await request('mariadb', null));
}

/** Starts a PostgreSQL for one test; it is stopped at the end of the run at the latest. */
export async function postgresServer(options: ServerOptions = {}): Promise<TestServer> {
  return ownServer(await request('postgres', options), postgresDatabase);
}

/** Starts a MariaDB for one test; it is stopped at the end of the run at the latest. */
export async function mysqlServer(options: ServerOptions = {}): Promise<TestServer> {
  return ownServer(await request('mariadb', options), mariadbDatabase);
}

function ownServer(running: RunningServer, create: (server: RunningServer) => Promise<TestDatabase>): TestServer {
  return {
    ...running,
    database: () => create(running),
    kill: () => void process.kill(running.pid, 'SIGKILL'),
    log: () => readFileSync(running.logFile, 'utf8'),
  };
}

async function request(kind: 'postgres' | 'mariadb', options: ServerOptions | null): Promise<RunningServer> {
  const response = await fetch(`${inject('serversUrl')}/${kind}`, { method: 'POST', body: JSON.stringify(options) });
  const body = await response.text();
  if (!response.ok) throw new Error(body);
  return JSON.parse(body) as RunningServer;
}
