import { expect, onTestFinished, test } from 'vitest';
import type { Connection } from '#dvt/spi/connection.js';
import { openEngine } from '../../compute/duckdb/opened.js';
import { countedPostgres } from '../../faults/counted.js';
import { named, open } from './open.js';

/** Sessions of dvt in the test's own database. */
const OURS = `application_name = 'dvt' and datname = current_database()`;

async function connected(profile: Readonly<Record<string, unknown>>): Promise<Connection> {
  const connection = await open(profile);
  onTestFinished(() => connection.close());
  return connection;
}

/** What a step costs, sessions being there. */
async function cost(count: { roundTrips: number }, step: () => Promise<unknown>): Promise<number> {
  const before = count.roundTrips;
  await step();
  return count.roundTrips - before;
}

test('round trips of publishing', async () => {
  const { database, profile, count } = await countedPostgres();
  const { target } = await connected(profile);
  const options = { runId: '0a0a0a0a0a0a', rows: 1, onDependents: 'recreate' } as const;
  const table = async () => {
    const staging = named('t__dvt_0a0a0a0a0a0a');
    const created = await cost(count, () => target!.createTableAs(staging, 'select 1 as id'));
    return [created, await cost(count, () => target!.publishTable(staging, named('t'), options))];
  };
  const view = (sql: string) => cost(count, () => target!.publishView(named('v'), sql, options));
  expect(await table(), 'nothing stands there').toEqual([1, 2]);
  expect(await table(), 'a table stands there').toEqual([1, 3]);
  expect(await view('select id from public.t'), 'a new view').toBe(1);
  expect(await view('select id from public.t where id > 0'), 'a view stands there').toBe(1);
  expect(await table(), 'a view over it is made again').toEqual([1, 3]);
  await database.query(`create index t_id on t (id); comment on table t is 'kept'; comment on view v is 'kept'`);
  expect(await table(), 'one more an index, one for comments and grants').toEqual([1, 5]);
  expect(await view(`select id, 'x' as more from public.t`), 'more columns').toBe(1);
  expect(await view(`select 'x' as other`), 'other columns').toBe(7);
  expect(
    await database.query(`select (select count(*) from t), (select other from v), obj_description('t'::regclass)`),
  ).toEqual([['1', 'x', 'kept']]);
});

test('sessions are kept between loads, and one that was lost is not used again', async () => {
  const { database, profile, count } = await countedPostgres();
  const { target } = await connected(profile);
  const { engine } = openEngine();
  await engine.openNamespace({ id: 'n', relations: [] });
  const columns = [{ name: 'id', type: { kind: 'int32' } }] as const;
  const load = async (table: string) => {
    const plan = await target!.load(named(table), columns, { columnTypes: new Map() });
    return cost(count, () => engine.load({ namespace: 'n', sql: 'select 1::integer as id' }, plan));
  };
  await load('first');
  const { logins } = count;
  expect(await load('second')).toBe(2);
  expect(count.logins).toBe(logins);
  // One whose load fails.
  await database.query('create table third (id int)');
  await expect(load('third')).rejects.toThrow(/"third" already exists/);
  await load('fourth');
  expect(count.logins).toBeGreaterThan(logins);
  // One that the server ends while it idles.
  await database.query(`select pg_terminate_backend(pid, 5000) from pg_stat_activity where ${OURS}`);
  await expect.poll(() => database.query(`select count(*) from pg_stat_activity where ${OURS}`)).toEqual([['0']]);
  await load('fifth');
  expect(await database.query('select count(*) from second, fourth, fifth')).toEqual([['1']]);
});

test('what one caller leaves in a session the next one does not see', async () => {
  const { database, profile } = await countedPostgres();
  const role = `plain_${database.profile['database']}`;
  await database.query(`create role ${role}`);
  onTestFinished(() => database.query(`drop role ${role}`).then(() => undefined));
  const connection = await connected({ ...profile, search_path: 'public, pg_catalog', lock_timeout: '7s' });
  const facts = `select pg_backend_pid(), current_user, session_user, current_setting('search_path'), current_setting('lock_timeout'),
    current_setting('work_mem'), current_setting('application_name'), current_setting('client_connection_check_interval', true),
    to_regclass('mine'), (select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid())`;
  const one = await connection.session();
  const [before] = (await one.query(facts)).rows;
  for (const sql of [
    `set lock_timeout = '1s'; set work_mem = '1MB'; set application_name = 'other'; set search_path = pg_temp`,
    'create temporary table mine (id int)',
    'select pg_advisory_lock(7)',
    `set role ${role}`,
  ]) {
    await one.query(sql);
  }
  await one.begin();
  await expect(one.query('select 1 / 0')).rejects.toThrow(/division by zero/);
  await one.close();
  // Where it takes long until it is as it was, there are others; each time one more is taken than can be idle beside it.
  let tries = 0;
  const again = async () => {
    const sessions = await Promise.all(Array.from({ length: ++tries }, () => connection.session()));
    const rows = await Promise.all(sessions.map(async (session) => (await session.query(facts)).rows[0]!));
    await Promise.all(sessions.map((session) => session.close()));
    return rows.find(([process]) => process === before![0]);
  };
  await expect.poll(again).toEqual(before);
});
