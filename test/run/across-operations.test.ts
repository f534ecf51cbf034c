import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect, test } from 'vitest';
import { across } from './across.js';
import { testProject } from './project.js';

const MACROS = `
{% macro columns() %}{{ print(adapter.get_columns_in_relation(source('far', 'items')) | map(attribute='name') | join(' ')) }}{% endmacro %}
{% macro counted() %}{{ print(run_query('select count(*) from ' ~ source('far', 'items')).rows[0][0]) }}{% endmacro %}
{% macro own() %}{{ print(run_query('select count(*) from ' ~ ref('m')).rows[0][0]) }}{% endmacro %}
`;

test('operations and hooks know the columns of a relation elsewhere, and cannot take another one for it', async () => {
  const one = await across('postgres', ['items'], {
    'macros/m.sql': MACROS,
    'models/m.sql': "select id from {{ source('far', 'items') }}",
    'models/hooked.sql': `{{ config(post_hook="insert into noted select count(*) from {{ source('far', 'items') }}") }} select 1 as id`,
  });
  await one.source.query('create table items (id integer, v varchar(5))');
  await one.query('create table noted (n bigint)');
  expect((await one.project.dvt('run', '--select', 'm')).code).toBe(0);
  expect(await one.project.dvt('run-operation', '--quiet', 'columns')).toMatchObject({ code: 0, stdout: 'id v\n' });
  expect(await one.project.dvt('run-operation', '--quiet', 'own')).toMatchObject({ code: 0, stdout: '0\n' });
  const refused = await one.project.dvt('run-operation', 'counted');
  expect(refused.code).toBe(1);
  expect(refused.output).toMatch(/DVT2111 This statement runs on near, but names .*items.* of far\./);
  expect(refused.output).toContain('macros/m.sql:3:31');

  const hooked = await one.project.dvt('run', '--select', 'hooked');
  expect(hooked.code).toBe(1);
  expect(hooked.output).toContain('DVT2111');
  await one.project.write(
    'dvt_project.yml',
    "name: shop\nprofile: near\non-run-start: \"insert into noted select count(*) from {{ source('far', 'items') }}\"\n",
  );
  const started = await one.project.dvt('run', '--select', 'm');
  expect(started.code).toBe(1);
  expect(started.output).toContain('DVT2111');
  expect(await one.query('select * from noted')).toEqual([]);
});

const NAMESAKES = `
{% macro near_beside_far() %}
{% set names = adapter.get_columns_in_relation(source('far', 'items')) | map(attribute='name') | join(' ') %}
{{ print(names ~ ' ' ~ run_query('select count(*) from ' ~ source('near', 'items')).rows[0][0]) }}
{% endmacro %}
{% macro longer_name() %}
{% set short = source('far', 'item') %}
{{ print(run_query('select count(*) from ' ~ source('near', 'items_unquoted')).rows[0][0]) }}
{% endmacro %}
{% macro in_text() %}
{{ print(run_query("select '" ~ source('far', 'items') ~ "' -- beside " ~ source('far', 'items')).rows[0][0]) }}
{% endmacro %}
{% macro far() %}{% set n = source('near', 'items') %}{{ run_query('select count(*) from ' ~ source('far', 'items')) }}{% endmacro %}
`;

test('a relation of the target is its own, whatever namesake it has elsewhere', async () => {
  const unquoted = 'quoting: {database: false, schema: false, identifier: false}';
  const project = await testProject({
    profile: 'near',
    profiles: { near: { adapter: 'sqlite', path: 'near.sqlite' }, far: { adapter: 'sqlite', path: 'far.sqlite' } },
    files: {
      'macros/m.sql': NAMESAKES,
      'models/sources.yml': `sources:
  - {name: near, profile: near, tables: [{name: items}, {name: items_unquoted, identifier: items, ${unquoted}}]}
  - {name: far, profile: far, tables: [{name: items}, {name: item, ${unquoted}}]}
`,
      'models/hooked.sql': `{{ config(post_hook="insert into noted select count(*), '{{ source('far', 'items') }}' from {{ source('near', 'items') }}") }} select 1 as id`,
    },
  });
  for (const [name, rows] of [
    ['near', 1],
    ['far', 3],
  ] as const) {
    const file = new DatabaseSync(join(project.directory, `${name}.sqlite`));
    file.exec(`create table items (${name}_id integer); create table noted (n integer, what text);
      insert into items values ${Array(rows).fill('(1)').join()}`);
    file.close();
  }
  const said = async (macro: string) => (await project.dvt('run-operation', '--quiet', macro)).stdout.trim();
  expect(await said('near_beside_far')).toBe('far_id 1');
  expect(await said('longer_name')).toBe('1');
  expect(await said('in_text')).toBe('"far"."main"."items"');
  const refused = await project.dvt('run-operation', 'far');
  expect(refused.code).toBe(1);
  expect(refused.output).toMatch(/DVT2111 This statement runs on near, but names main\.items of far\./);

  const hooked = await project.dvt('run', '--select', 'hooked');
  expect(hooked.code, hooked.output).toBe(0);
  const file = new DatabaseSync(join(project.directory, 'near.sqlite'), { readOnly: true });
  expect(file.prepare('select n, what from noted').all()).toEqual([{ n: 1, what: '"far"."main"."items"' }]);
  file.close();
});
