import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Planner, planner } from './planning.js';

const ORDERS = '"pg"."public"."orders"';
const CUSTOMERS = '"pg"."public"."customers"';

let plans: Planner;
beforeAll(async () => {
  plans = await planner({
    orders: {
      columns: {
        id: { kind: 'int64' },
        customer_id: { kind: 'int32' },
        amount: { kind: 'decimal', precision: 12, scale: 2 },
        day: { kind: 'date' },
        at: { kind: 'timestamp' },
        at_zone: { kind: 'timestamptz' },
        paid: { kind: 'boolean' },
        note: { kind: 'varchar' },
        ratio: { kind: 'float64' },
        loose: { comparison: 'differs' },
        text_number: {
          nativeType: 'numeric',
          comparison: 'differs',
          note: 'numeric without scale; set fetch_as: decimal(38,10)',
        },
        'Odd, name.x = 5': { kind: 'int32' },
      },
    },
    customers: { columns: { customer_id: { kind: 'int32' }, name: { kind: 'varchar' }, d: { kind: 'varchar' } } },
    clash: { columns: { Id: { kind: 'int32' }, id: { kind: 'int32' }, other: { kind: 'int32' } } },
    renamed: {
      columns: { Id: { kind: 'int32' }, id: { kind: 'int32' }, n: { kind: 'varchar' } },
      overrides: [
        { name: 'Id', as: 'id_upper' },
        { name: 'n', fetchAs: 'decimal(10,2)' },
      ],
    },
  });
});
afterAll(() => plans.close());

const fetched = async (sql: string, relation = 'orders') =>
  (await plans.scan(sql, relation)).columns.filter((column) => column.fetched).map((column) => column.name);
const predicate = async (sql: string, relation = 'orders') => (await plans.scan(sql, relation)).predicate;

describe('columns', () => {
  test.each([
    [`select id from ${ORDERS}`, ['id']],
    [`select count(*) from ${ORDERS}`, []],
    [`select id from ${ORDERS} where ratio > 5`, ['id', 'ratio']],
    [`select "Odd, name.x = 5" from ${ORDERS} where "Odd, name.x = 5" + id > 7`, ['id', 'Odd, name.x = 5']],
    [
      `select sum(amount) over (partition by customer_id order by day) from ${ORDERS}`,
      ['customer_id', 'amount', 'day'],
    ],
    [`select x from (select note as x, paid as note from ${ORDERS}) where x like '%q%'`, ['note']],
  ])('%s', async (sql, expected) => {
    expect(await fetched(sql)).toEqual(expected);
  });

  test('two scans of one table are fetched once, with the columns and rows that either needs', async () => {
    const sql = `select a.id, b.note from ${ORDERS} a join ${ORDERS} b on a.id = b.customer_id where a.amount > 5 and b.paid`;
    expect(await fetched(sql)).toEqual(['id', 'customer_id', 'amount', 'paid', 'note']);
    expect(await predicate(sql)).toMatch(/^\(.*amount.*5\.00.*\) or \(.*paid.*\)$/);
  });

  test('a query that provably needs no row fetches none', async () => {
    expect((await plans.scan(`select * from ${ORDERS} where 1 = 0`, 'orders')).read).toBe(false);
  });
});

describe('predicates', () => {
  test.each([
    ['amount > 5', '"amount" > 5.00'],
    ['amount between 1 and 2.5', '"amount" >= 1.00 and "amount" <= 2.50'],
    ["day >= date '2026-01-01'", `"day" >= '2026-01-01'::date`],
    ['id = 9007199254740993', '"id" = 9007199254740993'],
    ['note is null', '"note" is null'],
    ["note = 'it''s'", `"note" = 'it''s'`],
    ['customer_id in (1, 2, 900)', '"customer_id" in (1, 2, 900)'],
    ['"Odd, name.x = 5" = 7', '"Odd, name.x = 5" = 7'],
  ])('%s is pushed', async (filter, expected) => {
    const sql = await predicate(`select id from ${ORDERS} where ${filter}`);
    expect(sql?.toLowerCase().replace(/[()]/g, '')).toBe(expected.toLowerCase().replace(/[()]/g, ''));
  });

  test.each([
    ['ratio / 2 = 0.1'],
    ['ratio + 1 > 2'],
    ["regexp_matches(note, 'a.c')"],
    ['upper(note) = note'],
    ['extract(year from at_zone) = 2026'],
    ["strftime(at_zone, '%H') = '10'"],
    ["note ilike 'a%'"],
    ['random() < 0.5'],
  ])('%s stays local', async (filter) => {
    const scan = await plans.scan(`select id from ${ORDERS} where ${filter}`, 'orders');
    expect(scan.predicate).toBeNull();
  });

  test.each([
    // Moved into the constant, so that an index can be used.
    ["day < date '2026-03-01' - interval 10 day", `"day" < '2026-02-19'::date`],
    ["day + 5 > date '2026-02-01'", `"day" > '2026-01-27'::date`],
    ['"at"::date <= date \'2026-02-28\'', `"at" < '2026-03-01 00:00:00'::timestamp`],
    ["\"at\" - interval '90 minutes' >= timestamp '2026-01-01'", `"at" >= '2026-01-01 01:30:00'::timestamp`],
    ['customer_id < 1.5', '"customer_id" <= 1'],
    ['customer_id::double >= -2.5', '"customer_id" > (-3)'],
    // Computed at the source, with a range beside it where one follows.
    ['customer_id % 7 = 1', '("customer_id"::int8 % nullif(7, 0)) = 1'],
    ['coalesce(customer_id, 0) = 3', 'coalesce("customer_id", 0) = 3'],
    ["note like 'abc%'", `"note" like 'abc%'`],
    ["note not like 'abc%'", `not ("note" like 'abc%')`],
    ['paid is distinct from true', '"paid" is distinct from true'],
    ['ratio between 0.05 and 0.07', `("ratio" >= '0.05'::float8 and "ratio" <= '0.07'::float8)`],
    ['customer_id in (9, 3, 3, 1)', '"customer_id" in (1, 3, 9)'],
  ])('%s is sent as %s', async (filter, expected) => {
    expect(await predicate(`select id from ${ORDERS} where ${filter}`)).toBe(expected);
  });

  test('a year is sent with the range that it is', async () => {
    const sql = await predicate(`select id from ${ORDERS} where year(day) = 2026`);
    expect(sql).toContain(`"day" >= '2026-01-01'::date`);
    expect(sql).toContain(`"day" < '2027-01-01'::date`);
    expect(sql).toContain('extract(year from "day")');
  });

  test('months are sent as a range that is a little wider', async () => {
    const sql = await predicate(
      `select id from ${ORDERS} where "at" + interval 1 month > timestamp '2026-03-31 12:00:00'`,
    );
    expect(sql).toBe(`"at" > '2026-02-24 12:00:00'::timestamp`);
  });

  test('a long list is one array; neighbours in it are a range', async () => {
    const list = (values: number[]) => predicate(`select id from ${ORDERS} where id in (${values.join(', ')})`);
    expect(await list(Array.from({ length: 60 }, (_, index) => index * 3))).toMatch(/^"id" = any\('\{0,3,6,/);
    expect(await list([...Array.from({ length: 60 }, (_, index) => index + 10), 500])).toBe(
      '(("id" >= 10 and "id" <= 69) or "id" = 500)',
    );
  });

  test('a condition above a scan is about the column that it is, whatever the query calls it', async () => {
    const sql = `with x as (select customer_id as id, id as customer_id from ${ORDERS}) select id from x where id % 7 = 1`;
    expect(await predicate(sql)).toBe('("customer_id"::int8 % nullif(7, 0)) = 1');
  });

  test('a filter above an outer join is not sent to the side that the join fills with NULLs', async () => {
    const sql = `select c.name from ${CUSTOMERS} c left join ${ORDERS} o on o.customer_id = c.customer_id where o.id is null`;
    expect(await predicate(sql)).toBeNull();
    const either = `select c.name from ${CUSTOMERS} c left join ${ORDERS} o on o.customer_id = c.customer_id where o.amount > 5 or o.id is null`;
    expect(await predicate(either)).toBeNull();
  });

  test('a filter in the ON of an outer join is sent to the inner side only', async () => {
    const sql = `select c.name from ${CUSTOMERS} c left join ${ORDERS} o on o.customer_id = c.customer_id and o.amount > 5 and c.name = 'x'`;
    expect(await predicate(sql)).toContain('amount');
    expect(await predicate(sql, 'customers')).toBeNull();
  });

  test('names that a query swaps do not lead to a filter on the wrong column', async () => {
    const sql = `with x as (select name as d, d as name from ${CUSTOMERS}) select d from x where length(name) = 3 and name in ('abc', 'def') and d = 'n'`;
    expect(await predicate(sql, 'customers')).toMatch(/"name" = 'n'/);
    expect(await predicate(sql, 'customers')).not.toMatch(/"name" in/);
  });

  test('an OR is sent whole or not at all; of an AND, what can be', async () => {
    expect(await predicate(`select id from ${ORDERS} where amount > 5 or ratio + 1 > 2`)).toBeNull();
    const mixed = await plans.scan(`select id from ${ORDERS} where amount > 5 and ratio + 1 > 2`, 'orders');
    expect(mixed.predicate).toContain('amount');
    expect(mixed.local.map((local) => local.filter).join()).toContain('ratio');
  });

  test('LIMIT is not sent', async () => {
    expect(await predicate(`select id from ${ORDERS} order by id limit 3`)).toBeNull();
  });
});

describe('names', () => {
  test('columns that differ only in case fail a query that uses them, naming both, and no other', async () => {
    const relation = '"pg"."public"."clash"';
    await expect(plans.plan(`select id from ${relation}`)).rejects.toThrow(/"Id" and "id"/);
    await expect(plans.plan(`select * from ${relation}`)).rejects.toThrow(/"Id" and "id"/);
    expect(await fetched(`select other from ${relation}`, 'clash')).toEqual(['other']);
  });

  test('an alias tells them apart, and fetch_as casts', async () => {
    const relation = '"pg"."public"."renamed"';
    const scan = await plans.scan(`select id, id_upper, n from ${relation} where n > 1.5 and id_upper = 3`, 'renamed');
    expect(scan.columns.map((column) => [column.name, column.scan.name, column.scan.cast])).toEqual([
      ['id_upper', 'Id', false],
      ['id', 'id', false],
      ['n', 'n', true],
    ]);
    expect(scan.predicate).toBe('"Id" = 3');
    expect(scan.local.map((local) => local.reason).join()).toContain('fetch_as');
  });

  test('an unknown column is an error at its place, before anything is fetched', async () => {
    await expect(plans.plan(`select nope from ${ORDERS}`)).rejects.toMatchObject({
      diagnostics: [{ code: 'DVT2201', location: { path: 'models/m.sql', line: 1, column: 8 } }],
    });
  });

  test('two result columns of one name are refused', async () => {
    await expect(plans.plan(`select id, note as id from ${ORDERS}`)).rejects.toThrow(/two columns named id/);
  });

  test('a type error about a column that is fetched as text says how to fetch it otherwise', async () => {
    await expect(plans.plan(`select sum(text_number) from ${ORDERS}`)).rejects.toMatchObject({
      diagnostics: [{ hint: expect.stringContaining('fetch_as: decimal(38,10)') }],
    });
  });

  test('an error about something else says nothing of columns that are fetched as text', async () => {
    const mistaken = plans.plan(`select a.id, sum(b.id) from ${ORDERS} a join ${ORDERS} b using (id)`);
    await expect(mistaken).rejects.toThrow(/GROUP BY/);
    await expect(mistaken).rejects.not.toMatchObject({ diagnostics: [{ hint: expect.stringContaining('fetch_as') }] });
  });
});
