import { expect, test } from 'vitest';
import { across } from './across.js';
import type { TestProject } from './project.js';

const FEDERATED = `{{ config(compute='duckdb', materialized='table') }} select {{ var('v', 1) }} as v`;

/** Starts a run, which waits for a lock, and stops it when it says so, as Ctrl-C does. */
async function stopped(project: TestProject, said: RegExp): Promise<string> {
  const run = project.start('run', '--vars', '{v: 2}', '--threads', '4');
  let output = '';
  // A second one ends the process at once.
  let stop = true;
  run.process.stdout?.on('data', (text: string) => {
    output += text;
    if (stop && said.test(output)) stop = !run.process.kill('SIGINT');
  });
  const finished = await run.finished;
  expect(finished.code, finished.output).toBe(1);
  return finished.output;
}

test('PostgreSQL: a run says who holds a lock that it waits for, and can be stopped while it waits', async () => {
  const { project, query, relations } = await across('postgres', ['unused'], {
    'models/federated.sql': FEDERATED,
    'models/in_place.sql': `{{ config(materialized='table') }} select {{ var('v', 1) }} as v`,
    'models/hooked.sql': `{{ config(materialized='table', post_hook='select 1') }} select {{ var('v', 1) }} as v`,
  });
  const first = await project.dvt('run');
  expect(first.code, first.output).toBe(0);
  const tables = ['federated', 'in_place', 'hooked'];
  const profiles = await project.read('profiles.yml');
  await project.write('profiles.yml', profiles.replace('adapter: postgres', 'adapter: postgres\n  threads: 4'));
  // The session of the test's own queries.
  const [[holder]] = (await query('select pg_backend_pid()')) as [[string]];
  await query(`set application_name = 'nightly load'`);
  await query(`begin; lock table ${tables.join(', ')} in access exclusive mode`);
  const waits = (step: string) =>
    new RegExp(
      `${step} waits for a lock that is held by session ${holder} \\(nightly load, user \\w+, idle in transaction\\)`,
    );
  const output = await stopped(
    project,
    new RegExp(
      tables
        .slice(0, 2)
        .map((table) => `(?=[\\s\\S]*${waits(`publishing "public"."${table}"`).source})`)
        .join(''),
    ),
  );
  expect(output).toMatch(/CANCELLED=3/);
  await query('rollback');
  for (const table of tables) expect(await query(`select v from ${table}`)).toEqual([['1']]);
  expect(await relations()).toEqual(tables.toSorted());

  await project.write('profiles.yml', profiles.replace('adapter: postgres', 'adapter: postgres\n  lock_timeout: 8s'));
  await query('begin; lock table federated in access exclusive mode');
  const late = await project.dvt('run', '--select', 'federated');
  await query('rollback');
  expect(late.output).toMatch(
    new RegExp(`DVT5104 Connection near: publishing .* the lock is held by session ${holder} \\(nightly load`),
  );
});

test('MariaDB: a run can be stopped while it waits for a lock', async () => {
  const { project, query, relations } = await across('mysql', ['unused'], { 'models/federated.sql': FEDERATED });
  const first = await project.dvt('run');
  expect(first.code, first.output).toBe(0);
  await query('lock tables federated read');
  const output = await stopped(project, /Waiting for a transaction that reads/);
  expect(output).toMatch(/CANCELLED=1/);
  expect(await query('select v from federated')).toEqual([['1']]);
  await query('unlock tables');
  expect(await relations()).toEqual(['federated']);
});
