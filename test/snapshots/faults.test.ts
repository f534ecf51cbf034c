import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DvtError } from '#dvt/core/errors.js';
import { Permits } from '#dvt/core/permits.js';
import type { ScanPlan } from '#dvt/spi/scan.js';
import { createSql, throughProxy, wholeTable } from '../faults/through-proxy.js';
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

let tables = 0;
const SOURCES = [
  ['PostgreSQL', 'postgres', freshPostgres],
  ['MariaDB', 'mysql', freshMysql],
] as const;

describe.each(SOURCES)('%s', (_title, type, fresh) => {
  let database: Database;
  beforeAll(async () => {
    database = await fresh();
    await database.query(createSql(type, ROWS));
  });
  afterAll(() => database.drop());

  const sums = `select count(*), count(distinct c0), sum(c0) from s.main.t`;
  const whole = [[ROWS, ROWS, (ROWS * (ROWS + 1)) / 2]];

  test('a connection that is cut in the middle of a split: that split alone is read again', async () => {
    const { connection, proxy } = await throughProxy(type, database, staged, { readOnly: true });
    const { request, types } = await wholeTable(connection);
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
  });

  test('a server that refuses is tried a limited number of times', async () => {
    const { connection, proxy } = await throughProxy(type, database, staged, { readOnly: true });
    const { request, types } = await wholeTable(connection);
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
  });

  test('a fault of the relation itself ends the extraction at once', async () => {
    const { connection } = await throughProxy(type, database, staged, { readOnly: true });
    const { request, types } = await wholeTable(connection);
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
    const { connection, proxy } = await throughProxy(type, database, staged, { readOnly: true });
    const { request, types } = await wholeTable(connection);
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
  });

  test('a cancelled extraction leaves the snapshot to the others', async () => {
    const { connection } = await throughProxy(type, database, staged, { readOnly: true });
    const { request, types } = await wholeTable(connection);
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
  });

  test("a snapshot is in nobody's way: what was read can be dropped and renamed", async () => {
    const { connection } = await throughProxy(type, database, staged, { readOnly: true });
    await database.query('create table dropped as select * from t; create table renamed as select * from t');
    const snapshot = await connection.openSnapshot!({
      relations: [{ database: null, schema: null, identifier: 'dropped' }],
      maxConnections: 2,
    });
    for (const table of ['dropped', 'renamed']) {
      const { request, types } = await wholeTable(connection, table);
      const plan = async () => (await snapshot.scan(request)) as ReadPlan;
      const { rows } = await staged.extract(`${table}_${++tables}`, types, [], { permits: new Permits(2), plan });
      expect(rows).toBe(ROWS);
    }
    const timeout = type === 'postgres' ? `set lock_timeout = '2s'` : 'set session lock_wait_timeout = 2';
    const session = await database.session();
    await session.query(`${timeout}; alter table renamed rename to other; drop table dropped; drop table other`);
    await session.end();
    await snapshot.release();
  });
});
