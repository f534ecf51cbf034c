// Writes a project that both dbt-core and dvt take, as a grown one looks: staging over sources, marts over staging, a
// third with loops, conditions and macros; every model described in YAML with columns and tests.
// Usage: node bench/dbt-project.mjs FOLDER [MODELS, default 1000]
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const MODELS_A_FOLDER = 50;
const COLUMNS = ['id', 'customer_id', 'amount', 'kind', 'ordered_at'];

const PROJECT = `name: big
version: '1.0'
profile: big
vars: {currency: EUR, kinds: [web, shop, phone]}
models:
  big:
    +tags: [generated]
    area_0: {+materialized: view}
`;
const PROFILES = `big:
  target: dev
  outputs:
    dev: {type: duckdb, path: big.duckdb, threads: 4}
`;
const MACROS = `{% macro cents_to_units(column, scale=2) -%}
  ({{ column }} / 100)::numeric(16, {{ scale }})
{%- endmacro %}
{% macro by_kind(column) -%}
  {%- for kind in var('kinds') %}
  sum(case when kind = '{{ kind }}' then {{ cents_to_units(column) }} end) as {{ column }}_{{ kind }}{{ ',' if not loop.last }}
  {%- endfor -%}
{%- endmacro %}
`;

const nameOf = (i) => (i % 4 === 0 ? `stg_orders_${i}` : `mart_orders_${i}`);

function sourcesYaml(tables) {
  const names = Array.from({ length: tables }, (_, i) => `      - {name: orders_${i * 4}, columns: [{name: id}]}\n`);
  return `version: 2\nsources:\n  - name: raw\n    schema: main\n    tables:\n${names.join('')}`;
}

function modelYaml(i) {
  const columns = COLUMNS.slice(0, i % 4 === 2 ? 2 : 5).map((name) => {
    const tests = name === 'id' ? '        data_tests: [unique, not_null]\n' : '';
    return `      - name: ${name}\n        description: The ${name} of an order\n${tests}`;
  });
  return `  - name: ${nameOf(i)}\n    description: Orders, part ${i}\n    columns:\n${columns.join('')}`;
}

function modelSql(i) {
  const columns = COLUMNS.join(', ');
  if (i % 4 === 0) return `select ${columns}\nfrom {{ source('raw', 'orders_${i}') }}\nwhere amount > 0\n`;
  const parent = `{{ ref('${nameOf(i - 1)}') }}`;
  if (i % 4 === 1)
    return `{{ config(materialized='view', tags=['mart']) }}\nselect * from ${parent} where id > ${i % 7}\n`;
  if (i % 4 === 2) {
    return `select id, customer_id, {{ by_kind('amount') }}\nfrom ${parent}\n{% if target.name == 'prod' %}where ordered_at > '2020-01-01'{% endif %}\ngroup by 1, 2\n`;
  }
  return `{% set columns = ['id', 'customer_id'] %}
select {% for column in columns %}o.{{ column }}, {% endfor %}'{{ var('currency') }}' as currency
from ${parent} o
`;
}

/** `sources.sql` makes the tables of its sources, so that the project can be run too. */
async function writeProject(root, models) {
  const write = async (path, text) => {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), text);
  };
  await write('dbt_project.yml', PROJECT);
  await write('profiles.yml', PROFILES);
  await write('macros/money.sql', MACROS);
  const tables = Math.ceil(models / 4);
  await write('models/sources.yml', sourcesYaml(tables));
  const create = (i) =>
    `create table orders_${i * 4} as select 1 as id, 1 as customer_id, 100 as amount, 'web' as kind, date '2024-01-01' as ordered_at;\n`;
  await write('sources.sql', Array.from({ length: tables }, (_, i) => create(i)).join(''));
  for (let first = 0; first < models; first += MODELS_A_FOLDER) {
    const folder = `models/area_${first / MODELS_A_FOLDER}`;
    const described = [];
    for (let i = first; i < Math.min(models, first + MODELS_A_FOLDER); i++) {
      await write(`${folder}/${nameOf(i)}.sql`, modelSql(i));
      described.push(modelYaml(i));
    }
    await write(`${folder}/schema.yml`, `version: 2\nmodels:\n${described.join('')}`);
  }
}

const [root, models = '1000'] = process.argv.slice(2);
if (root === undefined) {
  console.error('Usage: node bench/dbt-project.mjs FOLDER [MODELS]');
  process.exitCode = 2;
} else {
  await writeProject(root, Number(models));
}
