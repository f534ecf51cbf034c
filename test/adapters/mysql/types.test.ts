import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ColumnType } from '#dvt/spi/column-type.js';
import type { Connection } from '#dvt/spi/connection.js';
import { collectPlan } from '../../batches/collect.js';
import { freshMysql, mysqlServer } from '../../servers/index.js';
import { described, open, readTexts, scanColumn } from './open.js';

let database: Awaited<ReturnType<typeof freshMysql>>;
let connection: Connection;
beforeAll(async () => {
  database = await freshMysql();
  connection = await open(database.profile);
});
afterAll(async () => {
  await connection.close();
  await database.drop();
});

const decimal = (precision: number, scale: number): ColumnType => ({ kind: 'decimal', precision, scale });

/** Type, values as literals of the server, engine type, and texts where they are not the literals themselves. */
const TYPES: readonly [type: string, literals: string[], kind: ColumnType['kind'] | ColumnType, texts?: string[]][] = [
  ['tinyint', ['-128', '0', '127'], 'int8'],
  ['tinyint(1)', ['-128', '2', '127'], 'int8'],
  ['tinyint unsigned', ['0', '255'], 'uint8'],
  ['smallint', ['-32768', '32767'], 'int16'],
  ['smallint unsigned', ['65535'], 'uint16'],
  ['mediumint', ['-8388608', '8388607'], 'int32'],
  ['mediumint unsigned', ['16777215'], 'uint32'],
  ['int', ['-2147483648', '2147483647'], 'int32'],
  ['int unsigned', ['4294967295'], 'uint32'],
  ['int(8) zerofill', ['42', '4294967295'], 'uint32'],
  ['bigint', ['-9223372036854775808', '-9007199254740993', '-1', '9007199254740993', '9223372036854775807'], 'int64'],
  ['bigint unsigned', ['0', '9223372036854775808', '18446744073709551615'], 'uint64'],
  ['decimal(4,2)', ['-99.99', '0.05', '-0.05', '99.99'], decimal(4, 2)],
  ['decimal(9,0)', ['999999999', '-1'], decimal(9, 0)],
  ['decimal(18,9)', ['-999999999.999999999', '0.000000001'], decimal(18, 9)],
  ['decimal(38,30)', ['-99999999.999999999999999999999999999999', '0.000000000000000000000000000001'], decimal(38, 30)],
  ['decimal(38,0)', ['99999999999999999999999999999999999999'], decimal(38, 0)],
  ['decimal(10,4) unsigned zerofill', ['1.5'], decimal(10, 4), ['1.5000']],
  ['decimal(65,30)', [`${'9'.repeat(35)}.${'9'.repeat(30)}`, `-1.${'0'.repeat(29)}1`], 'varchar'],
  [
    'double',
    ['-0e0', '5e-324', '1.7976931348623157e308', '0.1', '123456789.123', '1e22', '123456789012345680000'],
    'float64',
    ['0', '5e-324', '1.7976931348623157e+308', '0.1', '123456789.123', '1e+22', '123456789012345680000'],
  ],
  ['bit(1)', ["b'0'", "b'1'"], 'uint64', ['0', '1']],
  ['bit(12)', ["b'101010101010'"], 'uint64', ['2730']],
  ['bit(64)', ['18446744073709551615', '9223372036854775808', '1'], 'uint64'],
  ['year', ['1901', '2155', '0000'], 'int16', ['1901', '2155', '0']],
  ['date', ["'0001-01-01'", "'1582-10-10'", "'2024-02-29'", "'2023-12-31'", "'9999-12-31'"], 'date'],
  [
    'datetime(6)',
    [
      "'0001-01-01 00:00:00'",
      "'1969-12-31 23:59:59.999999'",
      "'2024-02-29 12:34:56.000001'",
      "'9999-12-31 23:59:59.999999'",
    ],
    'timestamp',
  ],
  ['datetime(1)', ["'2000-01-01 00:00:00.5'"], 'timestamp'],
  [
    'time(6)',
    ["'-838:59:59'", "'00:00:00.000001'", "'838:59:59'"],
    'varchar',
    ['-838:59:59.000000', '00:00:00.000001', '838:59:59.000000'],
  ],
  ['char(10)', ["'a b '", "''", "'😀é'"], 'varchar', ['a b', '', '😀é']],
  [
    'varchar(30)',
    ["'a b '", "''", "'\\0x\\r\\n\\t\\\\N'", "'twelve bytes'", "'thirteen bytes 😀'"],
    'varchar',
    ['a b ', '', '\0x\r\n\t\\N', 'twelve bytes', 'thirteen bytes 😀'],
  ],
  ['varchar(9) character set latin1', ["'é€ß'"], 'varchar'],
  ['varchar(9) character set sjis', ["'日本'"], 'varchar'],
  ['varchar(9) character set utf16', ["'a😀'"], 'varchar'],
  ['longtext', ["repeat('é', 300000)"], 'varchar', ['é'.repeat(300000)]],
  ['binary(3)', ["x'ff00'"], 'blob', ['ff0000']],
  ['varbinary(20)', ["x'00ff'", "''"], 'blob', ['00ff', '']],
  ['longblob', ["repeat(x'80', 70000)"], 'blob', ['80'.repeat(70000)]],
  ["enum('','a''b),c','x')", ["''", "'a\\'b),c'"], 'varchar', ['', "a'b),c"]],
  ["set('a','b')", ["'a,b'", "''"], 'varchar'],
  ['json', ['\'{"b": 1.0,  "a": "é"}\''], 'varchar'],
  ['uuid', ["'00112233-4455-6677-8899-aabbccddeeff'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'"], 'uuid'],
  ['inet6', ["'::1'"], 'varchar'],
  ['point', ['point(1, 2)'], 'blob', ['000000000101000000000000000000f03f0000000000000040']],
];

test.each(TYPES)('%s is read to the last digit', async (type, literals, kind, texts) => {
  await database.query(
    `create or replace table t (id int primary key, v ${type} null); insert into t values (0, null), ${literals
      .map((literal, at) => `(${at + 1}, ${literal})`)
      .join(', ')}`,
  );
  const { columns } = await described(connection, 't');
  expect(columns[1]!.type).toEqual(typeof kind === 'string' ? { kind } : kind);
  const expected = texts ?? literals.map((literal) => literal.replace(/^'(.*)'$/s, '$1'));
  const rows = await readTexts(connection, 't');
  expect(rows).toEqual([null, ...expected].map((text, at) => [String(at), text]));
});

test('FLOAT keeps every bit', async () => {
  const floats = Array.from({ length: 500 }, () => {
    const bits = new DataView(new ArrayBuffer(4));
    bits.setUint32(0, Math.floor(Math.random() * 2 ** 32));
    return bits.getFloat32(0);
  }).filter(Number.isFinite);
  floats.push(Math.fround(0.1), 16777217, 3.4028234663852886e38, 1.401298464324817e-45);
  const doubles = floats.map((float, id) => `(${id}, ${Math.fround(float)})`);
  await database.query(
    `create or replace table f (id int primary key, v float, d float(7,2)); insert into f (id, v) values ${doubles.join(', ')}; update f set d = 1.1`,
  );
  const relation = await described(connection, 'f');
  const plan = await connection.scan({
    relation,
    columns: relation.columns.map((column) => scanColumn(column)),
    predicate: null,
    maxSplits: 1,
  });
  const { rows } = await collectPlan(
    plan,
    relation.columns.map(({ type }) => type),
  );
  for (const [id, value, fixed] of rows) {
    expect(value).toBe(Math.fround(floats[id as number]!) + 0);
    expect(fixed).toBe(Math.fround(1.1));
  }
  expect(rows).toHaveLength(floats.length);
});

test('random doubles keep every bit', async () => {
  const doubles = Array.from({ length: 2000 }, () => {
    const bits = new DataView(new ArrayBuffer(8));
    bits.setUint32(0, Math.floor(Math.random() * 2 ** 32));
    bits.setUint32(4, Math.floor(Math.random() * 2 ** 32));
    return bits.getFloat64(0);
  }).filter(Number.isFinite);
  for (let digits = 1; digits < 17; digits++) doubles.push(Number((Math.random() * 1000).toPrecision(digits)));
  await database.query(
    `create or replace table d (id int primary key, v double); insert into d values ${doubles.map((value, id) => `(${id}, ${value})`).join(', ')}`,
  );
  const rows = await readTexts(connection, 'd');
  expect(rows.map(([, text]) => Number(text))).toEqual(doubles);
});

test('TIMESTAMP is an instant, whatever zone the server and the writer live in', async () => {
  await database.query(
    `create or replace table z (v timestamp(6) null);
     set time_zone = '+05:30'; insert into z values ('1970-01-01 05:30:01'), ('2038-01-19 08:44:07.999999'); set time_zone = 'SYSTEM'`,
  );
  expect(await readTexts(connection, 'z')).toEqual([['1970-01-01 00:00:01+00'], ['2038-01-19 03:14:07.999999+00']]);
});

test.each([
  ['date', '0000-00-00'],
  ['date', '2024-00-15'],
  ['date', '2024-02-31'],
  ['datetime(6)', '0000-00-00 00:00:00.000000'],
  ['timestamp', '0000-00-00 00:00:00'],
])('a %s of %s is refused by column and value, and can be fetched as text', async (type, value) => {
  await database.query(
    `set sql_mode = 'ALLOW_INVALID_DATES'; create or replace table t (id int primary key, v ${type} null); insert into t values (1, '${value}')`,
  );
  await expect(readTexts(connection, 't')).rejects.toThrow(`Column v (${type}) of`);
  await expect(readTexts(connection, 't')).rejects.toThrow(value);
  const { columns } = await described(connection, 't');
  const asText = [scanColumn(columns[1]!, { kind: 'varchar' })];
  expect(await readTexts(connection, 't', { columns: asText })).toEqual([[value]]);
});

const OVERRIDES: readonly [type: string, literal: string, as: ColumnType, text: string | RegExp][] = [
  ['time(6)', "'23:59:59.5'", { kind: 'time' }, '23:59:59.5'],
  ['time', "'24:00:00'", { kind: 'time' }, '24:00:00'],
  ['time', "'24:00:01'", { kind: 'time' }, /24:00:01.*not a time of day/],
  ['time', "'-00:00:01'", { kind: 'time' }, /-00:00:01/],
  ['time', "'-838:59:59'", { kind: 'interval' }, '0 0 -3020399000000'],
  ['tinyint(1)', '1', { kind: 'boolean' }, 'true'],
  ['tinyint(1)', '2', { kind: 'boolean' }, /"2".*neither 0 nor 1/],
  ['decimal(65,30)', '1.25', { kind: 'decimal', precision: 38, scale: 1 }, '1.3'],
  ['decimal(65,0)', '9'.repeat(39), { kind: 'decimal', precision: 38, scale: 0 }, /does not fit decimal\(38,0\)/],
  ['decimal(65,30)', '0.1', { kind: 'float64' }, '0.1'],
  ['bigint', '300', { kind: 'int16' }, '300'],
  ['bigint', '32768', { kind: 'int16' }, /32768.*does not fit/],
  ['varchar(40)', "'12'", { kind: 'int32' }, '12'],
  ['varchar(40)', "'12a'", { kind: 'int32' }, /12a/],
  ['char(36)', "'00112233-4455-6677-8899-aabbccddeeff'", { kind: 'uuid' }, '00112233-4455-6677-8899-aabbccddeeff'],
  ['datetime', "'2024-01-31 00:00:00'", { kind: 'date' }, '2024-01-31'],
  ['datetime', "'2024-01-31 01:00:00'", { kind: 'date' }, /not a date/],
  ['bit(8)', '200', { kind: 'varchar' }, '200'],
  ['varbinary(3)', "x'ff'", { kind: 'varchar' }, /not valid UTF-8/],
];

test.each(OVERRIDES)('%s %s fetched as %o', async (type, literal, as, text) => {
  await database.query(`create or replace table t (v ${type} null); insert into t values (null), (${literal})`);
  const { columns } = await described(connection, 't');
  const read = readTexts(connection, 't', { columns: [scanColumn(columns[0]!, as)] });
  if (typeof text === 'string') expect(await read).toEqual([[null], [text]]);
  else await expect(read).rejects.toThrow(text);
});

test('a view whose columns are wider than the catalog says is checked, not trusted', async () => {
  await database.query(
    `create or replace table base (v int); insert into base values (1), (2); create or replace view w as select v from base;
     alter table base modify v bigint; insert into base values (2147483648)`,
  );
  const before = await described(connection, 'w');
  const stale = { ...before.columns[0]!, type: { kind: 'int32' } as const };
  const plan = await connection.scan({
    relation: before,
    columns: [{ ...stale, cast: false }],
    predicate: null,
    maxSplits: 1,
  });
  await expect(collectPlan(plan, [stale.type])).rejects.toThrow('2147483648');
});

test('a row of 17 MB in several packets', async () => {
  const server = await mysqlServer({ settings: { 'max-allowed-packet': '64M' } });
  const roomy = await server.database();
  await roomy.query(`create or replace table big (id int primary key, a longtext, b longblob)`);
  const fresh = await roomy.session();
  await fresh.query(
    `insert into big values (1, 'x', 'y'), (2, repeat('abcdefgh', 2097152), repeat(x'ff', 1000000)), (3, repeat('z', 16777206), ''), (4, 'after', '')`,
  );
  await fresh.end();
  const wide = await open(roomy.profile);
  const rows = await readTexts(wide, 'big');
  await wide.close();
  expect(rows.map(([id, a, b]) => [id, a!.length, b!.length])).toEqual([
    ['1', 1, 2],
    ['2', 16777216, 2000000],
    ['3', 16777206, 0],
    ['4', 5, 0],
  ]);
  expect(rows[1]![1]!.endsWith('abcdefgh')).toBe(true);
});

test('a text with bytes that its character set has no character for is refused, not read with question marks', async () => {
  await database.query(
    "create or replace table t (k int, v varchar(9) character set cp1250); insert into t values (1, _cp1250 x'3fe43f'), (2, null), (3, _cp1250 x'3f81')",
  );
  expect(await readTexts(connection, 't', { predicate: 'k < 3' })).toEqual([
    ['1', '?ä?'],
    ['2', null],
  ]);
  await expect(readTexts(connection, 't')).rejects.toThrow(/Column v .*not text in cp1250: 0x3F81/);
});
