import { expect, onTestFinished, test } from 'vitest';
import { freshSqlite } from '../../adapters/sqlite/database.js';
import { testProject } from '../../run/project.js';
import { freshPostgres } from '../../servers/index.js';
import { repeatable } from '../random.js';
import * as values from './values.js';

interface Case {
  readonly name: string;
  readonly postgres: string;
  /** declared type in SQLite */
  readonly sqlite: string;
  readonly values: readonly string[];
  /** expressions over `v` whose texts are compared */
  readonly inPostgres: string;
  readonly inSqlite: string;
  readonly as?: 'number';
}

const same = { inPostgres: 'v::text', inSqlite: 'cast(v as text)' };
const hex = { inPostgres: `encode(convert_to(v::text, 'UTF8'), 'hex')`, inSqlite: `lower(hex(cast(v as blob)))` };
/** Seventeen digits tell every double. SQLite stores -0 as 0. */
const number = { inPostgres: 'v::text', inSqlite: `printf('%!.17g', v)`, as: 'number' } as const;
const stamp = (column: string) => `to_char(${column}, 'YYYY-MM-DD HH24:MI:SS.US')`;
const padded = `strftime('%Y-%m-%d %H:%M:', v) || printf('%09.6f', substr(v, 18, 9))`;

const CASES: readonly Case[] = [
  {
    name: 'bigint',
    postgres: 'bigint',
    sqlite: 'INTEGER',
    values: values.integers(-(2n ** 63n), 2n ** 63n - 1n),
    ...same,
  },
  {
    name: 'boolean',
    postgres: 'boolean',
    sqlite: 'BOOLEAN',
    values: ['true', 'false'],
    inPostgres: 'v::int::text',
    inSqlite: 'cast(v as text)',
  },
  { name: 'double', postgres: 'double precision', sqlite: 'REAL', values: values.doubles(), ...number },
  { name: 'real', postgres: 'real', sqlite: 'REAL', values: values.floats(), ...number, inPostgres: 'v::float8::text' },
  { name: 'texts', postgres: 'text', sqlite: 'TEXT', values: values.texts(), ...hex },
  { name: 'json', postgres: 'json', sqlite: 'JSON TEXT', values: values.jsonTexts(), ...hex },
  { name: 'dates', postgres: 'date', sqlite: 'DATE', values: values.dates(), ...same },
  {
    name: 'stamps',
    postgres: 'timestamp',
    sqlite: 'TIMESTAMP',
    values: values.timestamps(),
    inPostgres: stamp('v'),
    inSqlite: padded,
  },
  { name: 'uuids', postgres: 'uuid', sqlite: 'UUID', values: values.uuids(), ...same },
  {
    name: 'decimals',
    postgres: 'numeric(15,3)',
    sqlite: 'DECIMAL(15,3)',
    values: values.decimals(15, 3),
    inPostgres: 'v::text',
    inSqlite: `printf('%.3f', v)`,
  },
  { name: 'free', postgres: 'numeric', sqlite: 'TEXT', values: values.decimals(60, 30), ...same },
  {
    ...{ name: 'bytes', postgres: 'bytea', sqlite: 'BLOB', values: values.bytes().map((text) => `\\x${text}`) },
    ...{ inPostgres: `encode(v, 'hex')`, inSqlite: 'lower(hex(v))' },
  },
];

const quoted = (value: string) => `'${value.replaceAll("'", "''")}'`;

test('values go from PostgreSQL to SQLite and back unchanged', async () => {
  const [postgres, sqlite] = await Promise.all([freshPostgres(), freshSqlite()]);
  onTestFinished(async () => {
    await Promise.all([postgres.drop(), sqlite.drop()]);
  });
  for (const { name, postgres: type, values: list } of CASES) {
    await postgres.query(`create table ${name} (k integer primary key, v ${type})`);
    const rows = [...list.map(quoted), 'null'].map((value, index) => `(${index + 1}, ${value})`);
    await postgres.query(`set standard_conforming_strings = on; insert into ${name} values ${rows.join(', ')}`);
  }
  const models = CASES.flatMap(({ name }): [string, string][] => [
    [`models/to_${name}.sql`, `{{ config(target='lite') }} select k, v from {{ source('src', '${name}') }}`],
    [`models/back_${name}.sql`, `{{ config(target='pg') }} select k, v from {{ ref('to_${name}') }}`],
  ]);
  const project = await testProject({
    profile: 'pg',
    profiles: {
      pg: { adapter: 'postgres', ...postgres.profile },
      lite: { adapter: 'sqlite', ...sqlite.profile },
    },
    files: {
      'models/sources.yml': `sources:\n  - {name: src, profile: pg, schema: public, tables: [${CASES.map(({ name }) => `{name: ${name}}`).join(', ')}]}\n`,
      ...Object.fromEntries(models),
    },
  });
  const run = await project.dvt('run');
  expect(run.code, run.output).toBe(0);
  const differences: string[] = [];
  for (const { name, inPostgres, inSqlite, as, sqlite: declared } of CASES) {
    const source = await postgres.query(`select k, ${inPostgres} from ${name} order by k`);
    const there = await sqlite.query(`select k, iif(v is null, null, ${inSqlite}) from to_${name} order by k`);
    const back = await postgres.query(`select k, ${inPostgres} from back_${name} order by k`);
    const wrong = (stage: string, rows: (string | null)[][]) => {
      const text = (value: string | null) => (as === 'number' && value !== null ? String(Number(value)) : value);
      const told = (all: (string | null)[][]) => all.map(([k, value]) => `${k} ${text(value!)}`);
      const [expected, found] = [told(source), told(rows)];
      differences.push(
        ...expected
          .flatMap((row, at) =>
            row === found[at] ? [] : [`${name} (${declared}) ${stage}: ${row} became ${found[at]}`],
          )
          .slice(0, 3),
      );
    };
    wrong('in SQLite', there);
    wrong('back again', back);
  }
  expect(differences, repeatable).toEqual([]);
});
