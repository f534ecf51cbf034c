import { afterAll, beforeAll, expect, test } from 'vitest';
import { collectPlan } from '../../batches/collect.js';
import { freshPostgres, type TestDatabase } from '../../servers/index.js';
import { describeOne, open, uncast } from './open.js';

const ROWS = 250_000;
const RELATIONS = [{ database: null, schema: 'public', identifier: 't' }];
let database: TestDatabase;
beforeAll(async () => {
  database = await freshPostgres();
  await database.query(
    `create table t as select i as id, repeat('x', 200) as filler from generate_series(1, ${ROWS}) i; analyze t`,
  );
});
afterAll(() => database.drop());

test('scans of a snapshot see the state at which it was taken', async () => {
  const connection = await open(database.profile, { readOnly: true });
  const snapshot = await connection.openSnapshot!({ relations: RELATIONS, maxConnections: 2 });
  await database.query('insert into t values (0, null); create table after as select 1');
  const relation = await describeOne(connection, 't');
  const columns = uncast(relation);
  for (const maxSplits of [1, 2]) {
    const plan = await snapshot.scan({ relation, columns, predicate: null, maxSplits });
    const types = columns.map(({ type }) => type);
    expect((await collectPlan(plan, types)).rows).toHaveLength(ROWS);
  }
  await database.query('delete from t where id = 0');
  await snapshot.release();
  await snapshot.release();
  await connection.close();
});

test('a server that exports no snapshot: each scan has a state of its own, in one statement', async () => {
  // As some poolers and hosted servers refuse it.
  const user = `plain_${process.pid}`;
  await database.query(`create role ${user} login password 'plain'; grant select on t to ${user};
    revoke execute on function pg_export_snapshot() from public`);
  const connection = await open({ ...database.profile, user, password: 'plain' }, { readOnly: true });
  const { state, scan, held } = await connection.openSnapshot!({ relations: RELATIONS, maxConnections: 2 });
  expect([state.scope, state.limit, held]).toEqual([
    'scan',
    expect.stringMatching(/permission denied.*pg_export_snapshot/),
    true,
  ]);
  const relation = await describeOne(connection, 't');
  const columns = uncast(relation);
  const plan = await scan({ relation, columns, predicate: null, maxSplits: 2 });
  expect(plan.kind === 'read' && plan.tasks.length).toBe(1);
  const { rows } = await collectPlan(
    plan,
    columns.map(({ type }) => type),
  );
  expect(rows).toHaveLength(ROWS);
  await connection.close();
  await database.query(`drop owned by ${user}; drop role ${user}`);
});

test('timeouts of the server leave the session that holds a snapshot alone', async () => {
  const [[name]] = (await database.query('select current_database()')) as [[string]];
  await database.query(`alter database ${name} set idle_in_transaction_session_timeout = '500ms'`);
  const connection = await open(database.profile, { readOnly: true });
  const snapshot = await connection.openSnapshot!({ relations: RELATIONS, maxConnections: 2 });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(snapshot.held).toBe(true);
  const relation = await describeOne(connection, 't');
  const columns = uncast(relation).slice(0, 1);
  const plan = await snapshot.scan({ relation, columns, predicate: null, maxSplits: 2 });
  const { rows } = await collectPlan(plan, [columns[0]!.type]);
  expect(rows).toHaveLength(ROWS);
  await connection.close();
  await database.query(`alter database ${name} reset idle_in_transaction_session_timeout`);
});
