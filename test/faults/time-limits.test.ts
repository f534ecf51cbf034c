import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DvtError } from '#dvt/core/errors.js';
import { Permits } from '#dvt/core/permits.js';
import { freshPostgres, mysqlServer, type TestDatabase } from '../servers/index.js';
import { Staged } from '../transfer/staged.js';
import { createSql, readPlan, throughProxy, wholeTable } from './through-proxy.js';

const ROWS = 120_000;
/** All limits are one second: this pause meets each of them. */
const PAUSE = 1500;

const SOURCES = [
  [
    'PostgreSQL',
    'postgres',
    async () => {
      const database = await freshPostgres();
      await database.query(createSql('postgres', ROWS));
      const [[name]] = (await database.query('select current_database()')) as [[string]];
      const limits = ['statement_timeout', 'idle_in_transaction_session_timeout', 'idle_session_timeout'];
      await database.query(limits.map((limit) => `alter database ${name} set ${limit} = '1s'`).join('; '));
      return { database, stop: () => {} };
    },
  ],
  [
    'MariaDB',
    'mysql',
    async () => {
      const limits = ['wait_timeout', 'net_write_timeout', 'net_read_timeout', 'max_statement_time'];
      const idle = ['idle_transaction_timeout', 'idle_readonly_transaction_timeout', 'idle_write_transaction_timeout'];
      const server = await mysqlServer();
      const database = await server.database();
      await database.query(createSql('mysql', ROWS));
      await database.query([...limits, ...idle].map((limit) => `set global ${limit} = 1`).join('; '));
      return { database, stop: () => server.kill() };
    },
  ],
] as const;

describe.each(SOURCES)('time limits of a server, %s', (_title, type, start) => {
  let staged: Staged;
  let database: TestDatabase;
  let stop: () => void;
  beforeAll(async () => {
    staged = new Staged();
    ({ database, stop } = await start());
  });
  afterAll(async () => {
    await staged.close();
    await database.drop();
    stop();
  });

  test('a snapshot that waits for its turn, and an extraction that is held up in the middle, are complete', async () => {
    const { connection, proxy } = await throughProxy(type, database, staged);
    const { request, types } = await wholeTable(connection);
    const snapshot = await connection.openSnapshot!({ relations: [request.relation.name], maxConnections: 2 });
    await sleep(PAUSE);
    expect(snapshot.held).toBe(true);
    let paused = false;
    const retries: DvtError[] = [];
    await staged.extract('held', types, [], {
      permits: new Permits(2),
      plan: () => readPlan(snapshot.scan(request)),
      onRetry: (error) => retries.push(error),
      onProgress: () => {
        if (paused) return;
        paused = true;
        proxy.stall();
        setTimeout(() => proxy.resume(), PAUSE);
      },
    });
    expect([paused, retries]).toEqual([true, []]);
    const sums = await staged.rows('held', types, 'select count(*), count(distinct c0), sum(c0) from s.main.t');
    expect(sums.map((row) => row.map(Number))).toEqual([[ROWS, ROWS, (ROWS * (ROWS + 1)) / 2]]);
    await snapshot.release();
  });

  test('a load that waits for the engine, and one that is held up in the middle, is complete', async () => {
    const { connection, proxy } = await throughProxy(type, database, staged);
    await staged.engine.openNamespace({ id: 'load', relations: [] });
    const sql = `select i as id, repeat('x', 200) as filler from range(${ROWS}) t(i)`;
    const columns = [
      { name: 'id', type: { kind: 'int64' } },
      { name: 'filler', type: { kind: 'varchar' } },
    ] as const;
    const target = connection.target!;
    const schema = connection.defaults.schema;
    const staging = { database: connection.defaults.database, schema, identifier: 'loaded__dvt_0123456789ab' };
    const plan = await target.load(staging, columns, { columnTypes: new Map() });
    let sent = 0;
    let paused = false;
    proxy.onTraffic = async ({ direction, bytes }) => {
      if (direction === 'toServer') sent += bytes.length;
      if (!paused && sent > 4_000_000) {
        paused = true;
        await sleep(PAUSE);
      }
      return 'forward' as const;
    };
    const { rows } = await staged.engine.load({ namespace: 'load', sql }, plan);
    expect([paused, rows]).toEqual([true, ROWS]);
    const [[count]] = (await database.query('select count(*) from loaded__dvt_0123456789ab')) as [[unknown]];
    expect(Number(count)).toBe(ROWS);
  });
});
