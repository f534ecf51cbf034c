import { expect, onTestFinished, test } from 'vitest';
import { freshPostgres } from '../../servers/index.js';
import { open } from './open.js';

/** A connection of a user who may have so many sessions. */
async function limited(sessions: number) {
  const server = await freshPostgres();
  const user = `few of ${server.profile['database']}`;
  await server.query(`create role "${user}" login password 'let me in' connection limit ${sessions}`);
  const connection = await open({ ...server.profile, user, password: 'let me in', retries: 0, threads: 4 });
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
  const connection = await limited(2);
  await Promise.all([1, 2].map(() => connection.query('select pg_sleep(0.3)')));
  const session = await connection.session();
  expect((await session.query('select 7')).rows).toEqual([[7]]);
  const second = await connection.session();
  // Nothing is left to give.
  await expect(connection.session()).rejects.toMatchObject({
    code: 'DVT4002',
    message: expect.stringContaining('no room for another session'),
    diagnostics: [{ hint: expect.stringContaining('max_connections') }],
  });
  await second.close();
  await session.close();
});
