import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { type TestProject, testProject } from './project.js';

const VERSIONS = 'versions: [{v: 1}, {v: 2}]';
const FILES = {
  'models/dim_v1.sql': 'select 1 as id',
  'models/dim_v2.sql':
    "{{ config(materialized='table', post_hook='insert into {{ this }} values (3)') }}select 2 as id",
  'models/fact_v1.sql': "{{ config(materialized='table') }}select 10 as id",
  'models/fact_v2.sql': 'select 20 as id',
  'models/plain_v1.sql': 'select 100 as id',
  'models/plain_v2.sql': 'select 200 as id',
};

const models = (...said: string[]) => `models: [${said.map((one) => `{${one}, ${VERSIONS}}`).join(', ')}]`;

/** What each view shows. */
async function views({ directory }: TestProject): Promise<Record<string, unknown>> {
  const instance = await DuckDBInstance.create(join(directory, 'shop.duckdb'));
  const connection = await instance.connect();
  const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJson();
  const found: Record<string, unknown> = {};
  const names = await rows(
    "select view_name from duckdb_views() where not internal and view_name not like '%_v_' order by 1",
  );
  for (const [name] of names) found[String(name)] = (await rows(`select id from "${name}" order by id`)).flat();
  connection.closeSync();
  instance.closeSync();
  return found;
}

test('a view without a version in its name follows the latest version of a model', async () => {
  const project = await testProject({
    profiles: { shop: { adapter: 'duckdb', path: 'shop.duckdb' } },
    profile: 'shop',
    files: {
      ...FILES,
      'models/schema.yml': models(
        'name: dim, latest_version: 2, config: {latest_version_pointer: true}',
        'name: fact, latest_version: 1, config: {latest_version_pointer: {enabled: true, alias: fact_now}}',
        'name: plain, latest_version: 2, config: {latest_version_pointer: {alias: never}}',
      ),
    },
  });
  expect(await project.dvt('run')).toMatchObject({ code: 0 });
  // as dbt-core 1.12.6 makes them
  expect(await views(project)).toEqual({ dim: [2, 3], fact_now: [10] });

  await project.write(
    'models/schema.yml',
    models(
      'name: dim, latest_version: 1, config: {latest_version_pointer: {alias: dim_v2}}',
      'name: fact, latest_version: 2',
      'name: plain, latest_version: 2, config: {latest_version_pointer: {enabled: false}}',
    ),
  );
  await project.write(
    'dvt_project.yml',
    'name: shop\nprofile: shop\nflags: {latest_version_pointer_enabled_by_default: true}\n',
  );
  await project.write(
    'macros/naming.sql',
    `{% macro generate_latest_version_pointer_alias(custom_alias_name=none, node=none) %}
  {{ custom_alias_name or (node.name ~ '_latest_' ~ node.version) }}
{% endmacro %}`,
  );
  const second = await project.dvt('run');
  expect(second.code).toBe(1);
  expect(second.output).toContain('DVT5017');
  expect(second.output).toContain('would be named dim_v2, which is that of model.shop.dim.v2');
  expect(await views(project)).toEqual({ dim: [2, 3], fact_now: [10], fact_latest_2: [20] });
});
