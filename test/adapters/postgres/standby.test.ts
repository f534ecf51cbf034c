import { expect, onTestFinished, test } from 'vitest';
import { collectPlan } from '../../batches/collect.js';
import { postgresServer, type TestServer } from '../../servers/index.js';
import { describeOne, named, open, uncast } from './open.js';

const ROWS = 200_000;

/** A server with a table of several splits, and a standby that has it too. */
async function standby() {
  const primary = await postgresServer();
  const database = await primary.database();
  await database.query(
    `create table t as select i as id, repeat('x', 250) as filler from generate_series(1, ${ROWS}) i; analyze t`,
  );
  const server: TestServer = await postgresServer({ standbyOf: primary });
  const connection = await open({ ...database.profile, port: server.port });
  onTestFinished(async () => {
    await connection.close();
    server.kill();
    await database.drop();
  });
  const [[written]] = (await database.query('select pg_current_wal_lsn()')) as [[string]];
  const replayed = `select pg_last_wal_replay_lsn() >= '${written}'::pg_lsn`;
  while (String((await connection.query(replayed)).rows[0]) !== 'true') {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { database, connection };
}

test('a hot standby is read at one state, in splits; what it cannot do is told', { timeout: 120_000 }, async () => {
  const { database, connection } = await standby();
  const snapshot = await connection.openSnapshot!({ relations: [named('t')], maxConnections: 2 });
  expect(snapshot.state).toMatchObject({
    scope: 'source',
    limit: null,
    position: { lsn: expect.stringMatching(/\//) },
  });
  await database.query('delete from t where id <= 1000');
  const relation = await describeOne(connection, 't');
  const columns = uncast(relation).slice(0, 1);
  const plan = await snapshot.scan({ relation, columns, predicate: null, maxSplits: 2 });
  expect(plan.kind === 'read' && plan.tasks.length).toBeGreaterThan(1);
  const { rows } = await collectPlan(plan, [columns[0]!.type]);
  await snapshot.release();
  expect(new Set(rows.map(([id]) => id)).size).toBe(ROWS);
  expect(rows).toHaveLength(ROWS);

  expect((await connection.inspect()).mayNot.join()).toContain('create tables');
  await expect(connection.target!.createTableAs(named('made'), 'select 1 as x')).rejects.toMatchObject({
    diagnostics: [{ code: 'DVT5101', hint: expect.stringContaining('publish on the primary') }],
  });
});
