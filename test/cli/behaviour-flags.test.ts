import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { flagWarnings } from '#dvt/cli/behaviour-flags.js';
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
});

test('source_freshness_run_project_hooks: hooks run around `source freshness` unless the project says not', async () => {
  expect((await withFailingHook('{}', 'source', 'freshness')).code).toBe(1);
  const without = await withFailingHook('{source_freshness_run_project_hooks: false}', 'source', 'freshness');
  expect([without.code, without.stdout]).toEqual([0, expect.stringContaining('PASS')]);
});

/** A project with a package that has a model, a source and a docs block of the names that the project's own have. */
async function withNamesakes(flags: string) {
  const cwd = await folderWith({
    'profiles.yml': 'p: {target: dev, outputs: {dev: {type: duckdb, path: p.duckdb}}}\n',
    'dbt_project.yml': `name: p\nprofile: p\nflags: ${flags}\n`,
    'packages.yml': 'packages: [{local: lib}]\n',
    'analyses/deep/an.sql': 'select 1 as id',
    'models/days.sql': "{{ config(alias='root_days') }} select 2 as x",
    'models/s.yml': 'sources: [{name: r, schema: root_r, tables: [{name: t}]}]\n',
    'models/d.md': '{% docs d %}root doc{% enddocs %}',
    'lib/dbt_project.yml': 'name: lib\n',
    'lib/models/days.sql': 'select 1 as x',
    'lib/models/uses.sql': "select * from {{ ref('days') }} join {{ source('r', 't') }}",
    'lib/models/s.yml': `sources: [{name: r, schema: lib_r, tables: [{name: t}]}]
models: [{name: uses, description: "{{ doc('d') }}"}]
`,
    'lib/models/d.md': '{% docs d %}lib doc{% enddocs %}',
  });
  expect(await dvt(['deps'], { cwd })).toMatchObject({ code: 0 });
  const { stdout: sql, stderr } = await dvt(['compile', '--quiet', '--select', 'lib.uses'], { cwd });
  expect(stderr).toBe('');
  const manifest = JSON.parse(await readFile(join(cwd, 'target/manifest.json'), 'utf8')) as {
    nodes: Record<string, { description: string; depends_on: { nodes: string[] }; fqn: string[] }>;
  };
  const { description, depends_on } = manifest.nodes['model.lib.uses']!;
  const { fqn } = manifest.nodes['analysis.p.an']!;
  return { sql: sql.trim(), description, inputs: depends_on.nodes.toSorted(), fqn };
}

// What dbt-core 1.12.6 says of the same project.
test("names in a package are the project's before the package's, unless its flag turns that round", async () => {
  expect(await withNamesakes('{require_corrected_analysis_fqns: true}')).toEqual({
    sql: 'select * from "p"."main"."root_days" join "p"."root_r"."t"',
    description: 'root doc',
    inputs: ['model.p.days', 'source.p.r.t'],
    fqn: ['p', 'deep', 'an'],
  });
  expect(await withNamesakes('{require_ref_searches_node_package_before_root: true}')).toEqual({
    sql: 'select * from "p"."main"."days" join "p"."lib_r"."t"',
    description: 'lib doc',
    inputs: ['model.lib.days', 'source.lib.r.t'],
    fqn: ['p', 'analysis', 'deep', 'an'],
  });
});

test('a materialization of a package takes the place of a built-in one only where the flag is off', async () => {
  const run = async (flags: string) => {
    const cwd = await folderWith({
      'profiles.yml': 'p: {target: dev, outputs: {dev: {type: duckdb, path: p.duckdb}}}\n',
      'dbt_project.yml': `name: p\nprofile: p\nflags: ${flags}\n`,
      'packages.yml': 'packages: [{local: lib}]\n',
      'models/a.sql': "{{ config(materialized='table') }} select 1 as id",
      'lib/dbt_project.yml': 'name: lib\n',
      'lib/macros/m.sql':
        "{% materialization table, adapter='duckdb' %}{% do exceptions.raise_compiler_error('from the package') %}{% endmaterialization %}",
    });
    expect(await dvt(['deps'], { cwd })).toMatchObject({ code: 0 });
    return dvt(['run'], { cwd });
  };
  expect((await run('{}')).code).toBe(0);
  const replaced = await run('{require_explicit_package_overrides_for_builtin_materializations: false}');
  expect([replaced.code, replaced.stdout]).toEqual([1, expect.stringContaining('from the package')]);
});

describe('flags that are told', () => {
  const told = (flags: Readonly<Record<string, unknown>>) =>
    flagWarnings({ flags, locate: () => ({ path: 'dbt_project.yml', line: 1, column: 1 }) }).map(
      ({ message, hint }) => `${message} ${hint ?? ''}`,
    );
  test.each([
    ['state_modified_compare_vars', true],
    ['require_yaml_configuration_for_mf_time_spines', false],
    ['require_generic_test_arguments_property', true],
    ['warn_error', true],
    // Of adapters: dbt takes whatever it does not know.
    ['use_info_schema_for_columns', true],
    ['bigquery_use_batch_source_freshness', true],
  ])('not %s: %s', (name, value) => {
    expect(told({ [name]: value })).toEqual([]);
  });
  test.each([
    ['support_custom_ref_kwargs', true, 'has no effect'],
    ['require_generic_test_arguments_property', false, 'has no effect'],
    ['skip_nodes_if_on_run_start_fail', true, 'Did you mean `skip_nodes_if_on_run_start_fails`?'],
  ])('%s: %s', (name, value, message) => {
    expect(told({ [name]: value })).toEqual([expect.stringContaining(message)]);
  });
});
