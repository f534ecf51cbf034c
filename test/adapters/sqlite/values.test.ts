import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adapter } from '#dvt/adapters/sqlite/index.js';
import type { ColumnType } from '#dvt/spi/column-type.js';
import type { Connection } from '#dvt/spi/connection.js';
import type { Form } from '#dvt/spi/expression.js';
import { canonicalText } from '../../batches/canonical-text.js';
import { collectPlan } from '../../batches/collect.js';
import { freshSqlite, type SqliteFile } from './database.js';

/** Another program: locks the file that it is given until its input ends. */
const HOLD_LOCK = `
  const { DatabaseSync } = require('@photostructure/sqlite');
  new DatabaseSync(process.argv[1]).exec('begin exclusive');
  console.log('locked');
  process.stdin.resume().on('end', () => process.exit());`;

let file: SqliteFile;
let connection: Connection;
const notices: string[] = [];

async function open(profile: Record<string, unknown> = {}): Promise<Connection> {
  return adapter.connect({
    name: 'legacy',
    profile: { ...file.profile, ...profile },
    readOnly: true,
    projectDir: file.directory,
    engine: () => Promise.reject(new Error('SQLite needs no engine')),
    notice: (message) => void notices.push(message),
  });
}

beforeAll(async () => {
  file = await freshSqlite();
  connection = await open();
});
afterAll(async () => {
  await connection.close();
  await file.drop();
});

async function described(identifier: string, from = connection, schema = 'main') {
  const [relation] = await from.describe([{ database: null, schema, identifier }]);
  return relation!;
}

async function read(
  identifier: string,
  options: { predicate?: string; fetchAs?: ColumnType; from?: Connection; schema?: string } = {},
) {
  const from = options.from ?? connection;
  const relation = await described(identifier, from, options.schema);
  const columns = relation.columns.map((column) =>
    options.fetchAs ? { ...column, type: options.fetchAs, cast: true } : { ...column, cast: false },
  );
  const plan = await from.scan({ relation, columns, predicate: options.predicate ?? null, maxSplits: 1 });
  const types = columns.map(({ type }) => type);
  const { rows } = await collectPlan(plan, types);
  return rows.map((row) => row.map((value, i) => canonicalText(types[i]!, value)));
}

describe('shapes of tables', () => {
  test('WITHOUT ROWID, generated columns, STRICT, a column named rowid', async () => {
    file.client.exec(`
      create table keyed (k text primary key, v integer) without rowid;
      insert into keyed values ('b', 2), ('a', 1);
      create table computed (a integer, b integer generated always as (a * 2) virtual, c integer as (a + 1) stored);
      insert into computed (a) values (5);
      create table strict_table (i int, t text, any_value any) strict;
      insert into strict_table values (1, 'x', 'y');
      create table hides (rowid text, oid integer);
      insert into hides values ('z', 1), ('y', 2)`);
    expect(await read('keyed')).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
    expect(await read('computed')).toEqual([['5', '10', '6']]);
    expect(await read('strict_table')).toEqual([['1', 'x', 'y']]);
    expect(await read('hides')).toEqual([
      ['z', '1'],
      ['y', '2'],
    ]);
  });

  test('rowids at both ends of their range, and gaps', async () => {
    file.client.exec(`create table ends (id integer primary key);
      insert into ends values (-9223372036854775808), (0), (9223372036854775807)`);
    file.client.exec(
      'insert into ends select value * 1000 from (with recursive n(value) as (select 1 union all select value + 1 from n where value < 5000) select value from n)',
    );
    const rows = await read('ends');
    expect(rows).toHaveLength(5003);
    expect(rows[0]).toEqual(['-9223372036854775808']);
    expect(rows.at(-1)).toEqual(['9223372036854775807']);
    expect(new Set(rows.map(([id]) => id)).size).toBe(5003);
  });

  test('columns without a type follow their values', async () => {
    file.client.exec(`create table untyped (a, b, c);
      insert into untyped values (1, 1, 'x'), (2, 2.5, 3);
      create view counts as select count(*) as n, sum(b) as s from untyped`);
    const relation = await described('untyped');
    expect(relation.columns.map(({ type }) => type.kind)).toEqual(['int64', 'float64', 'varchar']);
    expect(relation.columns[2]!.note).toMatch(/integer and text/);
    expect(await read('untyped')).toEqual([
      ['1', '1', 'x'],
      ['2', '2.5', '3'],
    ]);
    expect(await read('counts')).toEqual([['2', '3.5']]);
  });

  test('an attached file is a schema', async () => {
    file.client.exec(`attach database '${file.directory}/etl.db' as etl; create table etl.t (a integer);
      insert into etl.t values (9)`);
    file.client.exec('detach database etl');
    const both = await open({ schemas_and_paths: { main: file.path, etl: `${file.directory}/etl.db` } });
    expect(await read('t', { from: both, schema: 'etl' })).toEqual([['9']]);
    await both.close();
  });

  test('a database in UTF-16', async () => {
    const other = await freshSqlite();
    other.client.exec(`pragma encoding = 'UTF-16le'; create table t (a text); insert into t values ('é😀'), ('plain')`);
    const wide = await open(other.profile);
    expect(await read('t', { from: wide })).toEqual([['é😀'], ['plain']]);
    await wide.close();
    await other.drop();
  });
});

describe('overrides', () => {
  const text: ColumnType = { kind: 'varchar' };

  test('text shows every stored value as it is', async () => {
    file.client.exec(`create table mixed (v integer);
      insert into mixed values (1), ('abc'), (0.1), (9007199254740993), (1e100), (null)`);
    await expect(read('mixed')).rejects.toMatchObject({
      message: expect.stringMatching(/column v of "main"\."mixed" .*'abc'/),
      diagnostics: [expect.objectContaining({ hint: expect.stringContaining('fetch_as: text') })],
    });
    expect((await read('mixed', { fetchAs: text })).flat()).toEqual([
      '1',
      'abc',
      '0.1',
      '9007199254740993',
      '1e+100',
      null,
    ]);
  });

  test('blob shows the bytes of broken text', async () => {
    file.client.exec(
      `create table broken (v text); insert into broken values (cast(x'ff41' as text)), ('a' || char(0))`,
    );
    await expect(read('broken')).rejects.toThrow(/not UTF-8.*x'ff41'/);
    expect((await read('broken', { fetchAs: { kind: 'blob' } })).flat()).toEqual(['ff41', '6100']);
  });
});

describe('predicates', () => {
  async function filtered(table: string, form: Form, kind: 'varchar' | 'date', ...values: string[]) {
    const column = (await described(table)).columns[0]!;
    const pushed = connection.dialect.pushdown({
      form,
      type: { kind: 'boolean' },
      operands: [
        { form: 'column', column, type: column.type },
        ...values.map((value) => ({ form: 'literal' as const, type: { kind }, value })),
      ],
    });
    if (pushed.class === 'local') throw new Error(pushed.reason);
    return (await read(table, { predicate: pushed.sql })).flat();
  }

  test('text is compared by bytes, whatever the collation', async () => {
    file.client.exec(
      `create table nocase (v text collate nocase); insert into nocase values ('a'), ('A'), ('b'), ('ab')`,
    );
    expect(await filtered('nocase', '=', 'varchar', 'a')).toEqual(['a']);
    expect(await filtered('nocase', '<', 'varchar', 'a')).toEqual(['A']);
    expect(await filtered('nocase', 'in', 'varchar', 'A', 'B')).toEqual(['A']);
    expect(await filtered('nocase', 'prefix', 'varchar', 'a')).toEqual(['a', 'ab']);
    expect((await described('nocase')).columns[0]!.comparison).toBe('differs');
  });

  test('a malformed date is refused, not filtered away', async () => {
    file.client.exec(`create table dates (d date); insert into dates values ('2024-01-03'), ('2024-02-01'), (null)`);
    expect(await filtered('dates', '<=', 'date', '2024-01-31')).toEqual(['2024-01-03']);
    file.client.exec(`insert into dates values ('2024-1-5')`);
    await expect(filtered('dates', '<=', 'date', '2024-01-31')).rejects.toThrow(/2024-1-5/);
  });
});

describe('other programs at the file', () => {
  test('a file in WAL mode is read beside its writer', async () => {
    const other = await freshSqlite();
    other.client.exec(`pragma journal_mode = wal; create table t (a integer); insert into t values (1);
      begin; insert into t values (2)`);
    const reader = await open(other.profile);
    expect(await read('t', { from: reader })).toEqual([['1']]);
    other.client.exec('commit');
    expect(await read('t', { from: reader })).toEqual([['1'], ['2']]);
    await reader.close();
    await other.drop();
  });

  test('a lock is waited for, with a notice, and then told', async () => {
    const other = await freshSqlite();
    other.client.exec('create table t (a integer); insert into t values (1)');
    const writer = await adapter.connect({
      name: 'legacy',
      profile: { path: other.path, lock_timeout: 2 },
      readOnly: false,
      projectDir: other.directory,
      engine: () => Promise.reject(new Error('SQLite needs no engine')),
      notice: (message) => void notices.push(message),
    });
    const holder = spawn(process.execPath, ['-e', HOLD_LOCK, other.path], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    const failed = await writer.query('create table u (a)').catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 'DVT4403', terminal: false, message: expect.stringContaining(other.path) });
    expect(notices.join()).toContain(`waiting for a lock on ${other.path}`);
    holder.stdin.end();
    await once(holder, 'exit');
    expect((await writer.query('select a from t')).rows).toEqual([[1]]);
    await writer.close();
    await other.drop();
  });

  test('a statement is cancelled in its middle', async () => {
    const abort = new AbortController();
    const slow = connection.query(
      'with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n',
      { signal: abort.signal },
    );
    setTimeout(() => abort.abort(), 200);
    await expect(slow).rejects.toMatchObject({ code: 'DVT5001' });
    expect((await connection.query('select 1')).rows).toEqual([[1]]);
  });
});
