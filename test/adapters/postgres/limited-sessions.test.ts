import { expect, onTestFinished, test } from 'vitest';
import { SessionRoom } from '#dvt/core/session-room.js';
import { freshPostgres } from '../../servers/index.js';
import { open } from './open.js';

/** A connection of a user who may have so many sessions. */
async function limited(sessions: number, patience?: number) {
  const server = await freshPostgres();
  const user = `few of ${server.profile['database']}`;
  await server.query(`create role "${user}" login password 'let me in' connection limit ${sessions}`);
  const room = new SessionRoom(() => {}, patience);
  const connection = await open({ ...server.profile, user, password: 'let me in', retries: 0, threads: 4 }, { room });
  onTestFinished(async () => {
    await connection.close();
    await server.query(`drop role "${user}"`);
    await server.drop();
  });
  return connection;
}

test('statements wait for one of the sessions that there are where the server has no room for more', async () => {
  const connection = await limited(2);
  const answers = await Promise.all([1, 2, 3, 4, 5].map((n) => connection.query(`select ${n}, pg_sleep(0.3)`)));
  expect(answers.map(({ rows }) => rows[0]![0])).toEqual([1, 2, 3, 4, 5]);
});

test('sessions that are only kept for later make room for one that is needed', async () => {
  const connection = await limited(3);
  await Promise.all([1, 2].map(() => connection.query('select pg_sleep(0.3)')));
  const session = await connection.session();
  expect((await session.query('select 7')).rows).toEqual([[7]]);
  const second = await connection.session();
  // Nothing is left to give: who needs a third one gets that of the first to end.
  const third = connection.session();
  await session.close();
  expect((await (await third).query('select 8')).rows).toEqual([[8]]);
  await second.close();
});

test('a wait for a session that nobody of the run will give back ends with what to lower', async () => {
  const connection = await limited(1, 100);
  // It would hold the only one, beside which nothing could be asked.
  await expect(connection.session()).rejects.toMatchObject({
    code: 'DVT4009',
    message: expect.stringContaining('no room for another session'),
    diagnostics: [{ hint: expect.stringContaining('max_connections') }],
  });
  expect((await connection.query('select 9')).rows).toEqual([[9]]);
});
