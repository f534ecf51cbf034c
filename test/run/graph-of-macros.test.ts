import { expect, test } from 'vitest';
import { testProject } from './project.js';

/** What macros of packages look at in `graph`; what is expected is there in dbt-core 1.12.6 with dbt-duckdb too. */
const MACROS = `
{% macro show() %}
  {%- for id, node in graph.nodes.items() %}
    {%- do print([node.name, node.alias, node.database, node.schema, node.raw_code] | join('|')) if node.resource_type != 'operation' %}
  {%- endfor %}
  {%- do print(graph.nodes.values() | selectattr('resource_type', 'equalto', 'model') | rejectattr('time_spine', 'none')
    | map(attribute='name') | join(' ')) %}
  {%- do print(graph.nodes['model.shop.days'].columns.day.granularity) %}
  {%- do print(tojson(graph.nodes['model.shop.days'].columns.day.constraints)) %}
  {%- do print(graph.nodes['model.shop.days'].unrendered_config) %}
  {%- do print(graph.nodes['model.shop.counted.v1'].deprecation_date) %}
  {%- for id in ['seed.shop.codes', 'snapshot.shop.kept', 'test.shop.none', 'exposure.shop.report', 'group.shop.team'] %}
    {%- do print(((graph.nodes[id] or graph.exposures[id] or graph.groups[id]).keys() | sort) | join(' ')) %}
  {%- endfor %}
  {%- do print((graph.nodes['test.shop.none'].config.keys() | list) | select('in', ['pre-hook', 'sql_header']) | list) %}
{% endmacro %}`;

const FILES = {
  'macros/show.sql': MACROS,
  'models/days.sql': "\n{{ config(tags=['t']) }} select 1 as day\n",
  'models/counted_v1.sql': "{{ config(materialized='ephemeral') }} select 1 as id",
  'models/counted_v2.sql': 'select 1 as id',
  'seeds/codes.csv': 'id\n1\n',
  'snapshots/kept.sql':
    "{% snapshot kept %}{{ config(strategy='check', unique_key='day', check_cols='all') }}select * from {{ ref('days') }}{% endsnapshot %}",
  'tests/none.sql': 'select 1 where false\n',
  'models/all.yml': `
groups: [{name: team, owner: {email: team@example.com}}]
models:
  - name: days
    time_spine: {standard_granularity_column: day}
    columns: [{name: day, granularity: day, constraints: [{type: not_null}]}]
  - {name: counted, latest_version: 2, versions: [{v: 1, deprecation_date: 2029-01-01}, {v: 2}]}
exposures: [{name: report, type: dashboard, owner: {name: team}, depends_on: ["ref('days')"]}]
`,
};

const NODE = `alias build_path checksum columns config created_at database depends_on description doc_blocks docs fqn group meta
  name original_file_path package_name patch_path path raw_code relation_name resource_type schema tags unique_id unrendered_config`;
const QUERY = 'compiled_path contract functions language metrics refs sources';

const keys = (...lists: readonly string[]) => lists.join(' ').split(/\s+/).sort().join(' ');

test('the nodes of `graph` have what macros of packages look for', async () => {
  const project = await testProject({
    profile: 'shop',
    profiles: { shop: { type: 'duckdb', path: 'shop.duckdb' } },
    files: FILES,
  });
  const { code, stdout, output } = await project.dvt('run-operation', '--quiet', 'show');
  expect(code, output).toBe(0);
  expect(stdout.trim().split('\n').toSorted()).toEqual(
    [
      "days|days|shop|main|{{ config(tags=['t']) }} select 1 as day",
      "counted|counted_v1|shop|main|{{ config(materialized='ephemeral') }} select 1 as id",
      'counted|counted_v2|shop|main|select 1 as id',
      'codes|codes|shop|main|',
      "kept|kept|shop|main|{{ config(strategy='check', unique_key='day', check_cols='all') }}select * from {{ ref('days') }}",
      'none|none|shop|main_dbt_test__audit|select 1 where false',
      'days',
      'day',
      '[{"type": "not_null", "name": null, "expression": null, "warn_unenforced": true, "warn_unsupported": true, "to": null, "to_columns": []}]',
      "{'tags': ['t']}",
      '2029-01-01T00:00:00+00:00',
      keys(NODE, 'defer_relation root_path'),
      keys(NODE, QUERY, 'defer_relation'),
      keys(NODE, QUERY),
      keys(
        `config created_at depends_on description fqn label maturity meta metrics name original_file_path owner package_name path
         refs resource_type sources tags type unique_id unrendered_config url`,
      ),
      keys('config description name original_file_path owner package_name path resource_type unique_id'),
      "['sql_header']",
    ].toSorted(),
  );
});
