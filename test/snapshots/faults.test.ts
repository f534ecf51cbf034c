import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { adapter as mysql } from '#dvt/adapters/mysql/index.js';
import { adapter as postgres } from '#dvt/adapters/postgres/index.js';
import type { DvtError } from '#dvt/core/errors.js';
import { Permits } from '#dvt/core/permits.js';
import type { Adapter } from '#dvt/spi/adapter.js';
import type { Connection } from '#dvt/spi/connection.js';
import type { ScanPlan } from '#dvt/spi/scan.js';
import { type FaultProxy, faultProxy } from '../faults/proxy.js';
import { freshMysql, freshPostgres } from '../servers/index.js';
import { Staged } from '../transfer/staged.js';

const ROWS = 300_000;
type Database = Awaited<ReturnType<typeof freshPostgres>>;
type ReadPlan = Extract<ScanPlan, { kind: 'read' }>;

let staged: Staged;
beforeAll(() => {
  staged = new Staged();
});
afterAll(() => staged.close());

/** A connection of a source through a proxy, and a large table of it. */
async function opened(adapter: Adapter, database: Database): Promise<{ connection: Connection; proxy: FaultProxy }> {
  const { host, port } = database.profile as { host: string; port: number };
  const proxy = await faultProxy({ host, port });
  const connection = await adapter.connect({
    name: 'source',
    profile: { ...database.profile, port: proxy.port, retries: 0 },
    readOnly: true,
    projectDir: '/',
    engine: () => Promise.reject(new Error('no engine is needed')),
    readers: async () => staged.transfer.sessions,
    notice: () => {},
  });
  onTestFinished(async () => {
    await connection.close();
    await proxy.close();
  });
  return { connection, proxy };
}

async function requestOf(connection: Connection, table = 't') {
  const [relation] = await connection.describe([{ database: null, schema: null, identifier: table }]);
  const columns = relation!.columns.map((column) => ({ ...column, cast: false }));
  return {
    request: { relation: relation!, columns, predicate: null, maxSplits: 2 },
    types: columns.map(({ type }) => type),
  };
}

let tables = 0;
const SOURCES = [
  [
    'PostgreSQL',
    postgres,
    freshPostgres,
    `create table t as select i as id, repeat('x', 200) as filler from generate_series(1, ${ROWS}) i; analyze t`,
  ],
  [
    'MariaDB',
    mysql,
    freshMysql,
    `create table t (id int primary key, filler text); insert into t select seq, repeat('x', 200) from seq_1_to_${ROWS}; analyze table t`,
  ],
] as const;

describe.each(SOURCES)('%s', (_title, adapter, fresh, create) => {
  let database: Database;
  beforeAll(async () => {
    database = await fresh();
    await database.query(create);
  });
  afterAll(() => database.drop());

  const sums = `select count(*), count(distinct c0), sum(c0) from s.main.t`;
  const whole = [[ROWS, ROWS, (ROWS * (ROWS + 1)) / 2]];

  test('a connection that is cut in the middle of a split: that split alone is read again', async () => {
    const { connection, proxy } = await opened(adapter, database);
    const { request, types } = await requestOf(connection);
    const snapshot = await connection.openSnapshot!({ relations: [request.relation.name], maxConnections: 2 });
    const table = `cut_${++tables}`;
    const counts = new Map<number, number>();
    let cut: number | null = null;
    proxy.onTraffic = ({ direction, bytes, connection: number }) => {
      if (direction === 'toServer') return 'forward';
      const sent = (counts.get(number) ?? 0) + bytes.length;
      counts.set(number, sent);
      if (cut === null && sent > 10_000_000) {
        cut = number;
        proxy.cutOne(number);
      }
      return 'forward';
    };
    let plans = 0;
    const retries: DvtError[] = [];
    const { rows, bytes } = await staged.extract(table, types, [], {
      permits: new Permits(2),
      plan: async () => {
        plans++;
        const plan = (await snapshot.scan(request)) as ReadPlan;
        expect(plan.tasks.length).toBeGreaterThan(2);
        return plan;
      },
      onRetry: (error) => retries.push(error),
    });
    expect(rows).toBe(ROWS);
    expect((await staged.rows(table, types, sums)).map((row) => row.map(Number))).toEqual(whole);
    expect([plans, retries.length, cut !== null]).toEqual([1, 1, true]);
    // What went over the wire is the table and at most one split more.
    const split = bytes / ((await snapshot.scan(request)) as ReadPlan).tasks.length;
    expect(proxy.bytesToClient).toBeLessThan(bytes + split * 1.5 + 1_000_000);
    await snapshot.release();
  }, 60_000);

  test('a server that refuses is tried a limited number of times', async () => {
    const { connection, proxy } = await opened(adapter, database);
    const { request, types } = await requestOf(connection);
    const plan = (await connection.scan({ ...request, maxSplits: 1 })) as ReadPlan;
    await proxy.refuse();
    const retries: DvtError[] = [];
    const extraction = staged.extract(`refused_${++tables}`, types, [], {
      permits: new Permits(2),
      plan: async () => plan,
      onRetry: (error) => retries.push(error),
    });
    await expect(extraction).rejects.toMatchObject({ name: 'DvtError', code: 'DVT4002' });
    expect(retries).toHaveLength(4);
  }, 60_000);

  test('a fault of the relation itself ends the extraction at once', async () => {
    const { connection } = await opened(adapter, database);
    const { request, types } = await requestOf(connection);
    const plan = (await connection.scan({
      ...request,
      predicate: '1 = (select no_such_column)',
      maxSplits: 1,
    })) as ReadPlan;
    const retries: DvtError[] = [];
    const extraction = staged.extract(`terminal_${++tables}`, types, [], {
      permits: new Permits(2),
      plan: async () => plan,
      onRetry: (error) => retries.push(error),
    });
    await expect(extraction).rejects.toThrow(/no_such_column/);
    expect(retries).toEqual([]);
  });

  test('with every session of a snapshot lost, its scans say so', async () => {
    const { connection, proxy } = await opened(adapter, database);
    const { request, types } = await requestOf(connection);
    const snapshot = await connection.openSnapshot!({ relations: [request.relation.name], maxConnections: 2 });
    expect(snapshot.held).toBe(true);
    const table = `lost_${++tables}`;
    const extract = () =>
      staged.extract(table, types, [], {
        permits: new Permits(2),
        plan: async () => (await snapshot.scan(request)) as ReadPlan,
        onProgress: ({ rows }) => {
          if (rows > 10_000) proxy.cut();
        },
      });
    await expect(extract()).rejects.toMatchObject({ code: 'DVT5111' });
    await expect.poll(() => snapshot.held).toBe(false);
    await snapshot.release();
    await expect(staged.rows(table, types, 'from s.main.t')).rejects.toThrow(/does not exist/);
  }, 60_000);

  test('a cancelled extraction leaves the snapshot to the others', async () => {
    const { connection } = await opened(adapter, database);
    const { request, types } = await requestOf(connection);
    const snapshot = await connection.openSnapshot!({ relations: [request.relation.name], maxConnections: 1 });
    const stop = new AbortController();
    const read = (table: string, signal?: AbortSignal) =>
      staged.extract(table, types, [], {
        permits: new Permits(1),
        plan: async () => (await snapshot.scan(request)) as ReadPlan,
        cancelOnServer: (key) => connection.cancel(key),
        ...(signal && { signal, onProgress: () => stop.abort() }),
      });
    await expect(read(`cancelled_${++tables}`, stop.signal)).rejects.toMatchObject({ code: 'DVT5001' });
    const again = `again_${++tables}`;
    await read(again);
    expect((await staged.rows(again, types, sums)).map((row) => row.map(Number))).toEqual(whole);
    await snapshot.release();
  }, 60_000);

  test("a snapshot is in nobody's way: what was read can be dropped and renamed", async () => {
    const { connection } = await opened(adapter, database);
    await database.query('create table dropped as select * from t; create table renamed as select * from t');
    const snapshot = await connection.openSnapshot!({
      relations: [{ database: null, schema: null, identifier: 'dropped' }],
      maxConnections: 2,
    });
    for (const table of ['dropped', 'renamed']) {
      const { request, types } = await requestOf(connection, table);
      const plan = async () => (await snapshot.scan(request)) as ReadPlan;
      const { rows } = await staged.extract(`${table}_${++tables}`, types, [], { permits: new Permits(2), plan });
      expect(rows).toBe(ROWS);
    }
    const timeout = adapter === postgres ? `set lock_timeout = '2s'` : 'set session lock_wait_timeout = 2';
    const session = await database.session();
    await session.query(`${timeout}; alter table renamed rename to other; drop table dropped; drop table other`);
    await session.end();
    await snapshot.release();
  }, 60_000);
});
