import { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dialect } from '#dvt/adapters/postgres/dialect/dialect.js';
import type { ColumnType } from '#dvt/spi/column-type.js';
import type { Connection } from '#dvt/spi/connection.js';
import type { Literal, Predicate } from '#dvt/spi/predicate.js';
import type { RelationColumn, RelationDescription } from '#dvt/spi/relation.js';
import { freshPostgres, type TestDatabase } from '../../servers/index.js';
import { describeOne, open } from './open.js';

const OPERATORS = ['=', '<>', '<', '<=', '>', '>='] as const;

/** Column, its type in both systems, values; every value is also a constant it is compared with, but for `notConstant`. */
interface Case {
  readonly column: string;
  readonly postgres: string;
  readonly duckdb: string;
  readonly literal: ColumnType;
  readonly values: readonly string[];
  /** values that stand in rows and never in a predicate */
  readonly notConstant?: readonly string[];
  /** classes that the forms must have */
  readonly equality: 'exact' | 'superset' | 'local';
  readonly order: 'exact' | 'local';
}

const TEXTS = [
  '',
  ' ',
  'a',
  'A',
  'ä',
  'a ',
  'ab',
  'B',
  'z',
  'Z',
  "it's",
  'back\\slash',
  '100%',
  'under_score',
  '😀',
  'é',
];
const exact = { equality: 'exact', order: 'exact' } as const;

const CASES: readonly Case[] = [
  {
    column: 'i2',
    postgres: 'smallint',
    duckdb: 'SMALLINT',
    literal: { kind: 'int16' },
    values: ['-32768', '-1', '0', '32767'],
    ...exact,
  },
  {
    column: 'i4',
    postgres: 'integer',
    duckdb: 'INTEGER',
    literal: { kind: 'int32' },
    values: ['-2147483648', '0', '2147483647'],
    ...exact,
  },
  {
    column: 'i8',
    postgres: 'bigint',
    duckdb: 'BIGINT',
    literal: { kind: 'int64' },
    values: ['-9223372036854775808', '9007199254740993', '9223372036854775807'],
    ...exact,
  },
  {
    column: 'dec',
    postgres: 'numeric(10,2)',
    duckdb: 'DECIMAL(10,2)',
    literal: { kind: 'decimal', precision: 10, scale: 2 },
    values: ['-99999999.99', '0.00', '0.01', '99999999.99'],
    ...exact,
  },
  {
    column: 'f4',
    postgres: 'real',
    duckdb: 'FLOAT',
    literal: { kind: 'float32' },
    values: ['-1.5', '0', '-0', '0.1', '3e38'],
    notConstant: ['NaN', 'Infinity', '-Infinity'],
    ...exact,
  },
  {
    column: 'f8',
    postgres: 'double precision',
    duckdb: 'DOUBLE',
    literal: { kind: 'float64' },
    values: ['-1.5', '0', '-0', '0.1', '1e300', '5e-324'],
    notConstant: ['NaN', 'Infinity', '-Infinity'],
    ...exact,
  },
  {
    column: 'b',
    postgres: 'boolean',
    duckdb: 'BOOLEAN',
    literal: { kind: 'boolean' },
    values: ['true', 'false'],
    ...exact,
  },
  {
    column: 'd',
    postgres: 'date',
    duckdb: 'DATE',
    literal: { kind: 'date' },
    values: ['0001-01-01', '1970-01-01', '9999-12-31'],
    notConstant: ['infinity', '-infinity'],
    ...exact,
  },
  {
    column: 't',
    postgres: 'time',
    duckdb: 'TIME',
    literal: { kind: 'time' },
    values: ['00:00:00', '12:00:00.000001', '23:59:59.999999'],
    notConstant: ['24:00:00'],
    ...exact,
  },
  {
    column: 'ts',
    postgres: 'timestamp',
    duckdb: 'TIMESTAMP',
    literal: { kind: 'timestamp' },
    values: ['0001-01-01 00:00:00', '2024-02-29 12:00:00.000001', '9999-12-31 23:59:59.999999'],
    notConstant: ['infinity', '-infinity'],
    ...exact,
  },
  {
    column: 'tz',
    postgres: 'timestamptz',
    duckdb: 'TIMESTAMPTZ',
    literal: { kind: 'timestamptz' },
    values: ['0001-01-01 00:00:00+00', '2024-02-29 12:00:00.000001+00', '9999-12-31 23:59:59+00'],
    notConstant: ['infinity'],
    ...exact,
  },
  {
    column: 'u',
    postgres: 'uuid',
    duckdb: 'UUID',
    literal: { kind: 'uuid' },
    values: [
      '00000000-0000-0000-0000-000000000000',
      '80000000-0000-0000-0000-000000000000',
      'ffffffff-ffff-ffff-ffff-ffffffffffff',
    ],
    ...exact,
  },
  {
    column: 'c',
    postgres: 'text collate "C"',
    duckdb: 'VARCHAR',
    literal: { kind: 'varchar' },
    values: TEXTS,
    ...exact,
  },
  { column: 'plain', postgres: 'text', duckdb: 'VARCHAR', literal: { kind: 'varchar' }, values: TEXTS, ...exact },
  {
    column: 'icu',
    postgres: 'text collate "und-x-icu"',
    duckdb: 'VARCHAR',
    literal: { kind: 'varchar' },
    values: TEXTS,
    equality: 'exact',
    order: 'local',
  },
  {
    column: 'ci',
    postgres: 'text collate ci',
    duckdb: 'VARCHAR',
    literal: { kind: 'varchar' },
    values: TEXTS,
    equality: 'superset',
    order: 'local',
  },
  {
    column: 'padded',
    postgres: 'char(12)',
    duckdb: 'VARCHAR',
    literal: { kind: 'varchar' },
    values: TEXTS.filter((text) => !text.endsWith(' ')),
    equality: 'superset',
    order: 'local',
  },
  {
    column: 'label',
    postgres: 'size',
    duckdb: 'VARCHAR',
    literal: { kind: 'varchar' },
    values: ['small', 'large', 'medium'],
    equality: 'exact',
    order: 'local',
  },
];

let database: TestDatabase;
let connection: Connection;
let duck: DuckDBConnection;
let relation: RelationDescription;

beforeAll(async () => {
  database = await freshPostgres();
  await database.query(`create collation ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`);
  await database.query(`create type size as enum ('small', 'medium', 'large')`);
  connection = await open(database.profile, { readOnly: true });
  duck = await DuckDBConnection.create();
  await duck.run("set timezone = 'UTC'");
  await database.query(
    `create table t (id serial, ${CASES.map(({ column, postgres }) => `${column} ${postgres}`).join(', ')})`,
  );
  await duck.run(`create table t (id integer, ${CASES.map(({ column, duckdb }) => `${column} ${duckdb}`).join(', ')})`);
  let id = 0;
  for (const { column, duckdb, values, notConstant = [] } of CASES) {
    for (const value of [...values, ...notConstant, null]) {
      const literal = value === null ? 'null' : dialect.string(value);
      await database.query(`insert into t (id, ${column}) values (${++id}, ${literal})`);
      await duck.run(
        `insert into t (id, ${column}) values (${id}, ${value === null ? 'null' : `'${value.replaceAll("'", "''")}'::${duckdb}`})`,
      );
    }
  }
  relation = await describeOne(connection, 't');
});
afterAll(async () => {
  await connection?.close();
  await database?.drop();
  duck?.closeSync();
});

const columnOf = (name: string): RelationColumn => relation.columns.find((column) => column.name === name)!;
const duckLiteral = ({ value }: Literal, type: string) => `'${value.replaceAll("'", "''")}'::${type}`;

async function inDuckdb(condition: string): Promise<number[]> {
  const reader = await duck.runAndReadAll(`select id from t where ${condition} order by id`);
  return reader.getRows().map(([id]) => Number(id));
}

/** Runs both and compares, as the class demands; returns the class. */
async function prove(predicate: Predicate, duckdb: string): Promise<string> {
  const pushed = dialect.pushdown(predicate);
  if (pushed.class === 'local') return 'local';
  const kept = (await database.query(`select id from t where ${pushed.sql} order by id`)).map(([id]) => Number(id));
  const meant = await inDuckdb(duckdb);
  if (pushed.class === 'exact') expect(kept, pushed.sql).toEqual(meant);
  else expect(kept, pushed.sql).toEqual(expect.arrayContaining(meant));
  return pushed.class;
}

describe.each(CASES)('$postgres', ({ column, duckdb, literal, values, equality, order }) => {
  it.each(OPERATORS)('%s', async (operator) => {
    for (const value of values) {
      const right: Literal = { type: literal, value };
      const found = await prove(
        { form: 'compare', operator, left: columnOf(column), right },
        `${column} ${operator} ${duckLiteral(right, duckdb)}`,
      );
      const expected = operator === '=' ? equality : operator === '<>' && order === 'local' ? 'local' : order;
      expect(found, `${column} ${operator} ${value}`).toBe(expected);
    }
  });

  it('in, between, is null', async () => {
    const [low, high] = [values[0]!, values.at(-1)!].map((value): Literal => ({ type: literal, value }));
    const list = values.map((value): Literal => ({ type: literal, value }));
    const of = columnOf(column);
    expect(
      await prove(
        { form: 'in', column: of, values: list.slice(0, 2) },
        `${column} in (${list.slice(0, 2).map((value) => duckLiteral(value, duckdb))})`,
      ),
    ).toBe(equality);
    expect(
      await prove(
        { form: 'between', column: of, low: low!, high: high! },
        `${column} between ${duckLiteral(low!, duckdb)} and ${duckLiteral(high!, duckdb)}`,
      ),
    ).toBe(order);
    expect(await prove({ form: 'is null', column: of }, `${column} is null`)).toBe('exact');
    expect(await prove({ form: 'is not null', column: of }, `${column} is not null`)).toBe('exact');
  });
});

describe('other forms', () => {
  it.each(['c', 'plain', 'icu'])('prefix, suffix, contains on %s', async (column) => {
    for (const text of ['', 'a', '%', '_', '\\', "'", 'ä', 'e', '😀', 'ab']) {
      const quoted = `'${text.replaceAll("'", "''")}'`;
      const of = columnOf(column);
      expect(await prove({ form: 'prefix', column: of, text }, `prefix(${column}, ${quoted})`)).toBe('exact');
      expect(await prove({ form: 'suffix', column: of, text }, `suffix(${column}, ${quoted})`)).toBe('exact');
      expect(await prove({ form: 'contains', column: of, text }, `contains(${column}, ${quoted})`)).toBe('exact');
    }
  });

  it.each(['ci', 'padded', 'label'])('LIKE stays local on %s', (column) => {
    expect(dialect.pushdown({ form: 'prefix', column: columnOf(column), text: 'a' }).class).toBe('local');
  });

  it('booleans, and columns among themselves', async () => {
    expect(await prove({ form: 'is true', column: columnOf('b') }, 'b')).toBe('exact');
    expect(await prove({ form: 'is false', column: columnOf('b') }, 'not b')).toBe('exact');
    expect(
      await prove({ form: 'compare', operator: '<=', left: columnOf('i4'), right: columnOf('id') }, 'i4 <= id'),
    ).toBe('exact');
    expect(await prove({ form: 'compare', operator: '=', left: columnOf('c'), right: columnOf('icu') }, 'true')).toBe(
      'local',
    );
  });

  it('a constant that is not written alike, or a column fetched as something else, stays local', () => {
    const compare = (column: RelationColumn, value: string, type: ColumnType) =>
      dialect.pushdown({ form: 'compare', operator: '=', left: column, right: { type, value } }).class;
    expect(compare(columnOf('f8'), 'nan', { kind: 'float64' })).toBe('local');
    expect(compare(columnOf('d'), 'infinity', { kind: 'date' })).toBe('local');
    expect(compare(columnOf('d'), '0044-03-15 (BC)', { kind: 'date' })).toBe('local');
    expect(compare(columnOf('i4'), '1.5', { kind: 'float64' })).toBe('local');
    expect(compare(columnOf('c'), 'a\0b', { kind: 'varchar' })).toBe('local');
    expect(compare({ ...columnOf('i4'), type: { kind: 'varchar' } }, '1', { kind: 'varchar' })).toBe('local');
    // An enum has no such label: no error, no row.
    expect(compare(columnOf('label'), 'huge', { kind: 'varchar' })).toBe('exact');
  });
});
