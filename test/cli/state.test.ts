import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith } from '../config/files.js';
import { dvt } from './dvt.js';

test('a macro that macros call or dispatch makes the models modified; ls lists no analyses unless asked', async () => {
  const macros = (factor: number) =>
    `{% macro default__twice(x) %}{{ x }} * ${factor}{% endmacro %}
{% macro twice(x) %}{{ adapter.dispatch('twice')(x) }}{% endmacro %}
{% macro indirectly(x) %}{{ twice(x) }}{% endmacro %}`;
  const cwd = await folderWith({
    'profiles.yml': 'p: {target: dev, outputs: {dev: {type: duckdb, path: p.duckdb}}}\n',
    'dbt_project.yml': 'name: p\nprofile: p\n',
    'macros/m.sql': macros(2),
    'models/a.sql': 'select {{ indirectly(1) }} as id',
    'models/b.sql': 'select 1 as id',
    'analyses/look.sql': 'select 1 as id',
  });
  const ls = async (...args: string[]) => (await dvt(['ls', '--quiet', ...args], { cwd })).stdout;
  expect((await dvt(['parse', '--target-path', 'state'], { cwd })).code).toBe(0);
  await writeFile(join(cwd, 'macros/m.sql'), macros(3));
  expect(await ls('--select', 'state:modified.macros', '--state', 'state')).toBe('p.a\n');
  expect(await ls('--resource-type', 'default')).toBe('p.a\np.b\n');
  expect(await ls('--resource-type', 'all')).toBe('p.analysis.look\np.a\np.b\n');
});

test('a changed macro of a package makes the models modified, also of a package whose name begins like dbt', async () => {
  const cwd = await folderWith({
    'profiles.yml': 'p: {target: dev, outputs: {dev: {type: duckdb, path: p.duckdb}}}\n',
    'dbt_project.yml': 'name: p\nprofile: p\n',
    'packages.yml': 'packages: [{local: dbt_more}]\n',
    'dbt_more/dbt_project.yml': 'name: dbt_more\n',
    'dbt_more/macros/m.sql': '{% macro one() %}1{% endmacro %}',
    'models/a.sql': 'select {{ dbt_more.one() }} as id',
    'models/b.sql': 'select 1 as id',
  });
  expect((await dvt(['deps'], { cwd })).code).toBe(0);
  expect((await dvt(['parse', '--target-path', 'state'], { cwd })).code).toBe(0);
  await writeFile(join(cwd, 'dbt_more/macros/m.sql'), '{% macro one() %}2{% endmacro %}');
  expect((await dvt(['deps'], { cwd })).code).toBe(0);
  const { stdout } = await dvt(['ls', '--quiet', '--select', 'state:modified', '--state', 'state'], { cwd });
  expect(stdout).toBe('p.a\n');
});

test('a contract that promises less is told of where states are compared, and refused for a model with versions', async () => {
  const models = (type: string, more: string) => `models:
  - name: promised
    config: {contract: {enforced: true}}
    columns: [{name: id, data_type: ${type}, constraints: [{type: not_null}]}${more}]
  - name: versioned
    config: {contract: {enforced: true}}
    latest_version: 1
    columns: [{name: id, data_type: ${type}}${more}]
    versions: [{v: 1}]
`;
  const cwd = await folderWith({
    'profiles.yml': 'p: {target: dev, outputs: {dev: {type: duckdb, path: p.duckdb}}}\n',
    'dbt_project.yml': 'name: p\nprofile: p\nmodels: {+materialized: table}\n',
    'models/promised.sql': "select 'a' as id",
    'models/versioned_v1.sql': "select 'a' as id",
    'models/s.yml': models('varchar(3)', ''),
  });
  const ls = (state: string, ...args: string[]) => dvt(['ls', '--select', state, '--state', 'state', ...args], { cwd });
  expect((await dvt(['parse', '--target-path', 'state'], { cwd })).code).toBe(0);
  await writeFile(join(cwd, 'models/s.yml'), models('varchar(9)', ', {name: added, data_type: int}'));
  const more = await ls('state:modified.contract');
  expect(more).toMatchObject({ code: 0, stdout: expect.stringContaining('p.promised') });
  expect(more.stdout + more.stderr).not.toContain('DVT1036');

  await writeFile(join(cwd, 'models/s.yml'), models('int', ''));
  const refused = await ls('state:modified');
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('The contract of versioned is broken: the column id was varchar(3) and is int.');
  expect((await ls('state:new')).code).toBe(0);

  await writeFile(join(cwd, 'models/s.yml'), models('varchar(3)', '').replace(', constraints: [{type: not_null}]', ''));
  const told = await ls('state:modified');
  expect(told).toMatchObject({ code: 0 });
  expect(told.stdout + told.stderr).toContain(
    'The contract of promised is broken: the column id is no longer not_null.',
  );
  expect((await ls('state:modified', '--warn-error')).code).toBe(2);
});

test('a config of the project file that depends on the target is no change; another text for it is one', async () => {
  const project = (other: string) =>
    `name: p\nprofile: p\nmodels: {+materialized: "{{ 'table' if target.name == 'prod' else '${other}' }}"}\n`;
  const cwd = await folderWith({
    'profiles.yml':
      'p: {target: dev, outputs: {dev: {type: duckdb, path: p.duckdb}, prod: {type: duckdb, path: p.duckdb}}}\n',
    'dbt_project.yml': project('view'),
    'models/a.sql': 'select 1 as id',
  });
  const modified = async () =>
    (await dvt(['ls', '--quiet', '--select', 'state:modified.configs', '--state', 'state'], { cwd })).stdout;
  expect((await dvt(['parse', '--target', 'prod', '--target-path', 'state'], { cwd })).code).toBe(0);
  expect(await modified()).toBe('');
  await writeFile(join(cwd, 'dbt_project.yml'), project('incremental'));
  expect(await modified()).toBe('p.a\n');
});

test('a source whose names and configs depend on the target is no change; other texts, tags and meta are', async () => {
  const project = (field: string) =>
    `name: p\nprofile: p\nsources: {p: {raw: {+loaded_at_field: "{{ 'at' if target.name == 'prod' else '${field}' }}"}}}\n`;
  const sources = (schema: string, more = '') =>
    `sources: [{name: raw, schema: "${schema}", database: "{{ target.database }}", tables: [{name: t${more}}, {name: u}]}]\n`;
  const output = (name: string) => `{type: duckdb, path: ${name}.duckdb, schema: ${name}}`;
  const cwd = await folderWith({
    'profiles.yml': `p: {target: dev, outputs: {dev: ${output('dev')}, prod: ${output('prod')}}}\n`,
    'dbt_project.yml': project('day'),
    'models/s.yml': sources('{{ target.schema }}'),
  });
  const modified = async (part = '') =>
    (await dvt(['ls', '--quiet', '--select', `state:modified${part}`, '--state', 'state'], { cwd })).stdout;
  const both = 'source:p.raw.t\nsource:p.raw.u\n';
  expect((await dvt(['parse', '--target', 'prod', '--target-path', 'state'], { cwd })).code).toBe(0);
  expect(await modified('.configs')).toBe('');
  expect(await modified('.relation')).toBe('');
  await writeFile(join(cwd, 'models/s.yml'), sources("{{ target.schema ~ '' }}"));
  expect(await modified('.relation')).toBe(both);
  expect(await modified()).toBe(both);
  for (const more of ['tags: [x]', 'meta: {a: 1}', 'config: {enabled: true}', 'freshness: null']) {
    await writeFile(join(cwd, 'models/s.yml'), sources('{{ target.schema }}', `, ${more}`));
    expect(await modified('.configs'), more).toBe('source:p.raw.t\n');
  }
  await writeFile(join(cwd, 'models/s.yml'), sources('{{ target.schema }}'));
  await writeFile(join(cwd, 'dbt_project.yml'), project('month'));
  expect(await modified('.configs')).toBe(both);
});

test('ls --output json has of a unit test what dbt has: the tested model is its one parent, tags are in its config', async () => {
  const cwd = await folderWith({
    'profiles.yml': 'p: {target: dev, outputs: {dev: {type: duckdb, path: p.duckdb}}}\n',
    'dbt_project.yml': 'name: p\nprofile: p\n',
    'models/a.sql': 'select 1 as id',
    'models/b.sql': "select id from {{ ref('a') }}",
    'models/s.yml':
      "unit_tests: [{name: u, model: b, given: [{input: ref('a'), rows: [{id: 2}]}], expect: {rows: [{id: 2}]}, config: {tags: [x]}}]\n",
  });
  const { stdout } = await dvt(['ls', '--quiet', '--resource-type', 'unit_test', '--output', 'json'], { cwd });
  expect(JSON.parse(stdout)).toEqual({
    name: 'u',
    resource_type: 'unit_test',
    package_name: 'p',
    original_file_path: 'models/s.yml',
    unique_id: 'unit_test.p.b.u',
    depends_on: { macros: [], nodes: ['model.p.b'] },
    config: { tags: ['x'], meta: {}, enabled: true, static_analysis: null },
  });
});

test('a retry with nothing to do says so in run_results.json; a clone has the comments of its model', async () => {
  const cwd = await folderWith({
    'profiles.yml': 'p: {target: dev, outputs: {dev: {type: duckdb, path: p.duckdb}}}\n',
    'dbt_project.yml':
      "name: p\nprofile: p\nmodels: {+schema: \"{{ var('where', 'here') }}\", +persist_docs: {relation: true}}\n",
    'models/a.sql': 'select 1 as id',
    'models/s.yml': 'models: [{name: a, description: One row}]\n',
  });
  expect((await dvt(['run', '--target-path', 'state'], { cwd })).code).toBe(0);
  expect((await dvt(['run'], { cwd })).code).toBe(0);
  expect((await dvt(['retry'], { cwd })).code).toBe(0);
  expect(JSON.parse(await readFile(join(cwd, 'target/run_results.json'), 'utf8')).results).toEqual([]);
  expect((await dvt(['clone', '--state', 'state', '--vars', '{where: there}'], { cwd })).code).toBe(0);
  const comment = "select comment from duckdb_views() where schema_name = 'main_there' and view_name = 'a'";
  const { stdout } = await dvt(['show', '--quiet', '--output', 'json', '--inline', comment], { cwd });
  expect(JSON.parse(stdout).show).toEqual([{ comment: 'One row' }]);
});

test('ls --output json has the parents of models, and a pointer to the latest version is told to be none', async () => {
  const cwd = await folderWith({
    'dvt_project.yml': 'name: shop\nprofile: shop\n',
    'profiles.yml': 'shop: {adapter: duckdb, path: a.duckdb}\n',
    'models/one_v1.sql': 'select 1 as one',
    'models/one_v2.sql': 'select 2 as one',
    'models/two.sql': "select * from {{ ref('one') }}",
    'models/s.yml':
      'models: [{name: one, latest_version: 2, config: {latest_version_pointer: {enabled: true}}, versions: [{v: 1}, {v: 2}]}]',
  });
  const { code, stdout } = await dvt(['ls', '--quiet', '--output', 'json', '--warn-error'], { cwd });
  expect(code).toBe(0);
  const entries = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { name: string; direct_parents: unknown });
  // as dbt-core 1.12.6 lists them
  expect(entries.map(({ name, direct_parents: parents }) => [name, parents])).toEqual([
    ['one', []],
    ['one', []],
    ['two', ['model.shop.one.v2']],
  ]);
});
