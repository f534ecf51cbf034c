import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { natively, openEngine } from './opened.js';

const { engine } = openEngine();
const query = (sql: string, limit = 100) => engine.query({ namespace: 'n', sql }, limit);
beforeAll(() => engine.openNamespace({ id: 'n', relations: [] }));

test("values that JavaScript lacks come in DuckDB's own text", async () => {
  const expressions = [
    "date '0044-03-15 (BC)'",
    "timestamp '2024-02-29 12:00:00.5'",
    "timestamptz '2024-02-29 12:00:00+02'",
    "time '24:00:00'",
    "interval '1 month 3 hours'",
    '1.50::decimal(10,2)',
    "'00112233-4455-6677-8899-aabbccddeeff'::uuid",
    "'\\xAA'::blob",
    "['a', null, 'b c']",
    "{'a': 1, 'B': date '2020-01-01'}",
    "map {'k': 1}",
    "'b'::enum('a', 'b')",
    'union_value(n := 1)',
    '[1, 2]::integer[2]',
    "'101'::bit",
    "'infinity'::timestamp",
  ];
  const { columns, rows } = await query(`select ${expressions.join(', ')}`);
  expect(rows).toEqual(await natively(`select ${expressions.map((e) => `(${e})::varchar`).join(', ')}`));
  const types = expressions.map((e) => `typeof(${e})`).join(', ');
  const [expected] = await natively(`select ${types}`);
  const plain = (name: unknown) => String(name).replaceAll('"', '').replaceAll(', ', ',');
  expect(columns.map((column) => plain(column.type))).toEqual(expected!.map(plain));
});

test('numbers, booleans and text come as such', async () => {
  const sql = `select true, -1::tinyint, 4294967295::uinteger, 9007199254740991, 9007199254740993, 'nan'::double, 1.5::float,
    (2::hugeint ** 100)::hugeint, 'a' || chr(0), 'more than twelve bytes é', '{"a":1}'::json, null`;
  const [row] = (await query(sql)).rows;
  expect(row).toEqual([
    true,
    -1,
    4294967295,
    9007199254740991,
    9007199254740993n,
    Number.NaN,
    1.5,
    2n ** 100n,
    'a\0',
    'more than twelve bytes é',
    '{"a":1}',
    null,
  ]);
});

test('the first rows below a join are those of the whole table', async () => {
  const session = await engine.sql();
  // Of the numbers listed 1, 10, 19 and 28 are the latest; after them come 2, 11 and 20.
  const [row] = (
    await session.query(`
    create table memory.main.whole as select i::bigint as i, date '2001-01-01' + (case i % 9 when 1 then 9000 when 2 then 8000 else 0 end)::integer as d from range(240) r(i);
    create table memory.main.few as select date '2001-01-01' + 8000 as d;
    select list(a.i) from (select * from memory.main.whole
      where i in (${Array.from({ length: 80 }, (_, i) => i * 3).join()}, 1, 2, 7, 10, 11, 19, 20, 28)
      order by d desc, i limit 5) a join memory.main.few x on x.d = a.d where x.d in (date '2001-01-01' + 8000)`)
  ).rows;
  expect(row).toEqual(['[2]']);
  await session.close();
});

test('a single has the digits that DuckDB prints, and is the same single', async () => {
  const singles = ['1.1', '0.1', '16777216', '3.4028235e38', '1e-45', '-0.3333333', '123456.79', '8388609.5', '-0.0'];
  const [row] = (await query(`select ${singles.map((s) => `'${s}'::float`).join(', ')}`)).rows;
  const [texts] = await natively(`select ${singles.map((s) => `'${s}'::float::varchar`).join(', ')}`);
  expect(row).toEqual(texts!.map(Number));
  expect((row as number[]).map(Math.fround)).toEqual(singles.map((s) => Math.fround(Number(s))));
});

test('a value that a cast refuses comes with a way out', async () => {
  const failed = query("select cast(s as smallint) from (values ('70000')) t(s)");
  await expect(failed).rejects.toMatchObject({
    diagnostics: [{ message: expect.stringContaining('70000'), hint: expect.stringContaining('data_type') }],
  });
});

test('an order is kept, and columns may share a name', async () => {
  const { columns, rows } = await query(
    "select d + i::integer as x, i as x from range(5000) r(i), (select date '2020-01-01' d) order by i desc",
    3,
  );
  expect(columns.map((column) => column.name)).toEqual(['x', 'x']);
  expect(rows).toEqual([
    ['2033-09-08', 4999],
    ['2033-09-07', 4998],
    ['2033-09-06', 4997],
  ]);
});

test('no more rows are fetched than asked for', async () => {
  expect((await query('select range from range(1000000000000000) -- many', 2)).rows).toEqual([[0], [1]]);
});

test('a model may end in a semicolon and a comment', async () => {
  expect((await query("select date '2020-01-01' as d; -- the end")).rows).toEqual([['2020-01-01']]);
});

test('a running query is cancelled by the id of its namespace; others go on', async () => {
  await engine.openNamespace({ id: 'other', relations: [] });
  const slow = engine.query({ namespace: 'other', sql: 'select count(*) from range(1e15::bigint)' }, 1);
  const kept = query('select count(*) from range(300000000) r(i) where hash(i) % 5 = 1');
  slow.catch(() => {});
  await sleep(300);
  await engine.cancel('other');
  await expect(slow).rejects.toMatchObject({ code: 'DVT5001' });
  expect(Number((await kept).rows[0]![0])).toBeGreaterThan(1e7);
  await engine.closeNamespace('other');
});

test('queries that wait for their turn are cancelled at once', async () => {
  const endless = 'select count(*) from range(1e15::bigint)';
  const all = Promise.allSettled(Array.from({ length: 8 }, () => query(endless)));
  await sleep(200);
  await engine.cancel('n');
  expect((await all).every((one) => one.status === 'rejected' && one.reason.code === 'DVT5001')).toBe(true);
  expect((await query('select 1')).rows).toEqual([[1]]);
});

test('out of memory is an error with a hint', async () => {
  const sql = "select list(i || 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx') from range(30000000) r(i)";
  await expect(query(sql)).rejects.toMatchObject({ diagnostics: [{ hint: expect.stringContaining('memory_limit') }] });
});
