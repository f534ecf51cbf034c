import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adapter } from '#dvt/adapters/files/index.js';
import { type DuckDbEngine, openDuckDbEngine } from '#dvt/compute/duckdb/index.js';
import type { Diagnostic, DvtError } from '#dvt/core/errors.js';
import { stagingName } from '#dvt/core/staging-name.js';
import type { ColumnType } from '#dvt/spi/column-type.js';
import type { Connection } from '#dvt/spi/connection.js';

const directory = mkdtempSync(join(tmpdir(), 'dvt-formats-'));
const at = (name: string) => join(directory, name);
const name = (identifier: string, schema = 'main') => ({ database: null, schema, identifier });
let engine: DuckDbEngine;
let connection: Connection;

async function open(profile: Record<string, unknown> = {}): Promise<Connection> {
  return adapter.connect({
    name: 'lake',
    profile: { path: '.', ...profile },
    readOnly: false,
    projectDir: directory,
    engine: () => engine.sql(),
    notice: () => {},
  });
}

beforeAll(async () => {
  engine = openDuckDbEngine({
    directory: mkdtempSync(join(tmpdir(), 'dvt-engine-')),
    stagingOnDisk: false,
    threads: 1,
  });
  await engine.openNamespace({ id: 'n', relations: [] });
  connection = await open();
});
afterAll(async () => {
  await connection.close();
  await engine.close();
  rmSync(directory, { recursive: true, force: true });
});

async function read(identifier: string, from = connection, overrides: Record<string, ColumnType> = {}) {
  const [relation] = await from.describe([name(identifier)]);
  const columns = relation!.columns.map((column) =>
    overrides[column.name] ? { ...column, type: overrides[column.name]!, cast: true } : { ...column, cast: false },
  );
  const plan = await from.scan({ relation: relation!, columns, predicate: null, maxSplits: 1 });
  if (plan.kind !== 'engine') throw new Error('the engine reads files');
  return { columns: relation!.columns, rows: (await from.query(`from ${plan.from}`)).rows };
}

async function publish(to: Connection, identifier: string, sql: string): Promise<void> {
  const session = await engine.sql();
  const columns = await session.columns(sql);
  await session.close();
  const staging = name(stagingName(identifier, 'run1', null));
  const plan = await to.target!.load(staging, columns, { columnTypes: new Map() });
  const { rows } = await engine.load({ namespace: 'n', sql }, plan);
  await to.target!.publishTable(staging, name(identifier), { runId: 'run1', rows, onDependents: 'recreate' });
}

/** What DuckDB itself finds in a file. */
async function native(sql: string): Promise<unknown> {
  const instance = await DuckDBInstance.create();
  const session = await instance.connect();
  const rows = (await session.runAndReadAll(sql)).getRowsJson();
  session.closeSync();
  instance.closeSync();
  return rows;
}

describe('reading text formats', () => {
  test('CSV: leading zeros, empty and NULL, \\N, CRLF, quoted line ends', async () => {
    writeFileSync(at('odd.csv'), 'id,zip,note\r\n1,00123,""\r\n2,99999,\r\n3,1,\\N\r\n4,2,"a\r\nb"\r\n');
    expect((await read('odd')).rows).toEqual([
      [1, '00123', ''],
      [2, '99999', null],
      [3, '1', '\\N'],
      [4, '2', 'a\r\nb'],
    ]);
  });

  test('a type is that of the whole file, not of its first rows', async () => {
    const rows = Array.from({ length: 30_000 }, (_, i) => `${i},${i === 29_999 ? 'last' : i}`);
    writeFileSync(at('late.csv'), `id,v\n${rows.join('\n')}\n`);
    const { columns, rows: found } = await read('late');
    expect(columns.map(({ type }) => type.kind)).toEqual(['int64', 'varchar']);
    expect(found).toHaveLength(30_000);
  });

  test.each([
    ['big.csv', 'id,v\n12345678901234567890,0.5\n1,0.30000000000000004\n'],
    ['big.ndjson', '{"id": 12345678901234567890123, "v": 0.5}\n{"id": 1, "v": 0.30000000000000004}\n'],
    ['big.json', '[{"id": 12345678901234567890123, "v": 0.5}, {"id": 1, "v": 0.30000000000000004}]'],
  ])('%s: numbers that a double does not hold are text', async (file, text) => {
    mkdirSync(at('numbers'), { recursive: true });
    writeFileSync(at(`numbers/${file}`), text);
    const { columns, rows } = await read(`numbers/${file}`);
    expect(columns[0]).toMatchObject({ type: { kind: 'varchar' }, note: expect.stringContaining('text') });
    expect(rows[0]![0]).toMatch(/^12345678901234567890/);
    expect(columns[1]!.type).toEqual({ kind: 'float64' });
    expect(rows[1]![1]).toBe(0.30000000000000004);
  });

  test('fetch_as is what the file is read as', async () => {
    writeFileSync(at('amounts.csv'), 'amount\n1.10\n0.123456789012345678901\n');
    const decimal: ColumnType = { kind: 'decimal', precision: 38, scale: 21 };
    expect((await read('amounts', connection, { amount: decimal })).rows).toEqual([
      ['1.100000000000000000000'],
      ['0.123456789012345678901'],
    ]);
  });

  test('TSV, options of the profile, patterns, and table functions with relative paths', async () => {
    writeFileSync(at('tabs.tsv'), 'a\tb\n1\tx,y\n');
    expect((await read('tabs')).rows).toEqual([[1, 'x,y']]);
    mkdirSync(at('parts'), { recursive: true });
    for (const part of [1, 2]) writeFileSync(at(`parts/p${part}.csv`), `a;b\n${part};z\n`);
    const semicolons = await open({ options: { csv: { delim: ';' } } });
    expect((await read('parts/p*.csv', semicolons)).rows).toEqual([
      [1, 'z'],
      [2, 'z'],
    ]);
    await semicolons.close();
    const call = `read_csv(['parts/p1.csv', 'parts/p2.csv'], delim = ';', header = true)`;
    expect((await read(call)).rows).toHaveLength(2);
  });

  test('columns that not all files of a pattern have are told, or taken when the profile says so', async () => {
    mkdirSync(at('grown'), { recursive: true });
    writeFileSync(at('grown/a_1.csv'), 'id,x\n1,p\n');
    writeFileSync(at('grown/a_2.csv'), 'id,x,y\n2,q,r\n');
    await publish(connection, 'grown_1', 'select 1 as id');
    await publish(connection, 'grown_2', `select 2 as id, 'r' as y`);
    const noteOf = async (of: Connection, identifier: string) => (await of.describe([name(identifier)]))[0]!.note;
    expect(await noteOf(connection, 'grown/a_*.csv')).toContain('left out: y.');
    expect(await noteOf(connection, 'grown_*.parquet')).toContain('left out: y.');
    expect(await noteOf(connection, 'grown/a_2.csv')).toBeUndefined();
    const united = await open({ options: { csv: { union_by_name: true } } });
    expect(await noteOf(united, 'grown/a_*.csv')).toBeUndefined();
    expect((await read('grown/a_*.csv', united)).rows).toEqual([
      [1, 'p', null],
      [2, 'q', 'r'],
    ]);
    await united.close();
  });

  test('a first line is a header, a # no comment, all in text', async () => {
    writeFileSync(at('plain.csv'), 'name\nalice\n#bob\n');
    expect((await read('plain')).rows).toEqual([['alice'], ['#bob']]);
    const headless = await open({ options: { csv: { header: false } } });
    expect((await read('plain', headless)).rows).toHaveLength(3);
    await headless.close();
  });

  test('what cannot be read is told with its file', async () => {
    await expect(read('nothing/x_*.csv')).rejects.toMatchObject({
      code: 'DVT4602',
      message: expect.stringContaining(at('nothing/x_*.csv')),
    });
    await expect(read('s3://bucket/x.parquet')).rejects.toMatchObject({ code: 'DVT4601' });
    writeFileSync(at('broken.csv'), `a,b\n${'1,2\n'.repeat(50)}1,"open\n`);
    await expect(read('broken')).rejects.toMatchObject({
      code: 'DVT4603',
      message: expect.stringMatching(/broken\.csv[\s\S]*Line: 52/),
    });
    writeFileSync(at('broken.parquet'), 'PAR1 no');
    await expect(read('broken.parquet')).rejects.toMatchObject({ code: 'DVT4603' });
    writeFileSync(at('nothing.csv'), '');
    await expect(read('nothing')).rejects.toThrow(/nothing\.csv is empty/);
    writeFileSync(at('western.csv'), Buffer.from('id,name\n1,caf\u00e9\n', 'latin1'));
    const western = await read('western').then(String, (error: DvtError) => error.diagnostics[0]!);
    expect(western).toMatchObject({ code: 'DVT4603', hint: expect.stringContaining("encoding: 'latin-1'") });
    // Neither DuckDB's advice nor the settings that it read with.
    expect((western as Diagnostic).message).toMatch(/western\.csv[\s\S]*not utf-8 encoded\.$/);
    expect(await connection.describe([name('not_there')])).toEqual([null]);
  });
});

describe('writing', () => {
  test.each(['parquet', 'csv', 'tsv', 'json', 'ndjson'])('%s is read back as it was', async (format) => {
    const target = await open({ format, schema: 'main', path: 'written' }).catch(async () => {
      mkdirSync(at('written'), { recursive: true });
      return open({ format, path: 'written' });
    });
    const values = `select 1 as id, 'é, "x"' as t, date '2024-01-02' as d union all select 2, null, null order by 1`;
    await publish(target, `model_${format}`, values);
    expect(readdirSync(at('written')).filter((file) => file.includes(`model_${format}`))).toEqual([
      `model_${format}.${format}`,
    ]);
    expect((await read(`model_${format}`, target)).rows).toEqual([
      [1, 'é, "x"', '2024-01-02'],
      [2, null, null],
    ]);
    await target.close();
  });

  test('Parquet keeps a HUGEINT exact, and refuses what it would change', async () => {
    const digits = '12345678901234567890123456789012345678';
    await publish(connection, 'huge', `select ${digits}::hugeint as v`);
    expect(await native(`select v::varchar from '${at('huge.parquet')}'`)).toEqual([[digits]]);
    const tooWide = publish(connection, 'huge', `select 170141183460469231731687303715884105727::hugeint as v`);
    await expect(tooWide).rejects.toMatchObject({ name: 'DvtError' });
    expect(await native(`select v::varchar from '${at('huge.parquet')}'`)).toEqual([[digits]]);
  });

  test('Parquet keeps whole numbers within lists, structures and maps exact', async () => {
    // DuckDB's own writer makes doubles of them, and 9007199254740992 of this one.
    const value = '9007199254740993::hugeint';
    await publish(
      connection,
      'nested',
      `select [${value}] as l, {'HUGEINT': ${value}} as s, map {'k': ${value}} as m, [['x'::enum ('x', 'HUGEINT')]] as e`,
    );
    expect(
      await native(`select l[1]::varchar, s."HUGEINT"::varchar, m['k']::varchar from '${at('nested.parquet')}'`),
    ).toEqual([['9007199254740993', '9007199254740993', '9007199254740993']]);
    const lossy = [`[interval '1 microsecond']`, `{'t': timetz '10:00:00+02'}`, `[union_value(a := 1)]`];
    for (const sql of lossy) {
      await expect(publish(connection, 'nested', `select ${sql} as v`)).rejects.toMatchObject({ code: 'DVT5601' });
    }
  });

  test('JSON refuses NaN, which it would write as no JSON', async () => {
    const json = await open({ format: 'json' });
    await expect(publish(json, 'nan', `select 'nan'::double as ratio`)).rejects.toThrow(/column ratio.*NaN/);
    expect(existsSync(at('nan.json'))).toBe(false);
    const nested = [`[1, 'nan'::double]`, `{'a': [{'b': '-inf'::float}]}`, `map {'a': 'inf'::double}`];
    for (const sql of nested) {
      await expect(publish(json, 'nan', `select ${sql} as ratio`)).rejects.toThrow(/column ratio.*NaN/);
    }
    await publish(json, 'finite', `select 0.5::double as ratio`);
    expect(JSON.parse(readFileSync(at('finite.json'), 'utf8'))).toEqual([{ ratio: 0.5 }]);
    await json.close();
  });
});

describe('leases', () => {
  test("a dead process's staging is swept, a live one's is not", async () => {
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(at('.dvt-dead1.lock'), JSON.stringify({ pid: dead, host: hostname() }));
    writeFileSync(at('.dvt-live1.lock'), JSON.stringify({ pid: process.ppid, host: hostname() }));
    for (const run of ['dead1', 'live1']) writeFileSync(at(`m__dvt_${run}.parquet.tmp`), 'half');
    const swept = await connection.target!.sweep([{ database: null, schema: 'main' }]);
    expect(swept.map(({ identifier }) => identifier)).toEqual(['m__dvt_dead1']);
    expect(existsSync(at('m__dvt_live1.parquet.tmp'))).toBe(true);
  });

  test('the lease of a dead process is swept, also where it has no staging', async () => {
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(at('.dvt-dead2.lock'), JSON.stringify({ pid: dead, host: hostname() }));
    writeFileSync(at('.dvt-live2.lock'), JSON.stringify({ pid: process.ppid, host: hostname() }));
    await connection.target!.sweep([{ database: null, schema: 'main' }]);
    expect(existsSync(at('.dvt-dead2.lock'))).toBe(false);
    expect(existsSync(at('.dvt-live2.lock'))).toBe(true);
  });
});
