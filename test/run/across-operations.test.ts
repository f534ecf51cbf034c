import { expect, test } from 'vitest';
import { across } from './across.js';

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
}, 120_000);
