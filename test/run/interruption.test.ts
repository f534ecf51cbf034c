import { mkdtemp, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type Shop, shop } from './shop.js';

/** A source that never ends by itself, and one that is read meanwhile. */
const SLOW = {
  'models/slow_sources.yml': `
sources:
  - {name: slow, profile: postgres_prod, tables: [{name: endless}]}
  - {name: slow_mysql, profile: mysql_legacy, tables: [{name: endless_orders}]}
`,
  'models/slow.sql': `select e.i, e.pause, o.pause as other_pause from {{ source('slow', 'endless') }} e join {{ source('slow_mysql', 'endless_orders') }} o on o.order_id = e.i`,
};

async function endlessShop(): Promise<Shop> {
  const one = await shop(SLOW);
  await one.postgres.query(
    'create view endless as select i, pg_sleep(0.01)::text as pause from generate_series(1, 100000000) i',
  );
  await one.mysql.query('create view endless_orders as select order_id, sleep(0.01) as pause from orders');
  return one;
}

const sessions = (one: Shop) =>
  one.postgres.query(
    `select query from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );
const mysqlSessions = (one: Shop) =>
  one.mysql.query(`select info from information_schema.processlist where db = database() and id <> connection_id()`);
const staging = (one: Shop) => one.postgres.query(`select relname from pg_class where relname like '%\\_\\_dvt\\_%'`);

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await condition()) return;
    await sleep(50);
  }
  throw new Error('waited for 10 s in vain');
}

const reading = async (one: Shop) =>
  (await sessions(one)).some(([query]) => /copy/i.test(query ?? '')) &&
  (await mysqlSessions(one)).some(([info]) => /endless_orders/.test(info ?? ''));

test('Ctrl-C ends the statements on both servers and leaves nothing behind', async () => {
  const one = await endlessShop();
  // A folder of its own for what is temporary: others write into the system's meanwhile.
  const temporary = await mkdtemp(join(one.project.directory, 'tmp-'));
  const run = one.project.startWith({ TMPDIR: temporary }, 'run');
  await until(() => reading(one));
  // What is fetched is nobody else's to read.
  const folders = (await readdir(temporary)).filter((name) => name.startsWith('dvt-'));
  const modes = await Promise.all(folders.map(async (name) => (await stat(join(temporary, name))).mode & 0o777));
  expect(modes).toEqual([0o700]);
  run.process.kill('SIGINT');
  // What is read has no end of its own.
  const finished = await run.finished;
  expect(finished.code, finished.output).not.toBe(0);
  expect(finished.output).not.toMatch(/at .*\.js:\d+/);
  await until(async () => (await sessions(one)).length === 0 && (await mysqlSessions(one)).length === 0);
  expect(await staging(one)).toEqual([]);
  expect(await readdir(temporary)).toEqual([]);
});

test('a failed sibling ends the other extraction on its server too', async () => {
  const one = await endlessShop();
  await one.mysql.query('drop view endless_orders');
  await one.mysql.query(
    "create view endless_orders as select order_id, cast('x' as date) as pause from orders where (select 1 union select 2) = order_id",
  );
  const finished = await one.project.dvt('run');
  expect(finished.code, finished.output).toBe(1);
  await until(async () => (await sessions(one)).length === 0);
  expect(await staging(one)).toEqual([]);
});

test('kill -9 at any moment leaves the old or the new table, whole, and the next run cleans up', async () => {
  const rows = (n: number) =>
    `select o.order_id, c.name, ${n} as version from {{ source('mysql_source', 'orders') }} o join {{ source('postgres_source', 'customers') }} c using (customer_id) cross join range(20)`;
  const one = await shop({ 'models/m.sql': rows(0) });
  expect((await one.project.dvt('run')).code).toBe(0);
  const count = (await one.postgres.query('select count(*) from m'))[0]![0];
  expect(Number(count)).toBeGreaterThan(100_000);
  const seen = new Set<string>();
  for (let version = 1; version <= 8; version++) {
    await one.project.write('models/m.sql', rows(version));
    const run = one.project.start('run');
    await sleep(300 + version * 150);
    try {
      process.kill(-run.process.pid!, 'SIGKILL');
    } catch {
      // It had ended by itself, which is one of the moments.
    }
    await run.finished;
    const [state] = await one.postgres.query('select count(*), min(version), max(version) from m');
    expect(state![0]).toBe(count);
    expect(state![1]).toBe(state![2]);
    seen.add(state![1]!);
  }
  expect(seen.size).toBeGreaterThan(0);
  // A kill within PostgreSQL's transaction leaves no staging: this is what a run without one would have left.
  await one.postgres.query('create table m__dvt_0badcafe0000 (id integer)');
  const last = await one.project.dvt('run');
  expect(last.code, last.output).toBe(0);
  expect(await staging(one)).toEqual([]);
});
