import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { freshPostgres } from '../servers/index.js';
import { testProject } from './project.js';

/** What the widely used packages do in their macros, in words of our own. */
const MACROS = `
{% macro must_be_relation(value) %}
  {%- if not (value is mapping and value.get('metadata', {}).get('type', '').endswith('Relation')) -%}
    {%- do exceptions.raise_compiler_error('no relation: ' ~ value) -%}
  {%- endif -%}
{% endmacro %}

{% macro columns_as_dict(query) %}
  {%- call statement('asked', fetch_result=true) -%} {{ query }} {%- endcall -%}
  {%- set found = {} -%}
  {%- if execute -%}
    {%- for name, column in load_result('asked').table.columns.items() -%}
      {%- do found.update({name | lower: column.values()}) -%}
    {%- endfor -%}
  {%- endif -%}
  {{ return(found) }}
{% endmacro %}

{% macro star_of(relation) %}
  {%- do kit.must_be_relation(relation) -%}
  {%- if not execute -%} * {%- else -%}
    {{ adapter.get_columns_in_relation(relation) | map(attribute='name') | map('lower') | join(', ') }}
  {%- endif -%}
{% endmacro %}

{% macro upstream_of(name) %}
  {%- if execute -%}
    {%- for node in graph.sources.values() if node.name == name -%}
      select count(*) as n from {{ source(node.source_name, node.name) }}
    {%- endfor -%}
  {%- else -%} select 0 as n {%- endif -%}
{% endmacro %}

{% macro make_outside() %}
  {% set outside = api.Relation.create(database=target.database, schema=target.schema ~ '_outside') %}
  {% do adapter.create_schema(relation=outside) %}
  {% do run_query('create table ' ~ outside ~ '.things as select 1 as id') %}
{% endmacro %}

{% test few(model, column_name, most) %}
  {%- do kit.must_be_relation(model) if execute and model is not string -%}
  select {{ column_name }} from {{ model }} where {{ column_name }} > {{ most }}
{% endtest %}
`;

const PROJECT = {
  'dvt_project.yml': 'name: shop\nprofile: shop\nrequire-dbt-version: [">=1.10.5", "<3.0.0"]\n',
  'packages.yml': 'packages: [{local: kit}]\n',
  'kit/dbt_project.yml': 'name: kit\n',
  'kit/macros/kit.sql': MACROS,
  'models/things.sql': 'select 1 as id, 2 as "Amount"',
  'models/dict.sql': `
    {%- set found = kit.columns_as_dict("select 1 as a, 'x' as b union all select 2, 'y' order by 1") -%}
    select '{{ found['a'] | join(',') }}:{{ found['b'] | join(',') }}' as shown`,
  'models/star.sql': "select '{{ kit.star_of(ref('things')) }}' as names",
  'models/late.sql': "{{ kit.upstream_of('things') }}",
  'models/schema.yml': `
sources: [{name: outside, schema: "{{ target.schema }}_outside", tables: [{name: things}]}]
models:
  - name: things
    columns:
      - name: id
        data_tests:
          - kit.few: {arguments: {most: 0}, config: {severity: "{{ 'warn' if target.name == 'dev' else 'error' }}"}}
          - kit.few: {name: few_enough, arguments: {most: 0}, config: {error_if: '>5', warn_if: '>5'}}
`,
};

async function built(output: Record<string, unknown>) {
  const profiles = { shop: { target: 'dev', outputs: { dev: output } } };
  const project = await testProject({ profiles, profile: 'shop', files: PROJECT });
  const words = [['deps'], ['run-operation', 'make_outside'], ['build']];
  for (const args of words) {
    const { code, output: said } = await project.dvt(...args);
    expect(code, said).toBe(0);
  }
  const { results } = JSON.parse(await project.read('target/run_results.json')) as {
    results: { unique_id: string; status: string; failures: number | null }[];
  };
  const tests = results.filter(({ unique_id: id }) => id.startsWith('test.'));
  expect(tests.map(({ status, failures }) => [status, failures]).sort()).toEqual([
    // What stays within the limits is no failure, as dbt counts.
    ['pass', 0],
    ['warn', 1],
  ]);
  return project;
}

test('macros of packages on PostgreSQL: relations as mappings, tables of results, schemas, late sources', async () => {
  const { profile, query } = await freshPostgres();
  await built({ type: 'postgres', ...profile, schema: 'dev' });
  expect(await query('select shown from dev.dict')).toEqual([['1,2:x,y']]);
  expect(await query('select names from dev.star')).toEqual([['id, amount']]);
  expect((await query('select n from dev.late')).flat().map(Number)).toEqual([1]);
});

test('macros of packages on DuckDB', async () => {
  const project = await built({ type: 'duckdb', path: 'shop.duckdb', schema: 'dev' });
  const instance = await DuckDBInstance.create(join(project.directory, 'shop.duckdb'), { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  const rows = await connection.runAndReadAll('select shown, names, n from dev.dict, dev.star, dev.late');
  connection.closeSync();
  instance.closeSync();
  expect(rows.getRowsJson()).toEqual([['1,2:x,y', 'id, amount', '1']]);
});

test('columns of a view of DuckDB are those that it has now, whatever became of its table', async () => {
  const macro = `{% macro columns(name) %}
  {%- set relation = api.Relation.create(database='shop', schema='main', identifier=name) -%}
  {%- for column in adapter.get_columns_in_relation(relation) %}{{ print(column.name ~ ' ' ~ column.dtype) }}{% endfor -%}
{% endmacro %}`;
  const project = await testProject({
    profile: 'shop',
    profiles: { shop: { type: 'duckdb', path: 'shop.duckdb' } },
    files: { 'macros/columns.sql': macro },
  });
  const instance = await DuckDBInstance.create(join(project.directory, 'shop.duckdb'));
  const session = await instance.connect();
  await session.run(`create table t (a integer, b integer, gone integer); create view every as from t;
    create view renamed(x, y) as select a, b from t; create view broken as select gone from t;
    alter table t drop column gone; alter table t alter a type decimal(9,2); alter table t add column c varchar`);
  session.closeSync();
  instance.closeSync();
  const columns = (name: string) => project.dvt('run-operation', '--quiet', 'columns', '--args', `{name: ${name}}`);
  // As DuckDB's own DESCRIBE tells them.
  expect(await columns('every')).toMatchObject({ code: 0, stdout: 'a DECIMAL(9,2)\nb INTEGER\nc VARCHAR\n' });
  expect(await columns('renamed')).toMatchObject({ code: 0, stdout: 'x DECIMAL(9,2)\ny INTEGER\n' });
  expect(await columns('T')).toMatchObject({ code: 0, stdout: 'a DECIMAL(9,2)\nb INTEGER\nc VARCHAR\n' });
  expect(await columns('nowhere')).toMatchObject({ code: 0, stdout: '' });
  const broken = await columns('broken');
  expect(broken.code).toBe(1);
  expect(broken.output).toMatch(/"gone" not found/);
});
