import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshMysql, freshPostgres, mysqlServer, postgresServer, type TestDatabase } from './index.js';

describe.each([
  { name: 'PostgreSQL', fresh: freshPostgres, version: /^PostgreSQL 18/ },
  { name: 'MariaDB', fresh: freshMysql, version: /MariaDB/ },
])('$name', ({ fresh, version }) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await fresh();
  });
  afterAll(() => database.drop());

  test('runs the expected server over a password of odd characters', async () => {
    expect((await database.query('select version()'))[0]?.[0]).toMatch(version);
    expect(database.profile).toMatchObject({ host: '127.0.0.1', password: expect.stringContaining('{{ x }}ü') });
  });

  test('returns text as the server prints it', async () => {
    await database.query('create table t (a int, b varchar(10))');
    expect(await database.query('select * from t')).toEqual([]);
    await database.query("insert into t values (1, 'é😀'), (null, '')");
    expect(await database.query('select * from t order by a desc')).toContainEqual(['1', 'é😀']);
    expect(await database.query('select 1; select b, a from t where a is null')).toEqual([['', null]]);
  });

  test('databases are apart', async () => {
    const other = await fresh();
    await other.query('create table only_here (a int)');
    await expect(database.query('select * from only_here')).rejects.toThrow(/only_here/);
    await other.drop();
  });

  test('a second session sees what was committed', async () => {
    await database.query('create table shared_rows (a int); insert into shared_rows values (7)');
    const session = await database.session();
    expect(await session.query('select a from shared_rows')).toEqual([['7']]);
    await session.end();
  });
});

test('a private PostgreSQL has settings and TLS, and can be killed', async () => {
  const server = await postgresServer({ settings: { timezone: 'Asia/Kolkata' }, ssl: true });
  const database = await server.database();
  expect(await database.query('show timezone; select 1; show timezone')).toEqual([['Asia/Kolkata']]);
  expect(await database.query('show ssl')).toEqual([['on']]);
  server.kill();
  await expect(database.query('select pg_sleep(5)')).rejects.toThrow();
});

test('a private MariaDB has settings and TLS, and can be killed', async () => {
  const server = await mysqlServer({ settings: { 'default-time-zone': '+05:30' }, ssl: true });
  const database = await server.database();
  expect(await database.query('select @@time_zone, @@have_ssl')).toEqual([['+05:30', 'YES']]);
  server.kill();
  await expect(database.query('select sleep(5)')).rejects.toThrow();
});
