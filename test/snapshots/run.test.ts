import { afterAll, beforeAll, expect, test } from 'vitest';
import { testProject } from '../run/project.js';
import { filledSources, type Ledger, ledger, type Sources, snapshotsSection, TOTAL, totalOf } from './ledger.js';

let sources: Sources;
beforeAll(async () => {
  sources = await filledSources();
});
afterAll(async () => {
  await Promise.all([sources.postgres.drop(), sources.mysql.drop()]);
});

/** Statements that fetched a relation, as the log has them. */
async function fetches({ project }: Ledger, from: string): Promise<string[]> {
  const log = await project.read('logs/dvt.log');
  return log.split('\n').filter((line) => line.includes(`fetch from ${from}`));
}

test('all extractions of a source see one state, over several models and splits, while others write', async () => {
  const books = await ledger(sources, {});
  const before = new Date();
  const run = await books.project.dvt('run', '--threads', '1');
  expect(run.code, run.output).toBe(0);
  expect([await totalOf(books, 'pg'), await totalOf(books, 'my')]).toEqual([TOTAL, TOTAL]);
  // Both were written to meanwhile, and large enough to be read in parts.
  expect(books.moved.postgres).toBeGreaterThan(10);
  expect(books.moved.mysql).toBeGreaterThan(10);
  for (const source of ['pg_source', 'my_source']) {
    for (const table of ['a', 'b']) {
      const parts = (await fetches(books, source)).filter((line) => new RegExp(`[."\`]${table}["\`] `).test(line));
      expect(parts.length, `${source} ${table}`).toBeGreaterThan(2);
    }
  }
  const section = await snapshotsSection(books.project);
  expect(section.snapshot).toBe('run');
  expect(
    section.snapshots.map(({ connection, node, scope, means }) => [connection, node, scope, means]).sort(),
  ).toEqual([
    ['my_source', null, 'source', 'FLUSH TABLES WITH READ LOCK'],
    ['pg_source', null, 'source', 'exported snapshot'],
  ]);
  const position = section.snapshots.find(({ connection }) => connection === 'pg_source')!.position;
  const [[behind]] = (await books.postgres.query(`select pg_current_wal_lsn() >= '${position['lsn']}'::pg_lsn`)) as [
    [string],
  ];
  expect(behind).toBe('t');
  expect(position['snapshot']).toMatch(/^\d+:\d+:/);
  const times = section.snapshots.map(({ taken_at }) => new Date(taken_at).getTime());
  expect(section.skew_milliseconds).toBeCloseTo(Math.abs(times[0]! - times[1]!), -1);
  expect(await books.project.read('logs/dvt.log')).toMatch(/the states of the sources lie \d+ ms apart/);
  for (const time of times) expect(time).toBeGreaterThanOrEqual(before.getTime());
});

test('with `snapshot: none` each relation has a state of its own, and the sums do not fit', async () => {
  const books = await ledger(sources, { snapshot: 'none' });
  const run = await books.project.dvt('run', '--threads', '1');
  expect(run.code, run.output).toBe(0);
  expect(await totalOf(books, 'pg')).not.toBe(TOTAL);
  expect(await totalOf(books, 'my')).not.toBe(TOTAL);
  expect(await snapshotsSection(books.project)).toEqual({ snapshot: 'none', skew_milliseconds: null, snapshots: [] });
});

test('with `snapshot: model` the relations of one model fit together', async () => {
  const books = await ledger(sources, { snapshot: 'model' });
  for (const source of ['pg', 'my']) {
    await books.project.write(
      `models/both_${source}.sql`,
      `select (select sum(v) from {{ source('${source}', 'a') }} where filler not like md5(filler))
  + (select sum(v) from {{ source('${source}', 'b') }} where filler not like md5(filler)) as total`,
    );
  }
  const run = await books.project.dvt('run', '--threads', '1', '--select', 'both_pg', 'both_my');
  expect(run.code, run.output).toBe(0);
  const totals = await books.postgres.query(
    'select total::text from results.both_pg union all select total::text from results.both_my',
  );
  expect(totals).toEqual([[String(TOTAL)], [String(TOTAL)]]);
  const { snapshots } = await snapshotsSection(books.project);
  expect(snapshots.map(({ connection, node }) => [connection, node]).sort()).toEqual([
    ['my_source', 'model.ledger.both_my'],
    ['pg_source', 'model.ledger.both_pg'],
  ]);
});

test.each([
  ['LOCK TABLES', 'select, lock tables', 'LOCK TABLES', 2],
  ['no lock at all', 'select', 'consistent snapshot of one connection', 1],
])('a MariaDB user without RELOAD: %s', async (_name, rights, means, connections) => {
  const user = `limited_${connections}_${process.pid}`;
  const books = await ledger(sources, {}, { user, password: 'limited' });
  const name = String(books.mysql.profile['database']);
  await books.mysql.query(
    `create or replace user ${user}@'%' identified by 'limited'; grant ${rights} on ${name}.* to ${user}@'%'`,
  );
  const run = await books.project.dvt('run', '--threads', '1', '--select', 'my_a', 'my_b');
  expect(run.code, run.output).toBe(0);
  expect(await totalOf(books, 'my')).toBe(TOTAL);
  const snapshots = (await snapshotsSection(books.project)).snapshots.filter((one) => one.connection === 'my_source');
  expect(snapshots.map((one) => [one.means, one.connections])).toEqual([[means, connections]]);
  expect(snapshots[0]!.limit === null).toBe(connections > 1);
  await books.mysql.query(`drop user ${user}@'%'`);
});

test('`snapshot` with a word that is none is refused, with the place', async () => {
  const project = await testProject({
    profile: 'target',
    profiles: { target: { adapter: 'duckdb', path: 'out.duckdb' } },
    files: { 'dvt_project.yml': 'name: shop\nprofile: target\nsnapshot: always\n' },
  });
  const run = await project.dvt('parse');
  expect(run.code).toBe(2);
  expect(run.output).toMatch(/run.*model.*none/s);
  expect(run.output).toMatch(/dvt_project\.yml:3/);
});

test('a MariaDB without room for more sessions is read over one', async () => {
  const user = `single_${process.pid}`;
  // One describes, one reads, one tells where to stop.
  const books = await ledger(sources, {}, { user, password: 'single', retries: 0 });
  const name = String(books.mysql.profile['database']);
  await books.mysql.query(
    `create or replace user ${user}@'%' identified by 'single' with max_user_connections 2; grant select, lock tables on ${name}.* to ${user}@'%'`,
  );
  const run = await books.project.dvt('run', '--threads', '1', '--select', 'my_a', 'my_b');
  expect(run.code, run.output).toBe(0);
  expect(await totalOf(books, 'my')).toBe(TOTAL);
  const mine = (await snapshotsSection(books.project)).snapshots.find((one) => one.connection === 'my_source')!;
  expect([mine.connections, mine.limit]).toEqual([1, expect.stringMatching(/in time/)]);
  await books.mysql.query(`drop user ${user}@'%'`);
});
