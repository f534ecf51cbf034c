import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adapter } from '#dvt/adapters/mysql/index.js';
import type { ColumnType } from '#dvt/spi/column-type.js';
import type { Connection } from '#dvt/spi/connection.js';
import type { Literal, Predicate } from '#dvt/spi/predicate.js';
import type { RelationColumn } from '#dvt/spi/relation.js';
import { freshMysql } from '../../servers/index.js';
import { described, open, readTexts } from './open.js';

const { pushdown } = adapter.dialect;

let database: Awaited<ReturnType<typeof freshMysql>>;
let connection: Connection;
let duck: Awaited<ReturnType<DuckDBInstance['connect']>>;
beforeAll(async () => {
  database = await freshMysql();
  connection = await open(database.profile);
  duck = await (await DuckDBInstance.create(':memory:')).connect();
  await duck.run("set timezone = 'UTC'");
});
afterAll(async () => {
  await connection.close();
  await database.drop();
});

const DUCK_TYPES: Readonly<Record<string, string>> = {
  ...{ int8: 'tinyint', uint8: 'utinyint', int32: 'integer', int64: 'bigint', uint64: 'ubigint', float32: 'float' },
  ...{
    float64: 'double',
    date: 'date',
    timestamp: 'timestamp',
    timestamptz: 'timestamptz',
    uuid: 'uuid',
    varchar: 'varchar',
  },
  ...{ int16: 'smallint', blob: 'blob', json: 'varchar', uint16: 'usmallint', uint32: 'uinteger' },
};

function duckType(type: ColumnType): string {
  return type.kind === 'decimal' ? `decimal(${type.precision},${type.scale})` : DUCK_TYPES[type.kind]!;
}

type Case = {
  readonly type: string;
  readonly values: readonly string[];
  /** texts of literals to compare with; the column's values when absent */
  readonly literals: readonly string[];
  /** class that each operator must have; absent = local */
  readonly equality?: 'exact' | 'superset';
  readonly order?: 'exact';
};

const TEXTS = [
  "'a'",
  "'A'",
  "'á'",
  "'a '",
  "'a  '",
  "' a'",
  "''",
  "' '",
  "'ß'",
  "'ss'",
  "'😀'",
  "'😁'",
  "'a\\\\b'",
  "'a%b'",
  "'a_b'",
  "'a|b'",
  "'axb'",
  "'it\\'s'",
  "'ab'",
  "'AB'",
  "'\\0'",
];
const TEXT_LITERALS = ['a', 'A', 'á', 'a ', '', ' ', 'ß', 'ss', '😀', 'a\\b', "it's", 'zz', '\0', 'AB'];
const text = (type: string, equality: 'exact' | 'superset'): Case => ({
  type,
  values: TEXTS,
  literals: TEXT_LITERALS,
  equality,
});

const CASES: readonly Case[] = [
  {
    type: 'tinyint',
    values: ['-128', '-1', '0', '127'],
    literals: ['-128', '-1', '0', '1', '127'],
    equality: 'exact',
    order: 'exact',
  },
  {
    type: 'tinyint unsigned',
    values: ['0', '200', '255'],
    literals: ['0', '1', '200', '255'],
    equality: 'exact',
    order: 'exact',
  },
  {
    type: 'int',
    values: ['-2147483648', '0', '2147483647'],
    literals: ['-2147483648', '-1', '7', '2147483647'],
    equality: 'exact',
    order: 'exact',
  },
  {
    type: 'bigint',
    values: ['-9223372036854775808', '9007199254740993', '9007199254740992', '9223372036854775807'],
    literals: ['-9223372036854775808', '9007199254740993', '9223372036854775807'],
    equality: 'exact',
    order: 'exact',
  },
  {
    type: 'bigint unsigned',
    values: ['0', '9223372036854775807', '9223372036854775808', '18446744073709551615'],
    literals: ['0', '9223372036854775808', '18446744073709551615'],
    equality: 'exact',
    order: 'exact',
  },
  {
    type: 'decimal(5,2)',
    values: ['-999.99', '-0.01', '0', '0.01', '999.99'],
    literals: ['-999.99', '0.00', '0.01', '999.99'],
    equality: 'exact',
    order: 'exact',
  },
  {
    type: 'decimal(38,10)',
    values: ['1234567890123456789012345678.0000000001', '1234567890123456789012345678.0000000002'],
    literals: ['1234567890123456789012345678.0000000001'],
    equality: 'exact',
    order: 'exact',
  },
  {
    type: 'double',
    values: ['0.1', '0.30000000000000004', '0.3', '-1e300', '0', '9007199254740993'],
    literals: ['0.1', '0.3', '0.30000000000000004', '-1e300', '0', '1e+22', '9007199254740992.0'],
    equality: 'exact',
    order: 'exact',
  },
  { type: 'float', values: ['0.1', '16777216'], literals: ['0.1'] },
  { type: 'year', values: ['1970', '2000'], literals: ['1970', '70'] },
  { type: 'bit(8)', values: ['1', '200'], literals: ['200'] },
  {
    type: 'date',
    values: ["'0001-01-01'", "'1969-12-31'", "'2024-02-29'", "'9999-12-31'"],
    literals: ['0001-01-01', '2024-02-29', '2024-03-01', '9999-12-31'],
    equality: 'exact',
    order: 'exact',
  },
  {
    type: 'datetime',
    values: ["'0001-01-01 00:00:00'", "'2024-02-29 23:59:59'", "'2024-03-01 00:00:00'"],
    literals: [
      '2024-02-29 23:59:59',

      '0001-01-01 00:00:00',
      '9999-12-31 23:59:59.000000',
    ],
    equality: 'exact',
    order: 'exact',
  },
  {
    type: 'datetime(6)',
    values: ["'2024-02-29 23:59:59.000001'", "'2024-02-29 23:59:59'"],
    literals: ['2024-02-29 23:59:59', '2024-02-29T23:59:59.000001'],
    equality: 'exact',
    order: 'exact',
  },
  {
    type: 'timestamp(6)',
    values: ["'1970-01-01 00:00:01'", "'2024-02-29 12:00:00.5'", "'2038-01-19 03:14:07'"],
    literals: [
      '1970-01-01 00:00:00+00',
      '2024-02-29 12:00:00.5+00',
      '2039-01-01 00:00:00+00',
      '0001-01-01 00:00:00+00',
      '9999-12-31 23:59:59+00',
    ],
    equality: 'exact',
    order: 'exact',
  },
  { type: 'time', values: ["'10:00:00'", "'-10:00:00'"], literals: ['10:00:00'] },
  {
    type: 'uuid',
    values: ["'00112233-4455-6677-8899-aabbccddeeff'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'"],
    literals: ['00112233-4455-6677-8899-aabbccddeeff', '11111111-1111-1111-1111-111111111111'],
    equality: 'exact',
  },
  { type: "enum('a','b','1')", values: ["'a'", "'1'"], literals: ['a', '1', '2'] },
  { type: 'json', values: ["'1'"], literals: ['1'], equality: 'superset' },
  { type: 'varbinary(5)', values: ["'a'"], literals: ['a'] },
  text('varchar(20) collate utf8mb4_general_ci', 'superset'),
  text('varchar(20) collate utf8mb4_unicode_520_ci', 'superset'),
  text('varchar(20) collate utf8mb4_uca1400_as_cs', 'superset'),
  text('varchar(20) collate utf8mb4_bin', 'superset'),
  text('varchar(20) collate utf8mb4_nopad_bin', 'exact'),
  text('char(20) collate utf8mb4_nopad_bin', 'superset'),
  text('longtext collate utf8mb4_german2_ci', 'superset'),
  {
    ...text('varchar(20) character set latin1 collate latin1_german1_ci', 'superset'),
    values: TEXTS.filter((value) => !/😀|😁/.test(value)),
    literals: ['a', 'A', 'a ', '', "it's", 'a\\b'],
  },
  { ...text('varchar(20) character set utf16', 'superset'), literals: ['a', 'A', 'a ', '', '\0'] },
];

function literal(type: ColumnType, value: string): Literal {
  return { type, value };
}

function sqlLiteral({ type, value }: Literal): string {
  const quoted = value.includes('\0') ? 'chr(0)' : `'${value.replaceAll("'", "''")}'`;
  return `${quoted}::${duckType(type)}`;
}

/** Rows that a filter keeps in DuckDB and at the server, by id; null where it stays local. */
async function both(column: RelationColumn, predicate: Predicate, duckSql: string) {
  const pushed = pushdown(predicate);
  if (pushed.class === 'local') return { class: 'local' as const, wanted: [], got: [] };
  const wanted = (await duck.runAndReadAll(`select id from t where ${duckSql} order by id`))
    .getRows()
    .map(([id]) => Number(id));
  const rows = await readTexts(connection, 't', { predicate: pushed.sql });
  const got = rows.map(([id]) => Number(id)).sort((a, b) => a - b);
  void column;
  return { class: pushed.class, wanted, got };
}

test.each(CASES)(
  '$type: what is pushed keeps the rows that DuckDB keeps',
  async ({ type, values, literals, equality, order }) => {
    for (const index of ['', ', key (v)']) {
      const indexed = /text|json|uuid/.test(type) && index !== '' ? '' : index;
      await database.query(
        `set time_zone = '+00:00'; create or replace table t (id int primary key, v ${type} null${indexed}); insert into t values (0, null), ${values
          .map((value, at) => `(${at + 1}, ${value})`)
          .join(', ')}`,
      );
      const column = (await described(connection, 't')).columns[1]!;
      const stored = await readTexts(connection, 't');
      await duck.run(`create or replace table t (id int, v ${duckType(column.type)})`);
      for (const [id, value] of stored) {
        const sql = value === null ? 'null' : value === undefined ? 'null' : sqlLiteral(literal(column.type, value));
        await duck.run(`insert into t values (${id}, ${sql})`);
      }
      const check = async (predicate: Predicate, duckSql: string, expected: string | undefined) => {
        const outcome = await both(column, predicate, duckSql);
        expect({ duckSql, class: outcome.class }).toEqual({ duckSql, class: expected ?? 'local' });
        if (outcome.class === 'exact')
          expect({ duckSql, rows: outcome.got }).toEqual({ duckSql, rows: outcome.wanted });
        else if (outcome.class === 'superset')
          expect({ duckSql, rows: outcome.got }).toEqual({ duckSql, rows: expect.arrayContaining(outcome.wanted) });
      };
      const constants = literals.map((value) => literal(column.type, value));
      for (const right of constants) {
        for (const operator of ['=', '<', '<=', '>', '>=', '<>'] as const) {
          const expected = operator === '=' ? equality : operator === '<>' ? undefined : order;
          await check(
            { form: 'compare', operator, left: column, right },
            `v ${operator} ${sqlLiteral(right)}`,
            expected,
          );
        }
      }
      const [low, high] = [constants[0]!, constants.at(-1)!];
      await check(
        { form: 'between', column, low, high },
        `v between ${sqlLiteral(low)} and ${sqlLiteral(high)}`,
        order,
      );
      await check(
        { form: 'in', column, values: constants },
        `v in (${constants.map(sqlLiteral).join(', ')})`,
        equality,
      );
      await check({ form: 'is null', column }, 'v is null', 'exact');
      await check({ form: 'is not null', column }, 'v is not null', 'exact');
    }
  },
);

test.each(['utf8mb4_bin', 'utf8mb4_nopad_bin'])('LIKE is exact under %s', async (collation) => {
  await database.query(
    `create or replace table t (id int primary key, v varchar(20) collate ${collation} null); insert into t values (0, null), ${TEXTS.map((value, at) => `(${at + 1}, ${value})`).join(', ')}`,
  );
  const column = (await described(connection, 't')).columns[1]!;
  const stored = await readTexts(connection, 't');
  await duck.run('create or replace table t (id int, v varchar)');
  for (const [id, value] of stored) {
    await duck.run(`insert into t values (${id}, ${value == null ? 'null' : sqlLiteral(literal(column.type, value))})`);
  }
  for (const sought of ['a', 'A', 'a ', ' ', '', '%', '_', 'a_', '|', '\\', "'", '😀', 'b']) {
    for (const [form, name] of [
      ['prefix', 'starts_with'],
      ['suffix', 'suffix'],
      ['contains', 'contains'],
    ] as const) {
      const outcome = await both(
        column,
        { form, column, text: sought },
        `${name}(v, ${sqlLiteral(literal(column.type, sought))})`,
      );
      expect({ form, sought, ...outcome }).toEqual({
        form,
        sought,
        class: 'exact',
        wanted: outcome.wanted,
        got: outcome.wanted,
      });
    }
  }
});

test('LIKE under a collation that folds stays local', async () => {
  await database.query('create or replace table t (id int primary key, v varchar(20) collate utf8mb4_general_ci)');
  const column = (await described(connection, 't')).columns[1]!;
  expect(pushdown({ form: 'prefix', column, text: 'a' }).class).toBe('local');
});

test('literals of another type, out of range or not UTF-8 stay local', async () => {
  await database.query(
    'create or replace table t (s datetime(1), i tinyint, u bigint unsigned, d date, l varchar(5) character set latin1, b tinyint, n date not null)',
  );
  const [s, i, u, d, l, b, n] = (await described(connection, 't')).columns as RelationColumn[];
  const compare = (left: RelationColumn, type: ColumnType, value: string) =>
    pushdown({ form: 'compare', operator: '=', left, right: { type, value } }).class;
  expect(compare(s!, { kind: 'timestamp' }, '2024-02-29 23:59:59.50')).toBe('exact');
  expect(compare(s!, { kind: 'timestamp' }, '2024-02-29 23:59:59.51')).toBe('local');
  expect(compare(i!, { kind: 'int32' }, '128')).toBe('local');
  expect(compare(i!, { kind: 'decimal', precision: 3, scale: 1 }, '1.5')).toBe('local');
  expect(compare(u!, { kind: 'int64' }, '-1')).toBe('local');
  expect(compare(u!, { kind: 'hugeint' }, '18446744073709551616')).toBe('local');
  expect(compare(d!, { kind: 'date' }, 'infinity')).toBe('local');
  expect(compare(d!, { kind: 'timestamp' }, '2024-01-01 00:00:00')).toBe('local');
  expect(compare(l!, { kind: 'varchar' }, 'é')).toBe('local');
  expect(compare({ ...b!, type: { kind: 'boolean' } }, { kind: 'boolean' }, 'true')).toBe('local');
  expect(pushdown({ form: 'is null', column: n! }).class).toBe('local');
});
