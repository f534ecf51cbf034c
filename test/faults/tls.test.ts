import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { DvtError } from '#dvt/core/errors.js';
import { Permits } from '#dvt/core/permits.js';
import { mysqlServer, postgresServer, type TestDatabase, type TestServer } from '../servers/index.js';
import { Staged } from '../transfer/staged.js';
import { createSql, readPlan, throughProxy, wholeTable } from './through-proxy.js';

const ROWS = 60_000;

describe.each([
  ['postgres', postgresServer, { sslmode: 'require' }],
  ['mysql', mysqlServer, { ssl_mode: 'REQUIRED' }],
] as const)('over TLS, %s', (type, start, fields) => {
  let server: TestServer;
  let database: TestDatabase;
  beforeAll(async () => {
    server = await start({ ssl: true });
    database = await server.database();
    await database.query(createSql(type, ROWS));
  });
  afterAll(async () => {
    await database.drop();
    server.kill();
  });
  const sums = [[ROWS, ROWS, (ROWS * (ROWS + 1)) / 2]];

  test('a connection that breaks in the middle of a batch is read again', async () => {
    const staged = new Staged();
    onTestFinished(() => staged.close());
    const { connection, proxy } = await throughProxy(type, database, staged, { fields });
    const { request, types } = await wholeTable(connection);
    let sent = 0;
    let cut = false;
    proxy.onTraffic = ({ direction, bytes }) => {
      if (direction === 'toClient') sent += bytes.length;
      if (sent > 3_000_000 && !cut) {
        cut = true;
        proxy.cut();
      }
      return 'forward';
    };
    const retries: DvtError[] = [];
    const { rows } = await staged.extract('cut', types, [], {
      permits: new Permits(1),
      plan: () => readPlan(connection.scan({ ...request, maxSplits: 1 })),
      onRetry: (error) => retries.push(error),
    });
    expect([rows, cut, retries.map(({ code }) => code)]).toEqual([ROWS, true, ['DVT4007']]);
    const found = await staged.rows('cut', types, 'select count(*), count(distinct c0), sum(c0) from s.main.t');
    expect(found.map((row) => row.map(Number))).toEqual(sums);
  });

  test('a way that has gone silent: cancelling ends the extraction, and nothing of it is left', async () => {
    const staged = new Staged();
    onTestFinished(() => staged.close());
    const { connection, proxy } = await throughProxy(type, database, staged, { fields });
    const { request, types } = await wholeTable(connection);
    const stop = new AbortController();
    const extraction = staged.extract('silent', types, [], {
      permits: new Permits(1),
      plan: () => readPlan(connection.scan({ ...request, maxSplits: 1 })),
      cancelOnServer: (key) => connection.cancel(key),
      signal: stop.signal,
      onProgress: () => {
        proxy.stall();
        stop.abort();
      },
    });
    await expect(extraction).rejects.toMatchObject({ code: 'DVT5001' });
    await expect(staged.rows('silent', types, 'from s.main.t')).rejects.toThrow(/does not exist/);
  });
});
