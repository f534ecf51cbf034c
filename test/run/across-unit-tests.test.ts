import { expect, test } from 'vitest';
import { shop } from './shop.js';

const UNIT_TESTS = `unit_tests:
  - name: of_mappings
    model: m
    given:
      - input: source('mysql_source', 'orders')
        rows: [{order_id: 1, customer_id: 1, amount: 2.5, ordered_on: 2024-01-01}, {order_id: 2, customer_id: 2}]
      - {input: "source('postgres_source', 'customers')", rows: [{customer_id: 1, name: "it's"}, {customer_id: 3}]}
    expect: {rows: [{order_id: 1, name: "it's", amount: 5, ordered_on: 2024-01-01}]}
  - name: of_csv
    model: m
    overrides: {vars: {rate: 3}}
    given:
      - input: source('mysql_source', 'orders')
        format: csv
        rows: |
          order_id,customer_id,amount,ordered_on
          1,1,2.50,2024-01-01
          2,1,,
      - {input: "source('postgres_source', 'customers')", format: csv, fixture: given_customers}
    expect: {format: csv, rows: "order_id,name,amount,ordered_on\\n1,it's,7.5,2024-01-01\\n2,it's,,\\n"}
  - name: of_sql
    model: m
    overrides: {macros: {rated: 10}}
    given:
      - input: source('mysql_source', 'orders')
        format: sql
        rows: select 1 as order_id, 1 as customer_id, 2.5 as amount, date '2024-01-01' as ordered_on
      - {input: "source('postgres_source', 'customers')", format: sql, fixture: chosen_customers}
    expect: {format: sql, rows: "select 1 as order_id, 'x' as name, 10 as amount, date '2024-01-01' as ordered_on"}
  - name: first_run
    model: inc
    overrides: {macros: {is_incremental: false}}
    given: [{input: "source('mysql_source', 'orders')", rows: [{order_id: 1}, {order_id: 5}]}]
    expect: {rows: [{order_id: 1}, {order_id: 5}]}
  - name: later_run
    model: inc
    overrides: {macros: {is_incremental: true}}
    given:
      - {input: "source('mysql_source', 'orders')", rows: [{order_id: 1}, {order_id: 5}]}
      - {input: this, rows: [{order_id: 3}]}
    expect: {rows: [{order_id: 5}]}
  - name: of_a_model_that_was_never_built
    model: over
    given: [{input: ref('m'), rows: [{order_id: 1, name: a, amount: 2.5}, {order_id: 2, name: a, amount: 1.25}]}]
    expect: {rows: [{name: a, amount: 3.75}]}
  - name: wrong
    model: inc
    given: [{input: "source('mysql_source', 'orders')", rows: [{order_id: 1}, {order_id: 5}]}]
    expect: {rows: [{order_id: 1}, {order_id: 6}]}
`;

const FILES = {
  'dvt_project.yml': 'name: shop\nprofile: postgres_prod\nvars: {rate: 2}\n',
  'macros/rated.sql': "{% macro rated() %}o.amount * {{ var('rate') }}{% endmacro %}",
  'models/m.sql': `select o.order_id, c.name, {{ rated() }} as amount, o.ordered_on
from {{ source('mysql_source', 'orders') }} o join {{ source('postgres_source', 'customers') }} c using (customer_id)`,
  'models/over.sql': "select name, sum(amount) as amount from {{ ref('m') }} group by name",
  'models/inc.sql': `{{ config(materialized='incremental') }} select order_id from {{ source('mysql_source', 'orders') }}
{% if is_incremental() %}where order_id > (select max(order_id) from {{ this }}){% endif %}`,
  'models/unit.yml': UNIT_TESTS,
  'tests/fixtures/given_customers.csv': "customer_id,name\n1,it's\n",
  'tests/fixtures/chosen_customers.sql': "select 1 as customer_id, 'x' as name",
};

test('unit tests over two databases: mappings, CSV and SQL, fixtures, overrides, rows of the table itself', async () => {
  const { postgres, mysql, project } = await shop(FILES);
  // What is in the sources would be seen in the results.
  const { code, output } = await project.dvt('test', '--threads', '4');
  expect(code, output).toBe(1);
  const { results } = JSON.parse(await project.read('target/run_results.json')) as {
    readonly results: readonly {
      readonly unique_id: string;
      readonly status: string;
      readonly message: string;
      readonly adapter_response: { readonly extractions?: readonly unknown[] };
    }[];
  };
  expect(
    Object.fromEntries(results.map(({ unique_id: id, status }) => [id.split('.').at(-1), status])),
    output,
  ).toEqual({
    of_mappings: 'pass',
    of_csv: 'pass',
    of_sql: 'pass',
    first_run: 'pass',
    later_run: 'pass',
    of_a_model_that_was_never_built: 'pass',
    wrong: 'fail',
  });
  expect(results.find(({ status }) => status === 'fail')?.message).toMatch(/---,6\s+\+\+\+,5/);
  expect(results.flatMap(({ adapter_response: response }) => response.extractions ?? [])).toEqual([]);
  // Nothing is made in either database.
  const made = (name: string) => `select table_name from information_schema.tables where table_schema = ${name}`;
  expect(await postgres.query(made("'public'"))).toEqual([['customers']]);
  expect(await mysql.query(made('database()'))).toEqual([['orders']]);
});
