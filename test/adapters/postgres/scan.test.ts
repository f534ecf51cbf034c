import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '#dvt/spi/connection.js';
import type { ScanPlan, ScanRequest } from '#dvt/spi/scan.js';
import { canonicalText } from '../../batches/canonical-text.js';
import { collect, collectPlan } from '../../batches/collect.js';
import { faultProxy } from '../../faults/proxy.js';
import { freshPostgres, type TestDatabase } from '../../servers/index.js';
import { describeOne, named, open, uncast } from './open.js';

const ROWS = 300_000;

let database: TestDatabase;
let connection: Connection;
beforeAll(async () => {
  database = await freshPostgres();
  await database.query(
    `create table big as select i as id, 0 as version, repeat('x', 200) as filler from generate_series(1, ${ROWS}) i; analyze big`,
  );
  connection = await open(database.profile, { readOnly: true });
});
afterAll(async () => {
  await connection?.close();
  await database?.drop();
});

const tasksOf = (plan: ScanPlan) => (plan.kind === 'read' ? plan.tasks : []);
async function scan(request: Partial<ScanRequest> & { table: string }, from = connection): Promise<ScanPlan> {
  const relation = await describeOne(from, request.table);
  return from.scan({ relation, columns: uncast(relation), predicate: null, maxSplits: 1, ...request });
}

describe('splits', () => {
  it('read one state of the table while others write', async () => {
    const relation = await describeOne(connection, 'big');
    const columns = uncast(relation).slice(0, 2);
    const plan = await connection.scan({ relation, columns, predicate: null, maxSplits: 3 });
    expect(tasksOf(plan).length).toBeGreaterThan(2);
    await database.query(
      `update big set version = 1 where id % 3 = 0; delete from big where id % 7 = 0; insert into big select ${ROWS} + i, 2, '' from generate_series(1, 1000) i`,
    );
    const { rows } = await collectPlan(
      plan,
      columns.map((column) => column.type),
    );
    expect(rows.length).toBe(ROWS);
    expect(new Set(rows.map(([id]) => id)).size).toBe(ROWS);
    expect(rows.every(([, version]) => version === 0)).toBe(true);
    expect(
      await database.query(
        `select count(*) from pg_stat_activity where datname = current_database() and state like 'idle in%'`,
      ),
    ).toEqual([['0']]);
  });

  it('of a partitioned table, with a predicate', async () => {
    await database.query(`create table parts (id int, filler text) partition by hash (id);
      create table parts_0 partition of parts for values with (modulus 2, remainder 0); create table parts_1 partition of parts for values with (modulus 2, remainder 1);
      insert into parts select i, repeat('y', 300) from generate_series(1, 250000) i; analyze parts`);
    const relation = await describeOne(connection, 'parts');
    expect(relation.statistics.rows).toBe(250_000);
    const columns = uncast(relation);
    const plan = await connection.scan({ relation, columns, predicate: '"id" > 1000', maxSplits: 2 });
    expect(tasksOf(plan).length).toBeGreaterThan(2);
    const { rows } = await collectPlan(
      plan,
      columns.map((column) => column.type),
    );
    expect(rows.map(([id]) => Number(id)).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 249_000 }, (_, i) => i + 1001),
    );
  });
});

describe('what is read by one statement', () => {
  it('rows that an index finds, and an answer that is small', async () => {
    await database.query(`create table indexed as select * from big; create index on indexed (id); analyze indexed`);
    const parts = async (table: string, predicate: string | null) =>
      tasksOf(await scan({ table, predicate, maxSplits: 2 })).length;
    expect(await parts('indexed', '"id" < 90000')).toBe(1);
    expect(await parts('big', '"id" < 2000')).toBe(1);
    expect(await parts('indexed', null)).toBeGreaterThan(1);
  });

  it('what several processes of the server find, where it is little or they are more than the connections', async () => {
    const parts = async (predicate: string, from = connection) =>
      tasksOf(await scan({ table: 'big', predicate, maxSplits: 2 }, from)).length;
    await database.query('alter table big set (parallel_workers = 2)');
    expect(await parts("filler = 'x'")).toBe(1);
    expect(await parts('id < 12000')).toBe(2);
    await database.query('alter table big set (parallel_workers = 3)');
    await database.query(
      `do $$ begin execute format('alter database %I set max_parallel_workers_per_gather = 3', current_database()); end $$`,
    );
    const later = await open(database.profile, { readOnly: true });
    expect(await parts('id < 12000', later)).toBe(1);
    await later.close();
    await database.query('alter table big set (parallel_workers = 0)');
    expect(await parts("filler = 'x'")).toBe(2);
    await database.query('alter table big reset (parallel_workers)');
  });
});

describe('partitions of very different sizes', () => {
  it('are read in parts of about equal size, each row once', async () => {
    await database.query(`create table uneven (id int, filler text) partition by range (id);
      create table uneven_0 partition of uneven for values from (0) to (200000); create table uneven_1 partition of uneven for values from (200000) to (210000);
      create table uneven_2 partition of uneven default; insert into uneven select i, repeat('y', 400) from generate_series(0, 219999) i; analyze uneven`);
    const plan = await scan({ table: 'uneven', maxSplits: 2 });
    if (plan.kind !== 'read') throw new Error('a read plan was expected');
    const types = [{ kind: 'int32' }, { kind: 'varchar' }] as const;
    const parts = await Promise.all(plan.tasks.map((task) => collect(task, types)));
    await plan.release();
    const counts = parts.map(({ rows }) => rows.length);
    expect(counts.length).toBeGreaterThan(2);
    expect(Math.max(...counts)).toBeLessThan((220_000 / counts.length) * 1.2);
    expect(new Set(parts.flatMap(({ rows }) => rows.map(([id]) => id))).size).toBe(220_000);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(220_000);
  });
});

describe('no columns', () => {
  it('only counts', async () => {
    await database.query('create table counted as select i from generate_series(1, 5000) i');
    const plan = await scan({ table: 'counted', columns: [], predicate: '"i" > 10' });
    const { rows, bytes } = await collectPlan(plan, []);
    expect(rows.length).toBe(4990);
    expect(bytes).toBe(0);
  });
});

describe('fetch_as', () => {
  const ok = [
    ['numeric', '1.50', { kind: 'decimal', precision: 38, scale: 10 }, '1.5000000000'],
    ['numeric', '12345', { kind: 'int32' }, '12345'],
    ['numeric', '0.1', { kind: 'float64' }, '0.1'],
    ['integer', '7', { kind: 'varchar' }, '7'],
    ['integer', '7', { kind: 'decimal', precision: 5, scale: 2 }, '7.00'],
    ['integer', '1', { kind: 'boolean' }, 'true'],
    ['real', '0.1', { kind: 'float64' }, '0.10000000149011612'],
    ['double precision', '0.5', { kind: 'float32' }, '0.5'],
    ['text', '2024-02-29', { kind: 'date' }, '2024-02-29'],
    ['text', ' 12.5 ', { kind: 'decimal', precision: 4, scale: 1 }, '12.5'],
    ['text', '2024-02-29T01:02:03.5', { kind: 'timestamp' }, '2024-02-29 01:02:03.5'],
    ['timestamptz', '2024-02-29 01:00+01', { kind: 'timestamp' }, '2024-02-29 00:00:00'],
    ['timestamp', '2024-02-29 00:00', { kind: 'date' }, '2024-02-29'],
    ['text', '7d444840-9dc0-11d1-b245-5ffdce74fad2', { kind: 'uuid' }, '7d444840-9dc0-11d1-b245-5ffdce74fad2'],
    ['bytea', '\\x00ff', { kind: 'varchar' }, '\\x00ff'],
  ] as const;
  const refused = [
    ['numeric', '1.123', { kind: 'decimal', precision: 10, scale: 2 }, /1\.123/],
    ['numeric', '123456789.5', { kind: 'decimal', precision: 10, scale: 2 }, /123456789\.5/],
    ['numeric', '1.5', { kind: 'int32' }, /1\.5/],
    ['numeric', 'NaN', { kind: 'decimal', precision: 10, scale: 2 }, /NaN/],
    ['numeric', '0.12345678901234567890', { kind: 'float64' }, /0\.12345678901234567890/],
    ['bigint', '2147483648', { kind: 'int32' }, /2147483648/],
    ['integer', '2', { kind: 'boolean' }, /"v" holds 2/],
    ['double precision', '0.1', { kind: 'float32' }, /0\.1/],
    ['timestamp', '2024-02-29 00:00:01', { kind: 'date' }, /00:00:01/],
    ['text', '2024-02-29 10:00', { kind: 'date' }, /10:00/],
    ['text', '2024-02-29 10:00+05', { kind: 'timestamp' }, /\+05/],
    ['text', 'abc', { kind: 'decimal', precision: 10, scale: 2 }, /abc/],
  ] as const;
  let tables = 0;
  async function fetched(spelling: string, value: string, type: (typeof ok)[number][2] | (typeof refused)[number][2]) {
    const table = `cast_${++tables}`;
    await database.query(`create table ${table} as select '${value}'::${spelling} as v union all select null`);
    const relation = await describeOne(connection, table);
    const columns = [{ ...relation.columns[0]!, type, cast: true }];
    const plan = await connection.scan({ relation, columns, predicate: null, maxSplits: 1 });
    return (await collectPlan(plan, [type])).rows.map(([found]) => canonicalText(type, found!));
  }

  it.each(ok)('%s %s', async (spelling, value, type, expected) => {
    expect(await fetched(spelling, value, type)).toEqual([expected, null]);
  });

  it.each(refused)('%s %s is refused, not rounded', async (spelling, value, type, shown) => {
    const failure = fetched(spelling, value, type);
    await expect(failure).rejects.toThrow(shown);
    await expect(failure).rejects.toMatchObject({ name: 'DvtError' });
  });

  it('a cast that there is not', async () => {
    await expect(
      fetched('uuid', '7d444840-9dc0-11d1-b245-5ffdce74fad2', { kind: 'date' } as never),
    ).rejects.toMatchObject({ code: 'DVT3104' });
  });
});

describe('faults', () => {
  it('rows that need a batch of their own', async () => {
    await database.query(
      `create table wide as select i as id, repeat('z', i * 3000000) as v from generate_series(1, 4) i`,
    );
    const plan = await scan({ table: 'wide' });
    const { rows } = await collectPlan(plan, [{ kind: 'int32' }, { kind: 'varchar' }]);
    expect(rows.map(([id, v]) => [id, (v as string).length])).toEqual([
      [1, 3e6],
      [2, 6e6],
      [3, 9e6],
      [4, 12e6],
    ]);
  });

  it('an error of the server in the middle of the copy', async () => {
    await database.query('create view fails as select i, 100 / (50000 - i) as v from generate_series(1, 60000) i');
    const failure = collectPlan(await scan({ table: 'fails' }), [{ kind: 'int32' }, { kind: 'int32' }]);
    await expect(failure).rejects.toMatchObject({
      code: 'DVT5101',
      terminal: true,
      message: expect.stringContaining('division by zero'),
    });
  });

  it('a connection that is cut can be tried again', async () => {
    const proxy = await faultProxy(database.profile as { host: string; port: number });
    const proxied = await open({ ...database.profile, port: proxy.port });
    const plan = await scan({ table: 'big' }, proxied);
    proxy.cutAfter(3_000_000);
    await expect(collectPlan(plan, [{ kind: 'int32' }, { kind: 'int32' }, { kind: 'varchar' }])).rejects.toMatchObject({
      code: 'DVT4007',
      terminal: false,
    });
    await proxied.close();
    await proxy.close();
  });

  it('a session ended by an administrator can be tried again', async () => {
    const plan = await scan({ table: 'big' });
    let told = false;
    const failure = collectPlan(plan, [{ kind: 'int32' }, { kind: 'int32' }, { kind: 'varchar' }], {
      onBatch: () => {
        if (!told)
          void database.query(
            `select pg_terminate_backend(pid) from pg_stat_activity where query like 'copy (select%' and datname = current_database()`,
          );
        told = true;
      },
    });
    await expect(failure).rejects.toMatchObject({ code: 'DVT4007', terminal: false });
  });

  it('a silent statement is cancelled at the server', async () => {
    await database.query('create view silent as select 1 as i from pg_sleep(60)');
    const plan = await scan({ table: 'silent' });
    const abort = new AbortController();
    const failure = collectPlan(plan, [{ kind: 'int32' }], {
      signal: abort.signal,
      onReady: (key) =>
        setTimeout(() => {
          abort.abort();
          void connection.cancel(key);
        }, 500),
    });
    await expect(failure).rejects.toMatchObject({ code: 'DVT5102' });
    // The reader gives up at once, the server a moment later; the view itself would be silent for a minute.
    await expect
      .poll(
        () =>
          database.query(
            `select count(*) from pg_stat_activity where query like 'copy (select%' and state = 'active'
              and datname = current_database() and pid <> pg_backend_pid()`,
          ),
        { timeout: 30_000 },
      )
      .toEqual([['0']]);
  });

  it('an idle connection that was dropped is opened anew', async () => {
    const own = await open(database.profile);
    await database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'dvt' and datname = current_database() and pid <> pg_backend_pid()`,
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await own.query('select 1 as n')).rows).toEqual([[1]]);
    await own.close();
  });

  it('a source is opened read-only', async () => {
    await expect(connection.query('create table never (i int)')).rejects.toThrow(/read-only/);
  });
});

describe('describe', () => {
  it('collations, generated and dropped columns, and no rights', async () => {
    await database.query(`create table shapes (a text, b text collate "und-x-icu", c char(3), gone int, g int generated always as (length(a)) stored not null, n name);
      alter table shapes drop column gone`);
    const { columns } = await describeOne(connection, 'shapes');
    expect(columns.map(({ name, comparison, nullable }) => [name, comparison, nullable])).toEqual([
      ['a', 'same', true],
      ['b', 'same equality', true],
      ['c', 'differs', true],
      ['g', 'same', false],
      ['n', 'same', true],
    ]);
    expect(await connection.describe([named('nowhere'), named('shapes', 'no_schema')])).toEqual([null, null]);
  });

  it('results are numbers, booleans and text', async () => {
    const result = await connection.query(
      `select 1::int2 a, 9007199254740993::int8 b, 0.10::numeric c, true d, 'NaN'::float8 e, '2024-02-29'::date f, null g`,
    );
    expect(result.rows).toEqual([[1, 9007199254740993n, '0.10', true, Number.NaN, '2024-02-29', null]]);
    expect(result.columns.map(({ type }) => type)).toEqual([
      'smallint',
      'bigint',
      'numeric',
      'boolean',
      'double precision',
      'date',
      'text',
    ]);
    expect((await connection.query('select generate_series(1, 1000000000)', { limit: 3 })).rows).toEqual([
      [1],
      [2],
      [3],
    ]);
    expect((await connection.query('select 1; select 2 as n', { limit: 3 })).rows).toEqual([[2]]);
  });
});
