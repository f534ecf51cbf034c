import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { testProject } from './project.js';

/** As packages do for versions of dbt that lack something: a model whose template gives nothing is no mistake until it is run. */
test('a model without SQL compiles, and fails where a query is needed', async () => {
  const project = await testProject({
    profiles: { shop: { adapter: 'duckdb', path: 'shop.duckdb' } },
    profile: 'shop',
    files: {
      'macros/noted.sql': `{% materialization noted, default %}
  {% call statement('main') %}create table noted as select {{ sql | trim | length }} as size{% endcall %}
  {{ return({'relations': [this.incorporate(type='table')]}) }}
{% endmaterialization %}`,
      'models/by_itself.sql': "{{ config(materialized='noted') }}{% if false %}select 1{% endif %}",
      'models/nothing.sql': '{# for other versions #}',
      'models/after.sql': "select * from {{ ref('nothing') }}",
      'models/expression.sql': "{{ config(materialized='ephemeral') }}-- to be written",
      'models/reads_expression.sql': "select * from {{ ref('expression') }}",
      'models/apart.sql': 'select 1 as id',
      'tests/no_test.sql': '{# #}',
    },
  });
  expect(await project.dvt('compile')).toMatchObject({ code: 0 });
  const built = await project.dvt('build');
  expect(built.code).toBe(1);
  const { results } = JSON.parse(await project.read('target/run_results.json'));
  const found = results.map(({ unique_id: id, status, message }: Record<string, string>) => [
    id!.split('.')[2],
    status,
    status === 'error' ? /DVT\d+ [^.]*\./.exec(message!)?.[0] : '',
  ]);
  expect(Object.fromEntries(found.map(([name, ...rest]: string[]) => [name, rest.join(' ').trim()]))).toEqual({
    by_itself: 'success',
    nothing: 'error DVT2115 The model nothing is empty: its template gives no SQL.',
    after: 'skipped',
    reads_expression: 'error DVT2115 The model expression is empty: its template gives no SQL.',
    apart: 'success',
    no_test: 'error DVT2115 The test no_test is empty: its template gives no SQL.',
  });
  expect(built.output).toContain('models/nothing.sql:1:1');
  expect((await project.dvt('show', '--select', 'nothing')).output).toContain('DVT2115');
  const instance = await DuckDBInstance.create(join(project.directory, 'shop.duckdb'));
  const connection = await instance.connect();
  expect((await connection.runAndReadAll('select size from noted')).getRowsJson()).toEqual([[0]]);
  connection.closeSync();
  instance.closeSync();
});
