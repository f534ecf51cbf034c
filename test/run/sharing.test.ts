import { expect, test } from 'vitest';
import { shop } from './shop.js';

interface Results {
  readonly results: readonly {
    readonly unique_id: string;
    readonly adapter_response: {
      readonly extractions?: readonly { readonly relation: string; readonly rows: number }[];
    };
  }[];
}

/** Otherwise what is counted is counted at the source. */
const FILTERS_ONLY = 'name: shop\nprofile: postgres_prod\npushdown: filters\n';

test('a relation that several models read is fetched once, with the columns that any of them needs', async () => {
  const { postgres, mysql, project } = await shop({
    'dvt_project.yml': FILTERS_ONLY,
    'models/per_customer.sql': `select c.name, count(*) as n from {{ source('mysql_source', 'orders') }} join {{ source('postgres_source', 'customers') }} c using (customer_id) group by 1`,
    'models/per_note.sql': `select note, sum(amount) as amount from {{ source('mysql_source', 'orders') }} group by 1`,
    'models/large.sql': `select count(*) as n from {{ source('mysql_source', 'orders') }} where amount > 200`,
    'models/one_day.sql': `select order_id, ordered_on from {{ source('mysql_source', 'orders') }} where ordered_on = date '2025-03-01'`,
  });
  const plan = await project.dvt('plan');
  expect(plan.output).toContain('shared     with: large, one_day, per_note (fetched once, 5 of 5 columns');
  expect(plan.output).toContain('4 models, 2 relations to fetch, 1 of them once for several models');
  const run = await project.dvt('run', '--threads', '4');
  expect(run.code, run.output).toBe(0);
  const { results } = JSON.parse(await project.read('target/run_results.json')) as Results;
  const fetched = results.flatMap((result) => result.adapter_response.extractions ?? []);
  const orders = fetched.filter((one) => one.relation.endsWith('.orders'));
  // One for all of them: reading the table a second time would cost more than two more columns of it.
  expect(orders.map((one) => one.rows)).toEqual([20_000]);

  const large = await mysql.query('select cast(count(*) as char) from orders where amount > 200');
  expect(await postgres.query('select n::text from large')).toEqual(large);
  const notes = await mysql.query('select cast(sum(amount) as char) from orders');
  expect(await postgres.query('select sum(amount)::text from per_note')).toEqual(notes);
  const day = await mysql.query("select cast(count(*) as char) from orders where ordered_on = '2025-03-01'");
  expect(await postgres.query('select count(*)::text from one_day')).toEqual(day);
  const counted = await mysql.query('select cast(count(*) as char) from orders where customer_id <= 1000');
  expect(await postgres.query('select sum(n)::text from per_customer')).toEqual(counted);
});

test('rows that come along for another model are told apart by columns that each model alone would not fetch', async () => {
  const { postgres, mysql, project } = await shop({
    'dvt_project.yml': FILTERS_ONLY,
    'models/large.sql': `select order_id from {{ source('mysql_source', 'orders') }} where amount > 100`,
    'models/early.sql': `select order_id from {{ source('mysql_source', 'orders') }} where ordered_on < date '2025-03-01'`,
    'models/counted.sql': `select count(*) as n from {{ source('mysql_source', 'orders') }} where amount > 100`,
  });
  const plan = await project.dvt('plan', '--select', 'large');
  expect(plan.output).toMatch(/columns +1 of \d+: order_id\n.*compared +amount/);
  const run = await project.dvt('run', '--threads', '4');
  expect(run.code, run.output).toBe(0);
  const { results } = JSON.parse(await project.read('target/run_results.json')) as Results;
  const fetched = results.flatMap((result) => result.adapter_response.extractions ?? []);
  const either = await mysql.query("select count(*) from orders where amount > 100 or ordered_on < '2025-03-01'");
  expect(fetched.map(({ rows }) => rows)).toEqual([Number(either[0]![0])]);
  for (const [model, condition] of [
    ['large', 'amount > 100'],
    ['early', "ordered_on < '2025-03-01'"],
  ] as const) {
    const meant = await mysql.query(
      `select cast(count(*) as char), cast(sum(order_id) as char) from orders where ${condition}`,
    );
    expect(await postgres.query(`select count(*)::text, sum(order_id)::text from ${model}`)).toEqual(meant);
  }
  expect(await postgres.query('select n from counted')).toEqual(await postgres.query('select count(*) from large'));
});

test('a model that fails does not take what it shares from the others', async () => {
  const { postgres, project } = await shop({
    'models/fails.sql': `select error('on purpose') as x from {{ source('mysql_source', 'orders') }} where order_id > 0`,
    'models/fine.sql': `select count(*) as n from {{ source('mysql_source', 'orders') }} where order_id > 0`,
    'models/also_fine.sql': `select max(order_id) as n from {{ source('mysql_source', 'orders') }} where order_id > 0`,
  });
  const run = await project.dvt('run', '--threads', '3');
  expect(run.code).toBe(1);
  expect(run.output).toContain('PASS=2 WARN=0 ERROR=1');
  expect(await postgres.query('select (select n from fine)::text, (select n from also_fine)::text')).toEqual([
    ['20000', '20000'],
  ]);
});

test('a source that names a table which the run writes is read after it was written', async () => {
  const { postgres, project } = await shop({
    'models/more_sources.yml': `
sources:
  - {name: built, profile: postgres_prod, tables: [{name: built}]}
`,
    'models/built.sql': `select order_id from {{ source('mysql_source', 'orders') }} where order_id <= 7`,
    'models/reader.sql': `-- depends on {{ ref('built') }}\nselect count(*) as n from {{ source('built', 'built') }} join {{ source('mysql_source', 'orders') }} using (order_id)`,
  });
  const run = await project.dvt('run', '--threads', '4');
  expect(run.code, run.output).toBe(0);
  expect(await postgres.query('select n::text from reader')).toEqual([['7']]);
});
