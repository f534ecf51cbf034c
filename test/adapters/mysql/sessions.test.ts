import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { adapter } from '#dvt/adapters/mysql/index.js';
import { freshMysql, mysqlServer } from '../../servers/index.js';
import { Staged } from '../../transfer/staged.js';
import { described, named, open, readTexts, scanColumn } from './open.js';

let database: Awaited<ReturnType<typeof freshMysql>>;
beforeAll(async () => {
  database = await freshMysql();
});
afterAll(() => database.drop());

test('database and schema are one thing: both may be given, not with different values', async () => {
  const { database: name, ...rest } = database.profile;
  const connection = await open({ ...rest, schema: name, database: name });
  expect(connection.defaults).toEqual({ database: null, schema: name });
  await connection.close();
  await expect(open({ ...database.profile, schema: 'other' })).rejects.toThrow(new RegExp(`"${name}".*"other"`));
  expect(adapter.completeName({ schema: 'a' }, named('t'))).toEqual({ database: null, schema: 'a', identifier: 't' });
  expect(adapter.completeName({}, { database: 'b', schema: null, identifier: 't' }).schema).toBe('b');
  expect(() => adapter.completeName({}, { database: 'b', schema: 'c', identifier: 't' })).toThrow(/"b".*"c"/);
});

test.each([
  [{ password: 'wrong' }, 'DVT4003', /using password: YES/],
  [{ user: 'nobody' }, 'DVT4003', /nobody/],
  [{ database: 'no_such_db' }, 'DVT4004', /no_such_db/],
  [{ port: 1 }, 'DVT4002', /cannot be reached at \S+:1: .*ECONNREFUSED/],
  [{ host: 'no-such-host.invalid' }, 'DVT4002', /cannot be reached/],
  [{ socket: '/nowhere/mysql.sock' }, 'DVT4002', /cannot be reached/],
  [{ ssl_mode: 'REQUIRED' }, 'DVT4005', /secure connection/],
  [{ ssl_ca: 'missing.pem' }, 'DVT4005', /missing\.pem.*ENOENT/],
  [{ ssl_mode: 'VERIFY_CA', ssl_disabled: true }, 'DVT4005', /VERIFY_CA and DISABLED/],
])('a profile with %o does not connect, and says why', async (change, code, message) => {
  const failure = open({ ...database.profile, retries: 0, ...change });
  await expect(failure).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  await expect(failure).rejects.not.toMatchObject({
    message: expect.stringContaining(String(database.profile['password'])),
  });
});

test('a server that does not answer is told with its address and the time that it had', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  onTestFinished(() => void silent.close());
  const { port } = silent.address() as AddressInfo;
  await expect(open({ host: '127.0.0.1', port, user: 'u', retries: 0, connect_timeout: 1 })).rejects.toMatchObject({
    code: 'DVT4002',
    message: `Connection shop: the server cannot be reached at 127.0.0.1:${port}: no answer within 1 s`,
  });
});

test('what the fields accept', () => {
  const parse = (field: string, value: unknown) => adapter.fields[field]!.schema.safeParse(value);
  expect(parse('port', '3307')).toMatchObject({ data: 3307 });
  expect(parse('port', 'x').success).toBe(false);
  expect(parse('ssl_mode', 'verify_ca')).toMatchObject({ data: 'VERIFY_CA' });
  expect(parse('ssl_mode', 'sometimes').success).toBe(false);
  expect(parse('ssl_disabled', 'true')).toMatchObject({ data: true });
  expect(parse('charset', 'latin1').success).toBe(false);
  expect(parse('password', 123)).toMatchObject({ data: '123' });
});

describe('TLS', () => {
  let server: Awaited<ReturnType<typeof mysqlServer>>;
  let secure: Awaited<ReturnType<typeof freshMysql>>;
  beforeAll(async () => {
    server = await mysqlServer({ ssl: true, settings: { 'bind-address': '127.0.0.1,127.0.0.2' } });
    secure = await server.database();
  });
  const cipher = async (change: Readonly<Record<string, unknown>>) => {
    const connection = await open({ ...secure.profile, retries: 0, ...change });
    try {
      const { rows } = await connection.query("show session status like 'Ssl_cipher'");
      return String(rows[0]![1]);
    } finally {
      await connection.close();
    }
  };

  test('is used wherever the server offers it, unless it is disabled', async () => {
    expect(await cipher({})).toMatch(/TLS_|AES/);
    expect(await cipher({ ssl_mode: 'REQUIRED' })).toMatch(/TLS_|AES/);
    expect(await cipher({ ssl_mode: 'DISABLED' })).toBe('');
    expect(await cipher({ ssl_disabled: true })).toBe('');
  });

  test("checks the server's certificate where asked to", async () => {
    const ca = { ssl_ca: server.caFile };
    expect(await cipher(ca)).toMatch(/TLS_|AES/);
    expect(await cipher({ ...ca, ssl_mode: 'VERIFY_IDENTITY', host: '127.0.0.1' })).toMatch(/TLS_|AES/);
    expect(await cipher({ ...ca, ssl_mode: 'VERIFY_IDENTITY', host: 'localhost' })).toMatch(/TLS_|AES/);
    await expect(cipher({ ssl_mode: 'VERIFY_CA' })).rejects.toMatchObject({ code: 'DVT4005' });
    await expect(cipher({ ssl_mode: 'VERIFY_IDENTITY' })).rejects.toMatchObject({ code: 'DVT4005' });
    // The certificate is for localhost and 127.0.0.1.
    await expect(cipher({ ...ca, ssl_mode: 'VERIFY_IDENTITY', host: '127.0.0.2' })).rejects.toMatchObject({
      code: 'DVT4005',
      message: expect.stringContaining('127.0.0.2'),
    });
  });

  test('a connection says goodbye before it closes: the server counts none as aborted', async () => {
    const aborted = async () => Number((await secure.query("show global status like 'Aborted_clients'"))[0]![1]);
    const before = await aborted();
    for (let time = 0; time < 5; time++) await cipher({});
    expect(await aborted()).toBe(before);
  });

  test('carries scans and loads, too', async () => {
    await secure.query('create table t (v varchar(20)); insert into t values (repeat("é", 10))');
    const connection = await open({ ...secure.profile, ssl_mode: 'REQUIRED' });
    expect(await readTexts(connection, 't')).toEqual([['é'.repeat(10)]]);
    await connection.close();
    expect(readFileSync(server.caFile!, 'utf8')).toContain('BEGIN CERTIFICATE');
  });
});

test('a Unix socket in place of host and port', async () => {
  const socket = String((await database.query('select @@socket'))[0]![0]);
  const { host, port, ...rest } = database.profile;
  void host;
  void port;
  const connection = await open({ ...rest, socket });
  expect((await connection.query('select 1')).rows).toEqual([[1]]);
  await connection.close();
});

test('small results keep every digit', async () => {
  const connection = await open(database.profile);
  const { rows, columns } = await connection.query(
    "select 9007199254740993 as big, 18446744073709551615, 1.10 as d, 1.5e0, date'2024-01-01', timestamp'2024-01-01 00:00:00.5', null, 'é', x'00ff' as b, b'101', cast('10:00:00' as time), true",
  );
  expect(columns.map(({ name }) => name).slice(0, 1)).toEqual(['big']);
  expect(rows).toEqual([
    [
      9007199254740993n,
      18446744073709551615n,
      '1.10',
      1.5,
      '2024-01-01',
      '2024-01-01 00:00:00.5',
      null,
      'é',
      '0x00FF',
      expect.anything(),
      '10:00:00',
      1,
    ],
  ]);
  expect((await connection.query('select 1 union all select 2 union all select 3', { limit: 2 })).rows).toEqual([
    [1],
    [2],
  ]);
  expect((await connection.query('select 1 union all select 2')).rows).toHaveLength(2);
  await connection.close();
});

test('what a server says of itself and its user', async () => {
  const connection = await open(database.profile);
  const info = await connection.inspect();
  expect(info.version).toMatch(/^MariaDB 1\d\.\d+\.\d+$/);
  expect(info.may).toEqual(expect.arrayContaining(['read', 'create tables', 'load local data']));
  await connection.close();
  await database.query(
    "create or replace user reader@'%' identified by 'r'; create table if not exists seen (a int); create table if not exists hidden (a int)",
  );
  await database
    .query(
      `grant select on seen to reader@'%'; grant select on \`${String(database.profile['database']).replaceAll('_', '\\_')}\`.seen to reader@'%'`,
    )
    .catch(() => {});
  const reader = await open({ ...database.profile, user: 'reader', password: 'r' });
  expect((await reader.inspect()).mayNot.join()).toMatch(/create tables: nothing can be published here/);
  expect(await reader.describe([named('seen')])).toMatchObject([{ columns: [{ name: 'a' }] }]);
  await expect(reader.describe([named('hidden')])).rejects.toMatchObject({
    code: 'DVT4006',
    message: expect.stringContaining('hidden'),
  });
  await reader.close();
});

test('names of any kind, 1,000 columns, views, empty tables, what is missing', async () => {
  const connection = await open(database.profile);
  const names = ['odd `name', 'select', 'Ünïcode 表', "it's", 'a.b', '"q"', 'back\\slash'];
  for (const name of names) {
    const quoted = connection.dialect.quote(name);
    await database.query(`create table ${quoted} (${quoted} int); insert into ${quoted} values (7)`);
    expect(await readTexts(connection, name)).toEqual([['7']]);
  }
  const wide = Array.from({ length: 1000 }, (_, at) => `c${at}`);
  await database.query(
    `create table wide (${wide.map((name) => `${name} int`).join(', ')}); insert into wide (c0, c999) values (1, 2)`,
  );
  const [row] = await readTexts(connection, 'wide');
  expect([row!.length, row![0], row![1], row![999]]).toEqual([1000, '1', null, '2']);
  await database.query(
    'create table empty (a int, hidden int invisible); create view v as select 1 as one, a from empty',
  );
  expect(await readTexts(connection, 'empty')).toEqual([]);
  expect((await described(connection, 'empty')).columns.map(({ name }) => name)).toEqual(['a']);
  expect((await described(connection, 'v')).kind).toBe('view');
  expect(await connection.describe([named('missing'), named('EMPTY'), named('empty')])).toMatchObject([
    null,
    null,
    { kind: 'table' },
  ]);
  const listed = await connection.list({ database: null, schema: null });
  expect(listed.map(({ name }) => name.identifier)).toEqual(expect.arrayContaining(['v', 'wide', ...names]));
  await database.query('create table gone (a int); create view broken as select a from gone; drop table gone');
  await expect(connection.describe([named('broken')])).rejects.toThrow(/broken/);
  await connection.close();
});

test('how many values a column has that begins an index: as the server counted them, not as its optimizer is told', async () => {
  await database.query(`create table counted (a int, b int, c int not null, primary key (a, b), index (c), unique (b, a));
    insert into counted select seq div 20, seq, seq % 3000 from seq_1_to_120000; analyze table counted`);
  const connection = await open(database.profile);
  const { columns } = await described(connection, 'counted');
  await connection.close();
  const about = (name: string) => columns.find((column) => column.name === name)!.distinct! / 1000;
  // InnoDB looks at 20 pages of each index.
  expect(about('a')).toBeGreaterThan(6 * 0.8);
  expect(about('a')).toBeLessThan(6 * 1.25);
  expect(about('c')).toBeGreaterThan(3 * 0.8);
  expect(about('c')).toBeLessThan(3 * 1.25);
});

test('idle sessions that the server has ended are replaced', async () => {
  const connection = await open(database.profile);
  const { rows } = await connection.query('select connection_id()');
  await database.query(`kill ${String(rows[0]![0])}`);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect((await connection.query('select 1')).rows).toEqual([[1]]);
  await connection.close();
});

test('idle sessions make room for the one that a snapshot needs', async () => {
  const name = String(database.profile['database']);
  await database.query(`create table roomy (a int primary key); insert into roomy values (1), (2), (3);
    create user ${name}@'%' identified by 'two' with max_user_connections 2; grant select on ${name}.* to ${name}@'%'`);
  const staged = new Staged();
  const connection = await open({ ...database.profile, user: name, password: 'two' }, [], staged.transfer.sessions);
  try {
    const ids = await Promise.all([0, 1].map(() => connection.query('select connection_id(), sleep(0.2)')));
    // Both places are taken, and nobody uses them.
    expect(new Set(ids.map(({ rows }) => rows[0]![0])).size).toBe(2);
    const relation = await described(connection, 'roomy');
    const columns = relation.columns.map((column) => scanColumn(column));
    const snapshot = await connection.openSnapshot!({ relations: [named('roomy')], maxConnections: 1 });
    const plan = await snapshot.scan({ relation, columns, predicate: null, maxSplits: 1 });
    if (plan.kind !== 'read') throw new Error('a read plan was expected');
    expect(await staged.extract('roomy', [columns[0]!.type], plan.tasks)).toMatchObject({ rows: 3 });
    // The place beside it serves questions again.
    expect((await connection.query('select max(a) from roomy')).rows).toEqual([[3]]);
    await snapshot.release();
  } finally {
    await connection.close();
    await staged.close();
    await database.query(`drop user ${name}@'%'`);
  }
});
