import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const MODELS_A_FOLDER = 50;

/**
 * Writes a project of `models` models as a grown one looks: staging over sources, marts over staging, a third with
 * loops, conditions and macros, every model described in YAML with its columns.
 */
export async function generateProject(root: string, models: number): Promise<void> {
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), text);
  };
  await write('dvt_project.yml', PROJECT);
  await write('profiles.yml', PROFILES);
  await write('macros/money.sql', MACROS);
  await write('models/sources.yml', sourcesYaml(Math.ceil(models / 4)));
  for (let first = 0; first < models; first += MODELS_A_FOLDER) {
    const last = Math.min(models, first + MODELS_A_FOLDER);
    const folder = `models/area_${first / MODELS_A_FOLDER}`;
    const described: string[] = [];
    for (let i = first; i < last; i++) {
      await write(`${folder}/${nameOf(i)}.sql`, modelSql(i));
      described.push(modelYaml(i));
    }
    await write(`${folder}/schema.yml`, `version: 2\nmodels:\n${described.join('')}`);
  }
}

const PROJECT = `name: big
profile: big
vars: {currency: EUR, kinds: [web, shop, phone]}
models:
  +tags: [generated]
  big:
    area_0: {+materialized: view, +schema: staging}
`;
const PROFILES = `big:
  target: dev
  outputs:
    dev: {type: postgres, host: localhost, user: dev, password: unused, dbname: dev, schema: analytics}
legacy: {adapter: mysql, host: localhost, user: dev, password: unused, database: legacy}
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

function nameOf(i: number): string {
  return i % 4 === 0 ? `stg_orders_${i}` : `mart_orders_${i}`;
}

function sourcesYaml(tables: number): string {
  const names = Array.from({ length: tables }, (_, i) => `      - {name: orders_${i * 4}, columns: [{name: id}]}\n`);
  return `sources:\n  - name: raw\n    tables:\n${names.join('')}  - name: legacy\n    profile: legacy\n    tables: [{name: customers}]\n`;
}

function modelYaml(i: number): string {
  const columns = ['id', 'customer_id', 'amount', 'kind', 'ordered_at'];
  const lines = columns.map((name) => `      - name: ${name}\n        description: The ${name} of an order\n`);
  return `  - name: ${nameOf(i)}\n    description: Orders, part ${i}\n    columns:\n${lines.join('')}`;
}

function modelSql(i: number): string {
  if (i % 4 === 0) {
    return `select id, customer_id, amount, kind, ordered_at\nfrom {{ source('raw', 'orders_${i}') }}\nwhere amount > 0\n`;
  }
  const parent = `{{ ref('${nameOf(i - 1)}') }}`;
  if (i % 4 === 1)
    return `{{ config(materialized='table', tags=['mart']) }}\nselect * from ${parent} where id > ${i}\n`;
  if (i % 4 === 2) {
    const columns = `{{ by_kind('amount') }}`;
    return `{{ config(materialized='table') }}\nselect id, customer_id, ${columns}\nfrom ${parent}\n{% if target.name == 'prod' %}where ordered_at > '2020-01-01'{% endif %}\ngroup by 1, 2\n`;
  }
  return `{% set columns = ['id', 'customer_id'] %}
select {% for column in columns %}o.{{ column }}, {% endfor %}c.name, '{{ var('currency') }}' as currency
from ${parent} o join {{ source('legacy', 'customers') }} c on c.id = o.customer_id
`;
}
