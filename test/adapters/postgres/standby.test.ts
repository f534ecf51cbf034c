import { expect, onTestFinished, test } from 'vitest';
import { postgresServer, type TestServer } from '../../servers/index.js';
import { named, open } from './open.js';
import { createSplitTable, expectOneState } from './split-table.js';

/** A server with a table of several splits, and a standby that has it too. */
async function standby() {
  const primary = await postgresServer();
  const database = await primary.database();
  await createSplitTable(database);
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

test('a hot standby is read at one state, in splits; what it cannot do is told', async () => {
  const { database, connection } = await standby();
  const snapshot = await connection.openSnapshot!({ relations: [named('t')], maxConnections: 2 });
  expect(snapshot.state).toMatchObject({ limit: null, position: { lsn: expect.stringMatching(/\//) } });
  await snapshot.release();
  await expectOneState(connection, () => database.query('delete from t where id <= 1000'));

  expect((await connection.inspect()).mayNot.join()).toContain('create tables');
  await expect(connection.target!.createTableAs(named('made'), 'select 1 as x')).rejects.toMatchObject({
    diagnostics: [{ code: 'DVT5101', hint: expect.stringContaining('publish on the primary') }],
  });
});
