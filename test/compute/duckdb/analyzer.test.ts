import { expect, test } from 'vitest';
import type { ResultColumn } from '#dvt/spi/column-type.js';
import type { PlanOperator, StubRelation } from '#dvt/spi/engine.js';
import { openEngine } from './opened.js';

const { analyzer } = openEngine().engine;

const customers: StubRelation = stub('dvt0', 'pg', 'public', 'customers', {
  id: 'int64',
  name: 'varchar',
  since: 'date',
});
const orders: StubRelation = stub('dvt1', 'my', 'shop', 'orders', { id: 'int64', customer: 'int64', total: 'float64' });

function stub(
  token: string,
  catalog: string,
  schema: string,
  identifier: string,
  types: Record<string, string>,
): StubRelation {
  const columns = Object.entries(types).map(([name, kind]) => ({ name, type: { kind } as ResultColumn['type'] }));
  return { token, catalog, schema, identifier, columns };
}

function scans(
  plan: readonly PlanOperator[],
): { readonly table: unknown; readonly columns: unknown; readonly filters: unknown }[] {
  return plan.flatMap(({ name, extra_info: info, children }) => [
    ...(name.includes('SCAN') && 'Table' in info
      ? [{ table: String(info['Table']).split('.').at(-1), columns: info['Projections'], filters: info['Filters'] }]
      : []),
    ...scans(children),
  ]);
}

test("the optimizer's columns and filters of each scan", async () => {
  const sql = `select c.name, sum(o.total) as total
    from pg.public.customers c join my.shop.orders o on o.customer = c.id and c.id > 7 where c.since >= date '2020-01-01' group by all`;
  const { columns, plan } = await analyzer.analyze(sql, [customers, orders]);
  expect(columns).toEqual([
    { name: 'name', type: { kind: 'varchar' } },
    { name: 'total', type: { kind: 'float64' } },
  ]);
  const found = scans(plan);
  expect(found.find(({ table }) => table === 'dvt0')).toEqual({
    table: 'dvt0',
    columns: ['dvt0_0', 'dvt0_1'],
    filters: ['dvt0_0>7', "dvt0_2>='2020-01-01'::DATE"],
  });
  expect(found.find(({ table }) => table === 'dvt1')).toMatchObject({
    columns: ['dvt1_1', 'dvt1_2'],
    filters: 'dvt1_1>7',
  });
});

test('types of all kinds, and names as they are', async () => {
  const sql = `select 1::hugeint as a, 1::decimal(20,3) as a, [date '2020-01-01'] as l, {'x': 1::utinyint, 'Y': 'z'} as s,
    'a'::enum('a', 'b''c') as e, map {'k': [1]} as m, '{}'::json as j, null as n, now() as t, time '1:00' as "q""uoted"`;
  const { columns } = await analyzer.analyze(sql, []);
  expect(columns).toEqual([
    { name: 'a', type: { kind: 'hugeint' } },
    { name: 'a', type: { kind: 'decimal', precision: 20, scale: 3 } },
    { name: 'l', type: { kind: 'list', element: { kind: 'date' } } },
    {
      name: 's',
      type: {
        kind: 'struct',
        fields: [
          { name: 'x', type: { kind: 'uint8' } },
          { name: 'Y', type: { kind: 'varchar' } },
        ],
      },
    },
    { name: 'e', type: { kind: 'other', name: "ENUM('a', 'b''c')" } },
    { name: 'm', type: { kind: 'other', name: 'MAP(VARCHAR, INTEGER[])' } },
    { name: 'j', type: { kind: 'json' } },
    { name: 'n', type: { kind: 'int32' } },
    { name: 't', type: { kind: 'timestamptz' } },
    { name: 'q"uoted', type: { kind: 'time' } },
  ]);
});

test.each([
  ['select nope from pg.public.customers', 'nope'],
  ["select 'é😀' as x, pg.public.customers.id, nope from pg.public.customers", 'nope'],
  ['select id from pg.public.customers, my.shop.orders', 'id from'],
  ['selec 1', 'selec'],
  ['select 1 +', null],
  ['select sum(name) from pg.public.customers', 'sum'],
])('%s: the place of the error', async (sql, at) => {
  const error = await analyzer.analyze(sql, [customers, orders]).catch((e: Error) => e);
  expect(error).toMatchObject({ code: 'DVT2201' });
  expect(String(error)).not.toContain('@');
  if (at !== null) expect((error as Error).cause).toEqual({ position: sql.indexOf(at) });
});

test.each([
  ['create table t as select 1', /one select statement/],
  ['select ?', /parameter/],
  ['select 1; select 2', /multiple statements/],
  ['', /./],
])('%j is no model', async (sql, message) => {
  await expect(analyzer.analyze(sql, [])).rejects.toThrow(message);
});

test('a relation that no source or ref named is an error with a hint', async () => {
  await expect(analyzer.analyze('from pg.public.customers, pg.public.other', [customers])).rejects.toMatchObject({
    diagnostics: [{ message: expect.stringContaining('"pg"'), hint: expect.stringContaining('source()') }],
  });
});

test('a misspelt column of a relation is an error with the nearest name', async () => {
  const sql = 'select c.nmae from pg.public.customers c join my.shop.orders o on o.customer = c.id';
  await expect(analyzer.analyze(sql, [customers, orders])).rejects.toMatchObject({
    diagnostics: [
      {
        code: 'DVT2201',
        message: 'Binder Error: Table "c" does not have a column named "nmae"',
        hint: 'Did you mean name?',
      },
    ],
    cause: { position: sql.indexOf('c.nmae') },
  });
  await expect(analyzer.analyze(sql.replace('nmae', 'wholly_other'), [customers, orders])).rejects.toMatchObject({
    diagnostics: [{ message: 'Binder Error: Table "c" does not have a column named "wholly_other"' }],
  });
});

test.each([
  [`to_char(c.since, 'YYYY')`, 'strftime', `strftime(c.since, '%Y-%m-%d')`],
  [`date_format(c.since, '%Y')`, 'strftime', `printf('%d', c.id)`],
  [`str_to_date(c.name, '%Y')`, 'strptime', `strptime(c.name, '%Y-%m-%d')`],
  [`unix_timestamp(c.since)`, 'epoch(', 'epoch(c.since)'],
  [`from_unixtime(c.id)`, 'to_timestamp', 'to_timestamp(c.id)'],
  [`timestampdiff(c.since, c.since)`, 'datediff', `datediff('day', c.since, c.since)`],
  [`charindex(c.name, 'a')`, 'instr', `instr(c.name, 'a')`],
  [`substring_index(c.name, ',', 1)`, 'split_part', `split_part(c.name, ',', 1)`],
  [`regexp_like(c.name, 'a')`, 'regexp_matches', `regexp_matches(c.name, 'a')`],
  [`regexp_substr(c.name, 'a')`, 'regexp_extract', `regexp_extract(c.name, 'a')`],
  [`jsonb_agg(c.name)`, 'json_group_array', 'json_group_array(c.name)'],
  [`jsonb_build_object('a', c.name)`, 'json_object', `json_object('a', c.name)`],
  [`to_chr(c.since)`, `written in DuckDB's SQL.`, 'c.since'],
])('%s is a word of other databases: the error says that of the engine, %s', async (call, word, instead) => {
  const query = (expression: string) => `select ${expression} as v from pg.public.customers c`;
  await expect(analyzer.analyze(query(call), [customers])).rejects.toMatchObject({
    diagnostics: [{ message: expect.stringContaining('does not exist'), hint: expect.stringContaining(word) }],
  });
  expect((await analyzer.analyze(query(instead), [customers])).columns).toHaveLength(1);
});

test('names that nobody wrote and long lists are left out of messages', async () => {
  await expect(analyzer.analyze('select * from customers', [customers])).rejects.toMatchObject({
    message: 'Catalog Error: Table with name customers does not exist!',
    diagnostics: [{ hint: expect.stringContaining('{{ source() }}') }],
  });
  await expect(analyzer.analyze('select c.name * 2.5 from pg.public.customers c', [customers])).rejects.toMatchObject({
    message: expect.stringMatching(/^Binder Error: No function matches [^\n]*VARCHAR[^\n]*$/),
  });
  await expect(analyzer.analyze('select `id` from pg.public.customers c', [customers])).rejects.toMatchObject({
    diagnostics: [{ hint: expect.stringContaining('double quotes') }],
  });
});

test('calls do not see each other, also at once', async () => {
  const other = stub('dvt0', 'pg', 'public', 'customers', { id: 'varchar' });
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      analyzer.analyze('select id from pg.public.customers', [i % 2 ? other : customers]),
    ),
  );
  expect(answers.map(({ columns }) => columns[0]!.type.kind)).toEqual(
    Array.from({ length: 20 }, (_, i) => (i % 2 ? 'varchar' : 'int64')),
  );
  await expect(analyzer.analyze('from my.shop.orders', [customers])).rejects.toThrow(/does not exist/);
});

test('1,000 columns, and none', async () => {
  const wide = stub(
    'dvt2',
    'w',
    'w',
    'wide',
    Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`c ${i}`, 'int32'])),
  );
  expect((await analyzer.analyze('from w.w.wide', [wide])).columns).toHaveLength(1000);
  const none = stub('dvt3', 'w', 'w', 'none', {});
  expect((await analyzer.analyze('select count(*) as n from w.w.none', [none])).columns).toEqual([
    { name: 'n', type: { kind: 'int64' } },
  ]);
});

test('expressions are parsed, and their integers are exact', async () => {
  const trees = await analyzer.parseExpressions([
    'a = 9007199254740993',
    'b in (1, 2) -- c',
    'not sql )(',
    "c = 'it''s \\\"9007199254740993'",
  ]);
  expect(trees[0]).toMatchObject({ type: 'COMPARE_EQUAL', right: { value: { value: '9007199254740993' } } });
  expect(trees[1]).toMatchObject({
    type: 'COMPARE_IN',
    children: [{}, { value: { value: 1 } }, { value: { value: 2 } }],
  });
  expect(trees[2]).toBeNull();
  expect(trees[3]).toMatchObject({ right: { value: { value: 'it\'s \\"9007199254740993' } } });
  expect(await analyzer.parseExpressions([])).toEqual([]);
});
