import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adapter } from '#dvt/adapters/duckdb/index.js';
import { type DuckDbEngine, openDuckDbEngine } from '#dvt/compute/duckdb/index.js';
import type { Connection } from '#dvt/spi/connection.js';

const directory = mkdtempSync(join(tmpdir(), 'dvt-duckdb-files-'));
const at = (name: string) => join(directory, name);
let engine: DuckDbEngine;
const notices: string[] = [];
const connections: Connection[] = [];

beforeAll(() => {
  engine = openDuckDbEngine({ directory: at('engine'), stagingOnDisk: false, threads: 1 });
});
afterAll(async () => {
  for (const connection of connections) await connection.close();
  await engine.close();
  rmSync(directory, { recursive: true, force: true });
});

async function open(profile: Record<string, unknown>, readOnly = false): Promise<Connection> {
  const connection = await adapter.connect({
    name: 'warehouse',
    profile,
    readOnly,
    projectDir: directory,
    engine: () => engine.sql(),
    notice: (message) => void notices.push(message),
  });
  connections.push(connection);
  return connection;
}

async function create(name: string, ...statements: string[]): Promise<void> {
  const instance = await DuckDBInstance.create(at(name));
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}

const scanned = async (connection: Connection, identifier: string) => {
  const [relation] = await connection.describe([{ database: null, schema: null, identifier }]);
  const columns = relation!.columns.map((column) => ({ ...column, cast: false }));
  const plan = await connection.scan({ relation: relation!, columns, predicate: null, maxSplits: 1 });
  if (plan.kind !== 'engine') throw new Error('the engine reads its own files');
  return { relation: relation!, rows: (await connection.query(`from ${plan.from}`)).rows };
};

describe('a file as a source', () => {
  test('types that only DuckDB has keep theirs, and their NULLs', async () => {
    await create(
      'nested.duckdb',
      `create table t (l integer[], s struct(a integer, b varchar), m map(varchar, integer), e enum('x', 'y'), n integer not null)`,
      `insert into t values ([1, null], {a: 1, b: 'q'}, map {'k': 1}, 'y', 5)`,
    );
    const { relation, rows } = await scanned(await open({ path: 'nested.duckdb' }, true), 't');
    expect(relation.columns.map(({ type }) => type)).toEqual([
      { kind: 'list', element: { kind: 'int32' } },
      {
        kind: 'struct',
        fields: [
          { name: 'a', type: { kind: 'int32' } },
          { name: 'b', type: { kind: 'varchar' } },
        ],
      },
      { kind: 'other', name: 'MAP(VARCHAR, INTEGER)' },
      { kind: 'other', name: "ENUM('x', 'y')" },
      { kind: 'int32' },
    ]);
    expect(relation.columns.map(({ nullable }) => nullable)).toEqual([true, true, true, true, false]);
    expect(rows).toEqual([['[1, NULL]', "{'a': 1, 'b': q}", '{k=1}', 'y', 5]]);
  });

  test('a view has the columns of what it reads now', async () => {
    await create(
      'view.duckdb',
      'create table t as select 1 as a',
      'create view v as select * from t',
      `create or replace table t as select 'x' as a, 2 as b`,
    );
    const { relation, rows } = await scanned(await open({ path: 'view.duckdb' }, true), 'v');
    expect(relation.columns.map(({ name, nativeType }) => [name, nativeType])).toEqual([
      ['a', 'VARCHAR'],
      ['b', 'INTEGER'],
    ]);
    expect(rows).toEqual([['x', 2]]);
  });

  test('is opened for reading only', async () => {
    await create('readonly.duckdb', 'create table t as select 1 as a');
    const connection = await open({ path: 'readonly.duckdb' }, true);
    expect(connection.target).toBeNull();
    await expect(connection.query('create table u as select 1')).rejects.toThrow(/read-only/);
  });

  test('is not created when it is absent', async () => {
    await expect(open({ path: 'absent.duckdb' }, true)).rejects.toMatchObject({
      code: 'DVT4501',
      message: expect.stringContaining(at('absent.duckdb')),
    });
  });

  test("another file under the same name, and the engine's own names, are refused", async () => {
    await create('same.duckdb', 'create table t as select 1 as a');
    await create('same.db', 'create table t as select 2 as a');
    await open({ path: 'same.duckdb' }, true);
    await expect(open({ path: 'same.db' }, true)).rejects.toThrow(/would both be the catalog same/);
    const other = await open({ path: 'same.db', database: 'other' }, true);
    expect((await scanned(other, 't')).rows).toEqual([[2]]);
    await expect(open({ path: 'temp.duckdb' })).rejects.toMatchObject({ code: 'DVT1501' });
  });

  test('external_location, as dbt-duckdb has it', async () => {
    writeFileSync(at('raw.csv'), 'id;name\n1;one\n');
    const connection = await open({ path: 'readonly.duckdb' }, true);
    expect((await scanned(connection, 'raw.csv')).rows).toEqual([[1, 'one']]);
    expect((await scanned(connection, `read_csv('raw.csv', delim = ';', all_varchar = true)`)).rows).toEqual([
      ['1', 'one'],
    ]);
  });

  test('one that a newer DuckDB wrote', async () => {
    await create('newer.duckdb', 'create table t as select 1 as a');
    const bytes = readFileSync(at('newer.duckdb'));
    // The storage version stands after checksum and magic: https://duckdb.org/docs/stable/internals/storage
    bytes.writeBigUInt64LE(9999n, 12);
    writeFileSync(at('newer.duckdb'), bytes);
    await expect(open({ path: 'newer.duckdb' }, true)).rejects.toMatchObject({
      code: 'DVT4501',
      message: expect.stringContaining('newer.duckdb'),
    });
  });
});

describe('other processes', () => {
  test('a file that is held is waited for, and its holder told', async () => {
    await create('held.duckdb', 'create table t as select 1 as a');
    const holder = spawn(process.execPath, ['-e', HOLD, at('held.duckdb')], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    await expect(open({ path: 'held.duckdb', lock_timeout: 0.5 })).rejects.toMatchObject({
      code: 'DVT4501',
      terminal: false,
      message: expect.stringContaining(String(holder.pid)),
    });
    const waiting = open({ path: 'held.duckdb', lock_timeout: 30 });
    await expect.poll(() => notices.join()).toContain(`waiting for ${at('held.duckdb')}`);
    holder.stdin.end();
    expect((await scanned(await waiting, 't')).rows).toEqual([[1]]);
  });
});

describe('publishing', () => {
  test('views follow a table whose types change', async () => {
    await create('views.duckdb', 'create table t as select 1 as a', 'create view v as select a, a as b from main.t');
    const connection = await open({ path: 'views.duckdb' });
    const name = (identifier: string) => ({ database: null, schema: null, identifier });
    await connection.target!.createTableAs(name('t__dvt_r1'), `select 'text' as a -- comment`);
    await connection.target!.publishTable(name('t__dvt_r1'), name('t'), {
      runId: 'r1',
      rows: 1,
      onDependents: 'recreate',
    });
    expect((await connection.query('select * from v')).rows).toEqual([['text', 'text']]);
  });

  test('memory is allowed, and said to vanish', async () => {
    const connection = await open({});
    await connection.target!.createTableAs({ database: null, schema: null, identifier: 'm' }, 'select 1 as a');
    expect((await scanned(connection, 'm')).rows).toEqual([[1]]);
    expect(notices.join()).toMatch(/in memory.*ends with the run/);
  });
});

/** Another program that has the file open until its input ends. */
const HOLD = `
  require('@duckdb/node-api').DuckDBInstance.create(process.argv[1]).then(async (instance) => {
    await instance.connect();
    console.log('open');
    process.stdin.resume().on('end', () => process.exit());
  });`;
