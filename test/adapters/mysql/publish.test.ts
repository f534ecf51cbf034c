import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Connection, PublishOptions } from '#dvt/spi/connection.js';
import { freshMysql } from '../../servers/index.js';
import { named, open } from './open.js';

let database: Awaited<ReturnType<typeof freshMysql>>;
let connection: Connection;
const notices: string[] = [];
beforeAll(async () => {
  database = await freshMysql();
  connection = await open(database.profile, notices);
});
afterAll(async () => {
  await connection.close();
  await database.drop();
});
beforeEach(async () => {
  notices.length = 0;
  await dropAll();
});

const options = (runId: string, rows: number | null = null): PublishOptions => ({
  runId,
  rows,
  onDependents: 'recreate',
});
const staging = (table: string, runId: string) => named(`${table}__dvt_${runId}`);
const tables = async () =>
  (
    await database.query(
      'select table_name, table_type from information_schema.tables where table_schema = database() order by 1',
    )
  ).map((row) => row.join(' '));
const dropAll = async () => {
  for (const line of await tables()) {
    const [name, type] = line.split(/ (?=BASE|VIEW)/);
    await database.query(`drop ${type === 'VIEW' ? 'view' : 'table'} \`${name!.replaceAll('`', '``')}\``);
  }
};

test('a table takes the place of nothing, of a table and of a view, and a view of a table and of a view', async () => {
  const { target } = connection;
  for (const [run, sql] of [
    ['r1', 'select 1 as a'],
    ['r2', 'select 2 as a, 3 as b'],
  ] as const) {
    expect(await target!.createTableAs(staging('odd `name', run), `${sql} -- done`)).toEqual({ rows: 1 });
    await target!.publishTable(staging('odd `name', run), named('odd `name'), options(run, 1));
  }
  expect(await database.query('select * from `odd ``name`')).toEqual([['2', '3']]);
  await target!.publishView(named('odd `name'), 'select 4 as v', options('r3'));
  await target!.publishView(named('odd `name'), 'select 5 as v', options('r4'));
  expect(await database.query('select * from `odd ``name`')).toEqual([['5']]);
  expect(await tables()).toEqual(['odd `name VIEW']);
  await target!.createTableAs(staging('odd `name', 'r5'), 'select 6 as t');
  await target!.publishTable(staging('odd `name', 'r5'), named('odd `name'), options('r5', 1));
  expect(await database.query('select * from `odd ``name`')).toEqual([['6']]);
  expect(await tables()).toEqual(['odd `name BASE TABLE']);
  await target!.drop(named('odd `name'));
  await target!.drop(named('odd `name'));
  expect(await tables()).toEqual([]);
});

test('a wrong number of rows publishes nothing', async () => {
  const { target } = connection;
  await target!.createTableAs(staging('t', 'w'), 'select 1 as a');
  await expect(target!.publishTable(staging('t', 'w'), named('t'), options('w', 2))).rejects.toThrow(
    'holds 1 rows, the model has 2',
  );
  expect(await tables()).toEqual(['t__dvt_w BASE TABLE']);
});

test('comment, indexes and grants stay, as far as the new columns allow', async () => {
  const { target } = connection;
  const user = `u${randomUUID().slice(0, 8)}`;
  await database.query(
    `create table t (id int primary key, name varchar(20), code varchar(9), gone int, body text, key by_name (name desc), unique by_code (code), key by_gone (gone), key by_body (body(7)), fulltext key words (body)) comment 'it''s \\\\ kept';
     create user '${user}'@'%'; grant select on t to '${user}'@'%'`,
  );
  await target!.createTableAs(
    staging('t', 'k'),
    "select 1 as id, cast('x' as char(20)) as name, repeat('y', 70000) as code, 'z' as body",
  );
  await target!.publishTable(staging('t', 'k'), named('t'), options('k', 1));
  const indexes = await database.query(
    'select index_name, non_unique, column_name, sub_part, index_type from information_schema.statistics where table_schema = database() order by 1',
  );
  expect(indexes).toEqual([
    ['by_body', '1', 'body', null, 'BTREE'],
    ['by_name', '1', 'name', null, 'BTREE'],
    ['PRIMARY', '0', 'id', null, 'BTREE'],
    ['words', '1', 'body', null, 'FULLTEXT'],
  ]);
  expect(
    await database.query('select table_comment from information_schema.tables where table_schema = database()'),
  ).toEqual([["it's \\ kept"]]);
  expect((await database.query(`show grants for '${user}'@'%'`)).flat().join()).toContain('.`t` TO');
  expect(notices.join()).toMatch(/by_code .*was not kept/);
});

test('an index that the new data break is left out with a notice', async () => {
  const { target } = connection;
  await database.query('create table t (id int primary key, n int, unique (n))');
  await target!.createTableAs(staging('t', 'k'), 'select 1 as id, 5 as n union all select 2, 5');
  await target!.publishTable(staging('t', 'k'), named('t'), options('k', 2));
  expect(await database.query('select count(*) from t')).toEqual([['2']]);
  expect(notices.join()).toMatch(/Index n .*Duplicate/);
  expect(await database.query("show index from t where key_name = 'PRIMARY'")).toHaveLength(1);
});

test('a table that foreign keys refer to is not replaced', async () => {
  const { target } = connection;
  await database.query(
    'create table p (id int primary key); create table c (p int, foreign key (p) references p (id))',
  );
  await target!.createTableAs(staging('p', 'f'), 'select 1 as id');
  await expect(target!.publishTable(staging('p', 'f'), named('p'), options('f', 1))).rejects.toThrow(
    /foreign keys of .*c refer/,
  );
  expect(await tables()).toContain('p BASE TABLE');
  await database.query('drop table c');
});

test('a failed statement leaves no staging table', async () => {
  await expect(connection.target!.createTableAs(staging('t', 'x'), 'select * from missing')).rejects.toThrow(/missing/);
  await expect(
    connection.target!.createTableAs(
      staging('t', 'x'),
      "select cast('x' as date) d union all select convert(repeat('a', 9) , unsigned) + (select 1 union select 2)",
    ),
  ).rejects.toThrow();
  expect(await tables()).toEqual([]);
});

test('readers see the old or the new table, whole, at every instant', async () => {
  const { target } = connection;
  await target!.createTableAs(
    staging('t', 'v0'),
    'select seq as n, 0 as version from (select 1 seq union all select 2 union all select 3) s',
  );
  await target!.publishTable(staging('t', 'v0'), named('t'), options('v0', 3));
  const reader = await database.session();
  let stop = false;
  const seen = new Set<string>();
  const reading = (async () => {
    while (!stop) {
      const [[count, versions, version]] = (await reader.query(
        'select count(*), count(distinct version), max(version) from t',
      )) as [[string, string, string]];
      seen.add(`${count}/${versions}`);
      void version;
    }
  })();
  for (let version = 1; version <= 25; version++) {
    const run = `v${version}`;
    if (version % 5 === 0) {
      await target!.publishView(
        named('t'),
        `select 1 as n, ${version} as version union all select 2, ${version} union all select 3, ${version}`,
        options(run),
      );
    } else {
      await target!.createTableAs(
        staging('t', run),
        `select 1 as n, ${version} as version union all select 2, ${version} union all select 3, ${version}`,
      );
      await target!.publishTable(staging('t', run), named('t'), options(run, 3));
    }
  }
  stop = true;
  await reading;
  await reader.end();
  expect([...seen]).toEqual(['3/1']);
});

test('two publishers of one table take turns', async () => {
  const other = await open(database.profile);
  const publish = async (through: Connection, run: string) => {
    await through.target!.createTableAs(staging('t', run), `select '${run}' as run`);
    await through.target!.publishTable(staging('t', run), named('t'), options(run, 1));
  };
  for (let round = 0; round < 5; round++) {
    await Promise.all([publish(connection, `a${round}`), publish(other, `b${round}`)]);
  }
  expect(await tables()).toEqual(['t BASE TABLE']);
  await other.close();
});

test('a reader with an open transaction delays the swap, and nobody else for long', async () => {
  const { target } = connection;
  await database.query('create table t (a int); insert into t values (1)');
  const reader = await database.session();
  await reader.query('start transaction; select * from t');
  await target!.createTableAs(staging('t', 'slow'), 'select 2 as a');
  const publishing = target!.publishTable(staging('t', 'slow'), named('t'), options('slow', 1));
  await new Promise((resolve) => setTimeout(resolve, 6000));
  expect(notices.join()).toMatch(/Waiting for a transaction/);
  await reader.query('commit');
  await publishing;
  expect(await database.query('select a from t')).toEqual([['2']]);
  await reader.end();
});

test('staging relations of a run are swept when its lease is free, never before', async () => {
  const { target } = connection;
  const runs = [randomUUID(), randomUUID()] as const;
  const lease = await target!.lease(runs[0]);
  await database.query(
    `create table t__dvt_${'x'} (a int); create table \`t__dvt_${runs[0]}\` (a int); create table \`t__dvt_${runs[1]}\` (a int); create view \`v__dvt_old__dvt_${runs[1]}\` as select 1 as a; create table t_dvt_1 (a int)`,
  );
  const other = await open(database.profile);
  await expect(other.target!.lease(runs[0])).rejects.toThrow('already under way');
  const swept = await other.target!.sweep([{ database: null, schema: null }]);
  expect(swept.map(({ identifier }) => identifier).sort()).toEqual(
    ['t__dvt_x', `t__dvt_${runs[1]}`, `v__dvt_old__dvt_${runs[1]}`].sort(),
  );
  expect((await tables()).sort()).toEqual([`t__dvt_${runs[0]} BASE TABLE`, 't_dvt_1 BASE TABLE'].sort());
  await lease.release();
  expect(await other.target!.sweep([{ database: null, schema: null }])).toHaveLength(1);
  await other.close();
});

test('a cancelled statement ends on the server and leaves no table', async () => {
  const abort = new AbortController();
  const running = connection.target!.createTableAs(staging('t', 'c'), 'select sleep(60) as s', {
    signal: abort.signal,
  });
  setTimeout(() => abort.abort(), 300);
  await expect(running).rejects.toMatchObject({ code: 'DVT5001' });
  expect(await tables()).toEqual([]);
  expect(
    await database.query(
      "select info from information_schema.processlist where info like '%sleep(60)%' and id <> connection_id()",
    ),
  ).toEqual([]);
});
