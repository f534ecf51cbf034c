import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Connection } from '#dvt/spi/connection.js';
import { freshPostgres, type TestDatabase } from '../../servers/index.js';
import { open } from './open.js';

let database: TestDatabase;
let connection: Connection;
beforeAll(async () => {
  database = await freshPostgres();
  await database.query(`create table big as select i as id, repeat('x', 200) as filler from generate_series(1, 300000) i;
    alter table big set (parallel_workers = 2); analyze big`);
  connection = await open(database.profile, { readOnly: true });
});
afterAll(async () => {
  await connection?.close();
  await database?.drop();
});

interface ServersPlan {
  readonly 'Node Type': string;
  readonly 'Total Cost': number;
  readonly Plans?: readonly ServersPlan[];
}

async function serversPlan(sql: string): Promise<ServersPlan> {
  const [[text]] = (await database.query(`explain (format json) ${sql}`)) as [[string]];
  return (JSON.parse(text) as [{ Plan: ServersPlan }])[0].Plan;
}

it('handing on the rows of several processes is no cost of finding them', async () => {
  const sql = 'select filler from big where id < 3000';
  const plan = await serversPlan(sql);
  expect(plan['Node Type']).toBe('Gather');
  expect((await connection.explain!(sql))?.cost).toBe(plan.Plans![0]!['Total Cost']);
  expect(plan.Plans![0]!['Total Cost']).toBeLessThan(plan['Total Cost'] - 200);
});

it('any other plan costs what the server says', async () => {
  const sql = 'select count(*) from big where id < 3000';
  const plan = await serversPlan(sql);
  expect(plan['Node Type']).toBe('Aggregate');
  expect((await connection.explain!(sql))?.cost).toBe(plan['Total Cost']);
});
