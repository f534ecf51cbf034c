import { expect, test } from 'vitest';
import { folderWith } from '../config/files.js';
import { dvt } from './dvt.js';

/** Code and output of a command in a project whose hook before a run fails. */
async function withFailingHook(flags: string, ...args: string[]) {
  const cwd = await folderWith({
    'profiles.yml': 'p: {target: dev, outputs: {dev: {type: duckdb, path: p.duckdb}}}\n',
    'dbt_project.yml': `name: p\nprofile: p\non-run-start: ["select no_such_column"]\nflags: ${flags}\n`,
    'models/a.sql': "select timestamp '2020-01-01' as at",
    'models/s.yml': `sources:
  - name: raw
    tables:
      - name: t
        config: {loaded_at_query: select current_timestamp, freshness: {warn_after: {count: 1, period: day}}}
`,
  });
  return dvt(args, { cwd });
}

test('skip_nodes_if_on_run_start_fails: nodes run after a hook that failed only where the project says so', async () => {
  const skipped = await withFailingHook('{}', 'run');
  expect([skipped.code, skipped.stdout]).toEqual([1, expect.stringMatching(/PASS=0 .*SKIP=1/)]);
  const run = await withFailingHook('{skip_nodes_if_on_run_start_fails: false}', 'run');
  expect([run.code, run.stdout]).toEqual([1, expect.stringMatching(/PASS=1 .*SKIP=0/)]);
}, 180_000);

test('source_freshness_run_project_hooks: hooks run around `source freshness` unless the project says not', async () => {
  expect((await withFailingHook('{}', 'source', 'freshness')).code).toBe(1);
  const without = await withFailingHook('{source_freshness_run_project_hooks: false}', 'source', 'freshness');
  expect([without.code, without.stdout]).toEqual([0, expect.stringContaining('PASS')]);
}, 180_000);
