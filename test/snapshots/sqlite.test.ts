import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { testProject } from '../run/project.js';
import { snapshotsSection } from './ledger.js';

test.each([
  ['wal', 'source', 300],
  ['delete', 'scan', null],
] as const)('models over a file in journal mode %s', async (mode, scope, expected) => {
  const directory = mkdtempSync(join(tmpdir(), 'dvt-sqlite-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const path = join(directory, 'shop.db');
  const writer = new DatabaseSync(path, { timeout: 10_000 });
  writer.exec(`pragma journal_mode = ${mode}; create table a (id integer primary key, v integer); create table b (id integer primary key, v integer);
    insert into a values (1, 100); insert into b values (1, 200)`);
  const project = await testProject({
    profile: 'target',
    profiles: {
      target: { adapter: 'duckdb', path: join(directory, 'out.duckdb') },
      lite: { adapter: 'sqlite', path },
    },
    files: {
      'models/sources.yml': `sources: [{name: lite, profile: lite, tables: [{name: a}, {name: b}]}]`,
      'models/one.sql': `select v from {{ source('lite', 'a') }}`,
      // Takes a while, so that the writer comes between.
      'models/wait.sql': `select count(*) as n from range(60000000) r(i), {{ ref('one') }} where hash(i) % 7 = v`,
      'models/two.sql': `-- depends_on: {{ ref('wait') }}
select sum(v) as total from (select v from {{ ref('one') }} union all select v from {{ source('lite', 'b') }})`,
    },
  });
  const running = project.start('run', '--threads', '1');
  let ended = false;
  const finished = running.finished.then((result) => {
    ended = true;
    return result;
  });
  while (!ended) {
    writer.exec('begin immediate; update a set v = v - 1; update b set v = v + 1; commit');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  writer.close();
  const run = await finished;
  expect(run.code, run.output).toBe(0);
  const { snapshots } = await snapshotsSection(project);
  expect(snapshots.map((one) => [one.connection, one.scope])).toContainEqual(['lite', scope]);
  const shown = await project.dvt(
    'show',
    '--inline',
    `select total::int as total from {{ ref('two') }}`,
    '--output',
    'json',
  );
  const total = Number(/"total":\s*(\d+)/.exec(shown.stdout)?.[1]);
  if (expected === null) expect(total).toBeGreaterThan(300);
  else expect(total).toBe(expected);
});
