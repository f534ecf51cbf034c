import { afterAll, beforeAll } from 'vitest';
import type { Connection } from '#dvt/spi/connection.js';
import { freshPostgres, type TestDatabase } from '../../servers/index.js';
import { open } from './open.js';

/** A database of a file's tests, and a connection that only reads it: there from the first test to the last. */
export function readOnlyDatabase(): { readonly database: TestDatabase; readonly connection: Connection } {
  let database: TestDatabase;
  let connection: Connection;
  beforeAll(async () => {
    database = await freshPostgres();
    connection = await open(database.profile, { readOnly: true });
  });
  afterAll(async () => {
    await connection?.close();
    await database?.drop();
  });
  return {
    get database() {
      return database;
    },
    get connection() {
      return connection;
    },
  };
}
