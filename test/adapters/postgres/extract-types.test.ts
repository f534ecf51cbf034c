import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ColumnType } from '#dvt/spi/column-type.js';
import type { Connection } from '#dvt/spi/connection.js';
import { canonicalText } from '../../batches/canonical-text.js';
import { collectPlan } from '../../batches/collect.js';
import { freshPostgres, type TestDatabase } from '../../servers/index.js';
import { describeOne, open, uncast } from './open.js';

let database: TestDatabase;
let connection: Connection;
beforeAll(async () => {
  database = await freshPostgres();
  // A session that reads must not follow these.
  await database.query(
    `do $$ begin execute format('alter database %I set timezone = %L', current_database(), 'Asia/Kolkata'); end $$`,
  );
  await database.query(
    `do $$ begin execute format('alter database %I set datestyle = %L', current_database(), 'SQL, DMY'); end $$`,
  );
  await database.query(
    `do $$ begin execute format('alter database %I set extra_float_digits = 0', current_database()); end $$`,
  );
  await database.query(
    `do $$ begin execute format('alter database %I set bytea_output = escape', current_database()); end $$`,
  );
  connection = await open(database.profile, { readOnly: true });
});
afterAll(async () => {
  await connection?.close();
  await database?.drop();
});

const text = (kind: ColumnType['kind']) => ({ kind }) as ColumnType;
const decimal = (precision: number, scale: number): ColumnType => ({ kind: 'decimal', precision, scale });

/** Type, the engine type it must become, and values as the server's literals. */
const CASES: readonly [spelling: string, type: ColumnType, values: readonly string[]][] = [
  ['boolean', text('boolean'), ['true', 'false']],
  ['smallint', text('int16'), ['-32768', '0', '32767']],
  ['integer', text('int32'), ['-2147483648', '-1', '2147483647']],
  ['bigint', text('int64'), ['-9223372036854775808', '-1', '4294967296', '9223372036854775807']],
  ['oid', text('uint32'), ['0', '4294967295']],
  [
    'real',
    text('float32'),
    ['0', '-0', '1.17549435e-38', '3.4028235e+38', '0.1', 'NaN', 'Infinity', '-Infinity', '1e-45'],
  ],
  [
    'double precision',
    text('float64'),
    ['0', '-0', '5e-324', '1.7976931348623157e+308', '0.1', 'NaN', 'Infinity', '-Infinity'],
  ],
  ['numeric(4,2)', decimal(4, 2), ['-99.99', '0', '0.01', '10', '99.99']],
  ['numeric(9,0)', decimal(9, 0), ['-999999999', '0', '10000', '999999999']],
  ['numeric(9,9)', decimal(9, 9), ['-0.999999999', '0', '0.000000001', '0.100000000']],
  ['numeric(15,2)', decimal(15, 2), ['-9999999999999.99', '0.10', '100000000.01', '9999999999999.99']],
  ['numeric(15,14)', decimal(15, 14), ['-9.99999999999999', '0.00000000000001', '9.99999999999999']],
  ['numeric(18,3)', decimal(18, 3), ['-999999999999999.999', '0', '1234.5', '999999999999999.999']],
  ['numeric(18,13)', decimal(18, 13), ['-99999.9999999999999', '0.0000000000001', '99999.9999999999999']],
  [
    'numeric(38,10)',
    decimal(38, 10),
    ['-9999999999999999999999999999.9999999999', '0', '1.0000000001', '9999999999999999999999999999.9999999999'],
  ],
  [
    'numeric(38,38)',
    decimal(38, 38),
    ['-0.99999999999999999999999999999999999999', '0.00000000000000000000000000000000000001'],
  ],
  ['numeric(3,-2)', decimal(5, 0), ['-99900', '0', '100', '99900']],
  ['numeric(2,5)', decimal(5, 5), ['-0.00099', '0.00001']],
  ['numeric', text('varchar'), ['0', '1.10', '-123456789012345678901234567890123456789.5', 'NaN', 'Infinity', '1e-50']],
  ['numeric(50,2)', text('varchar'), ['123456789012345678901234567890123456789012345678.25']],
  [
    'date',
    text('date'),
    ['4713-01-01 BC', '0001-01-01', '1970-01-01', '9999-12-31', '5874897-12-31', 'infinity', '-infinity'],
  ],
  ['time', text('time'), ['00:00', '12:34:56.789012', '23:59:59.999999', '24:00:00']],
  [
    'timestamp',
    text('timestamp'),
    [
      '4713-01-01 00:00 BC',
      '0044-03-15 12:00:00.000001 BC',
      '1969-12-31 23:59:59.999999',
      '2000-01-01',
      '9999-12-31 23:59:59.999999',
      '294247-01-10 04:00:54.775806',
      'infinity',
      '-infinity',
    ],
  ],
  [
    'timestamptz',
    text('timestamptz'),
    ['4713-01-02 00:00 BC', '1999-12-31 23:59:59.5+00', '2024-06-30 23:59:59+05:30', 'infinity', '-infinity'],
  ],
  [
    'uuid',
    text('uuid'),
    [
      '00000000-0000-0000-0000-000000000000',
      'ffffffff-ffff-ffff-ffff-ffffffffffff',
      '7d444840-9dc0-11d1-b245-5ffdce74fad2',
    ],
  ],
  [
    'text',
    text('varchar'),
    [
      '',
      'a',
      'exactly 12 b',
      'thirteen byte',
      'tab\tnl\ncr\r\nback\\slash \\N',
      '😀é',
      'é'.repeat(7),
      'x'.repeat(5000),
      ' spaces ',
    ],
  ],
  ['varchar(20)', text('varchar'), ['', 'trailing   ']],
  ['name', text('varchar'), ['pg_class']],
  ['char(20)', text('varchar'), ['', 'padded', 'twelve bytes', 'thirteen byte']],
  ['"char"', text('varchar'), ['x']],
  ['bit(9)', text('varchar'), ['101010101']],
  ['varbit', text('varchar'), ['1', '']],
  ['timetz', text('varchar'), ['12:34:56+02', '24:00:00-15:59']],
  ['json', text('json'), ['{"b": 1,  "a": [1.0, 1e400], "b": 2}', 'null']],
  ['jsonb', text('json'), ['{"b": 1,  "a": [1.0, "é"]}']],
  ['xml', text('varchar'), ['<a>é</a>']],
  ['cidr', text('varchar'), ['10.0.0.0/8']],
  ['macaddr', text('varchar'), ['08:00:2b:01:02:03']],
  ['integer[]', text('varchar'), ['{}', '{1,NULL,3}', '{{1,2},{3,4}}']],
  ['int4range', text('varchar'), ['[1,5)', 'empty']],
  ['point', text('varchar'), ['(1,2.5)']],
  ['tsvector', text('varchar'), ["'a' 'b'"]],
];

describe('every type is fetched without loss', () => {
  it.each(CASES)('%s', async (spelling, type, values) => {
    const table = `t_${Math.random().toString(36).slice(2)}`;
    await database.query(`create table ${table} (n serial, v ${spelling})`);
    for (const value of values)
      await database.query(`insert into ${table} (v) values ('${value.replaceAll("'", "''")}')`);
    await database.query(`insert into ${table} (v) values (null)`);
    const relation = await describeOne(connection, table);
    expect(relation.columns[1]).toMatchObject({ nullable: true, type });
    const plan = await connection.scan({ relation, columns: uncast(relation), predicate: null, maxSplits: 1 });
    const { rows } = await collectPlan(
      plan,
      relation.columns.map((column) => column.type),
    );

    const float = type.kind.startsWith('float');
    const session = await database.session();
    await session.query("set timezone = 'UTC'; set datestyle = 'ISO'; set extra_float_digits = 1");
    const expected = await session.query(`select v::text from ${table} order by n`);
    await session.end();
    const found = rows.map((row) => canonicalText(type, row[1]!));
    if (float) expect(found.map(Number)).toEqual(expected.map(([value]) => Number(value)));
    else expect(found).toEqual(expected.map(([value]) => value));
  });

  it('interval by its three parts', async () => {
    await database.query(
      `create table intervals as select * from (values ('1 year 2 mons -3 days 04:05:06.789012'::interval), ('-178000000 years'), ('-00:00:00.000001')) v (v)`,
    );
    const relation = await describeOne(connection, 'intervals');
    const plan = await connection.scan({ relation, columns: uncast(relation), predicate: null, maxSplits: 1 });
    const { rows } = await collectPlan(plan, [text('interval')]);
    expect(rows).toEqual([
      [{ months: 14, days: -3, micros: 14_706_789_012n }],
      [{ months: -2_136_000_000, days: 0, micros: 0n }],
      [{ months: 0, days: 0, micros: -1n }],
    ]);
  });

  it('bytea, domains, enums, composites and inet in the form that people know', async () => {
    await database.query(
      `create type mood as enum ('sad', 'it''s ok'); create domain price as numeric(10,2); create domain dear as price check (value > 5); create type pair as (a int, b text)`,
    );
    await database.query(
      `create table odd as select '\\x00ff27'::bytea as b, 'it''s ok'::mood as m, 7.50::dear as d, row(1, 'x,y')::pair as p, '10.1.2.3'::inet as i`,
    );
    const relation = await describeOne(connection, 'odd');
    const plan = await connection.scan({ relation, columns: uncast(relation), predicate: null, maxSplits: 1 });
    const { rows } = await collectPlan(
      plan,
      relation.columns.map((column) => column.type),
    );
    expect(rows).toEqual([[Buffer.from([0, 255, 39]), "it's ok", 750n, '(1,"x,y")', '10.1.2.3']]);
    expect(relation.columns.map((column) => column.note !== undefined)).toEqual([false, false, false, true, false]);
  });
});

describe('a value that the engine cannot hold is refused, naming column, value and override', () => {
  const REFUSED: readonly [spelling: string, value: string, shown: RegExp][] = [
    ['numeric(10,2)', 'NaN', /column v .*NaN/],
    ['timestamp', '294276-12-31 23:59:59', /column v .*294276|column v .*after the last/],
    ['timestamptz', '294276-12-31 23:59:59+00', /column v .*after the last/],
    ['interval', 'infinity', /column v .*infinity/],
  ];
  it.each(REFUSED)('%s %s', async (spelling, value, shown) => {
    const table = `r_${Math.random().toString(36).slice(2)}`;
    await database.query(`create table ${table} as select '${value}'::${spelling} as v`);
    const relation = await describeOne(connection, table);
    const plan = await connection.scan({ relation, columns: uncast(relation), predicate: null, maxSplits: 1 });
    const failure = collectPlan(
      plan,
      relation.columns.map((column) => column.type),
    );
    await expect(failure).rejects.toThrow(shown);
    await expect(failure).rejects.toMatchObject({
      code: 'DVT5103',
      diagnostics: [{ hint: expect.stringContaining('fetch_as: text') }],
    });
  });
});
