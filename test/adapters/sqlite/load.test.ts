import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adapter } from '#dvt/adapters/sqlite/index.js';
import { type DuckDbEngine, openDuckDbEngine } from '#dvt/compute/duckdb/index.js';
import type { Connection } from '#dvt/spi/connection.js';
import { freshSqlite, rowsOf, type SqliteFile } from './database.js';

let file: SqliteFile;
let engine: DuckDbEngine;
let connection: Connection;
const directory = mkdtempSync(join(tmpdir(), 'dvt-sqlite-load-'));

beforeAll(async () => {
  file = await freshSqlite();
  engine = openDuckDbEngine({ directory, stagingOnDisk: false, threads: 1 });
  await engine.openNamespace({ id: 'n', relations: [] });
  connection = await adapter.connect({
    name: 'shop',
    profile: file.profile,
    readOnly: false,
    projectDir: directory,
    engine: () => engine.sql(),
    notice: () => {},
  });
});
afterAll(async () => {
  await connection.close();
  await engine.close();
  await file.drop();
  rmSync(directory, { recursive: true, force: true });
});

async function load(identifier: string, sql: string, types: Record<string, string> = {}): Promise<void> {
  const session = await engine.sql();
  const columns = await session.columns(sql);
  await session.close();
  const name = { database: null, schema: 'main', identifier };
  const plan = await connection.target!.load(name, columns, { columnTypes: new Map(Object.entries(types)) });
  await engine.load({ namespace: 'n', sql }, plan);
}

const stored = (table: string) => rowsOf(file.client, `select v, typeof(v) from ${table}`);

describe('what SQLite holds exactly is stored, the rest is refused', () => {
  test.each([
    ['hugeint', '9223372036854775807::hugeint', '9223372036854775807', 'integer'],
    ['ubigint', '42::ubigint', '42', 'integer'],
    ['decimal', '12345.67::decimal(38,2)', '12345.67', 'real'],
    ['whole_decimal', '999999999999999999.00::decimal(38,2)', '999999999999999999', 'integer'],
    ['tiny', '5e-324::double', '5e-324', 'real'],
    ['small', '1e-17::double', '1e-17', 'real'],
    ['float', '0.1::float', '0.10000000149011612', 'real'],
    ['bool', 'true', '1', 'integer'],
    ['date', `date '0099-12-31'`, '0099-12-31', 'text'],
    ['zoned', `timestamptz '2024-06-01 12:00:00.5+02'`, '2024-06-01 10:00:00.5+00:00', 'text'],
    ['list', `[1, null]`, '[1,null]', 'text'],
    ['enum', `'a'::enum('a', 'b')`, 'a', 'text'],
    ['json', `'1.0'::json`, '1.0', 'text'],
  ])('%s', async (name, expression, text, storage) => {
    await load(name, `select ${expression} as v`);
    expect(await stored(name)).toEqual([[text, storage]]);
  });

  test.each([
    ['9223372036854775808::hugeint', /9223372036854775808/],
    ['12345678901234567.89::decimal(38,2)', /12345678901234567\.89/],
    [`'nan'::double`, /NaN/],
    [`date '0044-03-15 (BC)'`, /0044-03-15 \(BC\)/],
    [`'infinity'::timestamp`, /infinity/],
    [`'a' || chr(0)`, /NUL/],
    [`interval '1 day'`, /interval/],
  ])('%s is refused', async (expression, message) => {
    await expect(load('refused', `select ${expression} as v`)).rejects.toMatchObject({
      name: 'DvtError',
      message: expect.stringMatching(message),
    });
    expect(rowsOf(file.client, `select * from sqlite_schema where name = 'refused'`)).toEqual([]);
  });

  test('data_type: text keeps every digit', async () => {
    await load('digits', 'select 12345678901234567.89::decimal(38,2) as v', { v: 'text' });
    expect(await stored('digits')).toEqual([['12345678901234567.89', 'text']]);
  });
});

test('files of leases that killed runs left are removed, not those of a run that lives or has just begun', async () => {
  const lockOf = (run: string) => `${String(file.profile['path'])}.dvt-${run}.lock`;
  const longAgo = new Date(Date.now() - 3_600_000);
  for (const run of ['killed1', 'begun1']) writeFileSync(lockOf(run), '');
  utimesSync(lockOf('killed1'), longAgo, longAgo);
  const alive = await connection.target!.lease('alive1');
  utimesSync(lockOf('alive1'), longAgo, longAgo);
  await connection.target!.sweep([{ database: null, schema: 'main' }]);
  expect(['killed1', 'begun1', 'alive1'].map((run) => existsSync(lockOf(run)))).toEqual([false, true, true]);
  await alive.release();
  rmSync(lockOf('begun1'));
});
