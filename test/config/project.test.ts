import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { configRenderer } from '#dvt/cli/config-templates.js';
import { readProjectFile } from '#dvt/config/index.js';
import { dbtTemplater } from '#dvt/context/index.js';
import { loadMacros } from '#dvt/manifest/index.js';
import { folderWith, mistakesOf, places } from './files.js';

const render = configRenderer({
  env: { HOME_SCHEMA: 'mart', DBT_ENV_SECRET_X: 'hidden-value' },
  vars: { kind: 'view' },
  secrets: false,
  target: async () => ({ name: 'dev' }),
});

async function load(text: string, name = 'dvt_project.yml') {
  const folder = await folderWith({ [name]: text });
  return (await readProjectFile(folder)).load(render);
}

test("the demo project at the repository's root does not take dvt's own macros for its own", async () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const { entries } = await loadMacros(await (await readProjectFile(root)).load(render), dbtTemplater());
  expect([...entries.values()].filter(({ packageName }) => packageName === 'shop')).toEqual([]);
});

describe('which file', () => {
  test('dvt_project.yml comes before dbt_project.yml', async () => {
    const folder = await folderWith({ 'dvt_project.yml': 'name: one', 'dbt_project.yml': 'name: two' });
    expect((await readProjectFile(folder)).projectName).toBe('one');
  });
  test('dbt_project.yml alone will do', async () => {
    expect(await load('name: shop\nprofile: p', 'dbt_project.yml')).toMatchObject({
      file: 'dbt_project.yml',
      name: 'shop',
    });
  });
  test('neither is an error that says what to do', async () => {
    const [mistake] = await mistakesOf(readProjectFile(await folderWith({})));
    expect(mistake).toMatchObject({ code: 'DVT1005' });
    expect(mistake?.hint).toContain('dvt init');
  });
});

test('a minimal project has the defaults of dbt', async () => {
  const folder = await folderWith({ 'dvt_project.yml': 'name: shop\nprofile: shop\n' });
  const project = await (await readProjectFile(folder)).load(render);
  expect(project).toMatchObject({
    root: folder,
    modelPaths: ['models'],
    macroPaths: ['macros'],
    seedPaths: ['seeds'],
    testPaths: ['tests'],
    analysisPaths: ['analyses'],
    snapshotPaths: ['snapshots'],
    targetPath: join(folder, 'target'),
    cleanTargets: ['target'],
    quoting: { database: true, schema: true, identifier: true },
    compute: {
      defaultEngine: 'duckdb',
      duckdb: { memoryLimit: null, threads: null, tempDirectory: null },
      spark: null,
    },
  });
});

test('the compute settings of the seed example are understood', async () => {
  const project = await load(`name: shop
profile: shop
compute:
  default_engine: duckdb
  duckdb: {memory_limit: '4GB', threads: 4, temp_directory: tmp}
  spark: {type: local, master: 'local[*]', config: {spark.executor.memory: '4g'}}
`);
  expect(project.compute).toEqual({
    defaultEngine: 'duckdb',
    duckdb: { memoryLimit: '4GB', threads: 4, tempDirectory: join(project.root, 'tmp') },
    spark: { type: 'local', master: 'local[*]', config: { 'spark.executor.memory': '4g' } },
  });
});

test('keys of dbt that dvt does not act on are accepted', async () => {
  const project = await load(`name: shop
config-version: 2
version: '1.0.0'
profile: shop
require-dbt-version: [">=1.0.0", "<2.0.0"]
packages-install-path: dbt_packages
query-comment: "{{ nothing_of_the_kind() }}"
flags: {send_anonymous_usage_stats: false}
dispatch: [{macro_namespace: dbt_utils, search_order: [shop, dbt_utils]}]
`);
  expect(project.version).toBe('1.0.0');
});

test('values are rendered as dbt renders them; hooks and vars are left as written', async () => {
  const project = await load(`name: shop
profile: "{{ env_var('PROFILE', 'fallback') }}"
models:
  shop:
    +schema: "{{ env_var('HOME_SCHEMA') }}"
    +materialized: "{{ 'table' if target.name == 'prod' else var('kind') }}"
    +pre-hook: "grant select on {{ this }}"
    +enabled: "{{ target.name == 'dev' }}"
on-run-start: "create schema {{ target.schema }}"
vars: {start: "{{ not_rendered }}"}
`);
  expect(project.profile).toBe('fallback');
  expect(project.configTrees.models).toEqual({
    shop: { '+schema': 'mart', '+materialized': 'view', '+pre-hook': 'grant select on {{ this }}', '+enabled': true },
  });
  expect(project.onRunStart).toEqual(['create schema {{ target.schema }}']);
  expect(project.vars).toEqual({ start: '{{ not_rendered }}' });
});

describe('mistakes are all reported at once, each at its place, with the nearest known name', () => {
  test('unknown keys, wrong types, wrong values', async () => {
    const mistakes = await mistakesOf(
      load(`name: 9shop
profile: shop
modle-paths: [models]
model-paths: models
quoting: {databse: true, schema: "yes"}
compute:
  default_engine: duckbd
  duckdb: {memory_limit: 4, threads: 0, memory: 4GB}
`),
    );
    expect(places(mistakes)).toEqual([
      'DVT1003 1:7',
      'DVT1002 3:1',
      'DVT1003 4:14',
      'DVT1002 5:11',
      'DVT1003 5:34',
      'DVT1003 7:19',
      'DVT1003 8:26',
      'DVT1003 8:38',
      'DVT1002 8:41',
    ]);
    const hints = mistakes.map(({ hint }) => hint);
    expect(hints[1]).toBe('Did you mean `model-paths`?');
    expect(hints[3]).toBe('Did you mean `database`?');
    expect(mistakes[2]?.message).toBe('`model-paths` must be a list, found "models".');
    expect(mistakes[2]?.frame).toContain('> 4 | model-paths: models');
  });

  test('templates that fail', async () => {
    const mistakes = await mistakesOf(
      load(`name: shop
profile: shop
target-path: "{{ env_var('NOT_SET') }}"
models: {shop: {+schema: "{{ env_var('DBT_ENV_SECRET_X') }}"}}
`),
    );
    expect(places(mistakes)).toEqual(['DVT1020 3:14', 'DVT1021 4:26']);
    expect(mistakes[0]?.message).toBe("Env var required but not provided: 'NOT_SET'.");
    expect(JSON.stringify(mistakes)).not.toContain('hidden-value');
  });

  test('a missing name', async () => {
    expect(await mistakesOf(load('profile: shop\n'))).toMatchObject([
      { code: 'DVT1004', message: '`name` is missing.' },
    ]);
  });

  test('a file that is no mapping, and one that is empty', async () => {
    expect(await mistakesOf(load('- name: shop'))).toMatchObject([{ code: 'DVT1003' }]);
    expect(await mistakesOf(load(''))).toMatchObject([{ code: 'DVT1003' }]);
  });

  test('a project without a profile', async () => {
    const file = await readProjectFile(await folderWith({ 'dvt_project.yml': 'name: shop' }));
    expect(await mistakesOf(file.profile(render))).toMatchObject([{ code: 'DVT1004' }]);
  });
});

test('source-paths and data-paths, the names before dbt 1.0, are still taken, as dbt-core 1.12.6 takes them', async () => {
  expect(await load('name: shop\nprofile: p\nsource-paths: [sql]\ndata-paths: [data]')).toMatchObject({
    modelPaths: ['sql'],
    seedPaths: ['data'],
  });
});
