import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Connection } from '#dvt/spi/connection.js';
import type { ReadTask, ScanPlan } from '#dvt/spi/scan.js';
import { collect } from '../../batches/collect.js';
import { faultProxy } from '../../faults/proxy.js';
import { freshMysql, mysqlServer } from '../../servers/index.js';
import { described, open, scanColumn } from './open.js';

const ROWS = 200_000;
let database: Awaited<ReturnType<typeof freshMysql>>;
beforeAll(async () => {
  database = await freshMysql();
  await database.query(`create table t (id int primary key, v varchar(100));
    insert into t select seq, repeat('x', 90) from seq_1_to_${ROWS}`);
});
afterAll(() => database.drop());

async function taskOf(connection: Connection, table = 't'): Promise<{ task: ReadTask; types: readonly never[] }> {
  const relation = await described(connection, table);
  const columns = relation.columns.map((column) => scanColumn(column));
  const plan: ScanPlan = await connection.scan({ relation, columns, predicate: null, maxSplits: 1 });
  if (plan.kind !== 'read') throw new Error('a read plan was expected');
  return { task: plan.tasks[0]!, types: columns.map(({ type }) => type) as never[] };
}

const running = () =>
  database.query(
    "select id, info from information_schema.processlist where db = database() and command <> 'Sleep' and id <> connection_id()",
  );

const eventually = (condition: () => Promise<boolean>) => expect.poll(condition).toBe(true);

test.each(['reset', 'end'] as const)(
  'a connection that breaks in the middle of a scan (%s) may be tried again',
  async (how) => {
    const proxy = await faultProxy({ host: String(database.profile['host']), port: Number(database.profile['port']) });
    const connection = await open({ ...database.profile, port: proxy.port });
    const { task, types } = await taskOf(connection);
    let cut = false;
    const reading = collect(task, types, {
      onBatch: () => {
        if (!cut) proxy.cut(how);
        cut = true;
      },
    });
    await expect(reading).rejects.toMatchObject({ name: 'DvtError', code: 'DVT4007', terminal: false });
    await connection.close();
    await proxy.close();
    await eventually(async () => (await running()).length === 0);
  },
);

test.each([1, 150, 5003, 1_000_003])('a connection cut after %d bytes is never taken for the end', async (bytes) => {
  const proxy = await faultProxy({ host: String(database.profile['host']), port: Number(database.profile['port']) });
  const connection = await open({ ...database.profile, port: proxy.port, retries: 0 });
  const { task, types } = await taskOf(connection);
  const reading = collect(task, types, { onReady: () => proxy.cutAfter(bytes) });
  await expect(reading).rejects.toMatchObject({ name: 'DvtError', terminal: false });
  await connection.close();
  await proxy.close();
});

test('a killed server is a passing fault', async () => {
  const server = await mysqlServer();
  const own = await server.database();
  await own.query(
    `create table t (id int primary key, v varchar(100)); insert into t select seq, repeat('x', 90) from seq_1_to_${ROWS}`,
  );
  const connection = await open(own.profile);
  const { task, types } = await taskOf(connection);
  let killed = false;
  const reading = collect(task, types, {
    onBatch: () => {
      if (!killed) server.kill();
      killed = true;
    },
  });
  await expect(reading).rejects.toMatchObject({ name: 'DvtError', terminal: false });
  await connection.close();
});

test('a scan that is cancelled while its server computes ends there', async () => {
  // It would take half an hour.
  await database.query('create or replace view slow as select id, sleep(0.01) as s from t');
  const connection = await open(database.profile);
  const { task, types } = await taskOf(connection, 'slow');
  let key: unknown;
  const reading = collect(task, types, { onReady: (announced) => (key = announced) });
  reading.catch(() => {});
  // The statement follows the announcement, and others go before both.
  await eventually(async () => (await running()).some(([, info]) => /slow/.test(String(info))));
  await connection.cancel(structuredClone(key));
  await expect(reading).rejects.toMatchObject({ code: 'DVT5102' });
  await eventually(async () => (await running()).length === 0);
  await connection.close();
});

test('a cancel that comes late hits nobody else', async () => {
  const connection = await open(database.profile);
  const { task, types } = await taskOf(connection);
  let key: unknown;
  await collect(task, types, { onReady: (announced) => (key = announced) });
  const { rows } = await connection.query('select connection_id()');
  // As after a restart: the number now belongs to another session, which runs something else.
  const stale = { ...(key as object), id: String(rows[0]![0]) };
  const holder = await connection.session();
  await holder.query("select get_lock('late cancel', 0)");
  const other = connection.query("select get_lock('late cancel', 60) as taken");
  await eventually(async () => (await running()).length > 0);
  await connection.cancel(stale);
  await holder.close();
  expect((await other).rows).toEqual([[1]]);
  await connection.cancel(key);
  await connection.close();
});

test('a query that is cancelled ends on the server, and the connection goes on', async () => {
  const connection = await open(database.profile);
  const abort = new AbortController();
  const query = connection.query('select sleep(60)', { signal: abort.signal });
  await eventually(async () => (await running()).length > 0);
  abort.abort();
  await expect(query).rejects.toMatchObject({ code: 'DVT5001' });
  await eventually(async () => (await running()).length === 0);
  expect((await connection.query('select 1')).rows).toEqual([[1]]);
  await expect(connection.query('select 1', { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'DVT5001',
  });
  await connection.close();
});

test('closing cancels what still runs and leaves no session', async () => {
  const connection = await open(database.profile);
  const query = connection.query('select sleep(60)');
  query.catch(() => {});
  await eventually(async () => (await running()).length > 0);
  await connection.close();
  await connection.close();
  await expect(query).rejects.toThrow();
  await eventually(
    async () =>
      (
        await database.query(
          'select id from information_schema.processlist where db = database() and id <> connection_id()',
        )
      ).length === 0,
  );
});

test('a scan over a slow way waits and loses nothing', async () => {
  const proxy = await faultProxy({ host: String(database.profile['host']), port: Number(database.profile['port']) });
  const connection = await open({ ...database.profile, port: proxy.port });
  const { task, types } = await taskOf(connection);
  let stalled = false;
  const { rows } = await collect(task, types, {
    onBatch: () => {
      if (stalled) return;
      stalled = true;
      proxy.stall();
      setTimeout(() => proxy.resume(), 1000);
    },
  });
  expect(rows).toHaveLength(ROWS);
  expect(new Set(rows.map(([id]) => id)).size).toBe(ROWS);
  await connection.close();
  await proxy.close();
});
