import { expect, test } from 'vitest';
import { shop } from './shop.js';

const PER_DAY = `select ordered_on, count(*) as n, sum(amount) as amount from {{ source('mysql_source', 'orders') }} group by ordered_on`;
const LARGEST = `select c.name, o.amount from (select customer_id, amount from {{ source('mysql_source', 'orders') }} order by amount desc, order_id limit 5) o join {{ source('postgres_source', 'customers') }} c using (customer_id)`;

interface Results {
  readonly results: readonly {
    readonly adapter_response: { readonly extractions?: readonly { readonly rows: number }[] };
  }[];
}

async function fetchedRows(project: { read(path: string): Promise<string> }): Promise<number[]> {
  const { results } = JSON.parse(await project.read('target/run_results.json')) as Results;
  const fetched = results.flatMap((result) => result.adapter_response.extractions ?? []).map(({ rows }) => rows);
  return fetched.sort((a, b) => a - b);
}

test('an aggregation and the first rows of one source are computed there: their results are fetched, not their rows', async () => {
  const { postgres, mysql, project } = await shop({ 'models/per_day.sql': PER_DAY, 'models/largest.sql': LARGEST });
  for (const [model, kind, rows] of [
    ['per_day', 'aggregation', 365],
    ['largest', 'limit', 5],
  ]) {
    const plan = await project.dvt('plan', '--select', `${model}`);
    expect(plan.output).toContain(` block at mysql_legacy: ${kind} of mysql_legacy`);
    const run = await project.dvt('run', '--select', `${model}`);
    expect(run.code, run.output).toBe(0);
    expect(await fetchedRows(project)).toContain(rows);
    expect(run.output).toMatch(new RegExp(`fetched mysql_legacy: block over \\S+\\.orders +${rows} rows`));
  }
  const days =
    'select cast(ordered_on as char), cast(count(*) as char), cast(sum(amount) as char) from orders group by 1 order by 1';
  expect(await postgres.query('select ordered_on::text, n::text, amount::text from per_day order by 1')).toEqual(
    await mysql.query(days),
  );
  const largest = 'select cast(amount as char) from orders order by amount desc, order_id limit 5';
  const found = await postgres.query('select amount::text from largest order by amount desc');
  expect(found).toEqual((await mysql.query(largest)).filter((_, index) => index < found.length));
  const [types] = await postgres.query(
    "select string_agg(data_type, ', ' order by ordinal_position) from information_schema.columns where table_name = 'per_day'",
  );
  expect(types).toEqual(['date, bigint, numeric']);
});

test('pushdown: off, filters and blocks, of project, source and model: the lesser of source and model counts', async () => {
  const filtered = `select count(*) as n from {{ source('mysql_source', 'orders') }} where order_id <= 10 and amount >= 0`;
  const { project } = await shop({
    'dvt_project.yml': 'name: shop\nprofile: postgres_prod\npushdown: filters\n',
    'models/as_project.sql': filtered,
    'models/all.sql': `{{ config(pushdown='blocks') }} ${filtered}`,
    'models/none.sql': `{{ config(pushdown='off') }} ${filtered}`,
    'models/guarded.sql': `{{ config(pushdown='blocks') }} ${filtered.replace('mysql_source', 'guarded')}`,
    'models/guarded.yml':
      'sources:\n  - {name: guarded, profile: mysql_legacy, config: {pushdown: off}, tables: [{name: orders}]}\n',
  });
  const plan = async (name: string) => {
    const shown = await project.dvt('plan', '--select', name, '--output', 'json');
    const [{ blocks, scans }] = JSON.parse(shown.stdout);
    return { blocks: blocks.length, predicate: scans[0].predicate !== null };
  };
  expect(await plan('as_project')).toEqual({ blocks: 0, predicate: true });
  expect(await plan('all')).toEqual({ blocks: 1, predicate: false });
  expect(await plan('none')).toEqual({ blocks: 0, predicate: false });
  expect(await plan('guarded')).toEqual({ blocks: 0, predicate: false });
});

test('a pushdown that is none is refused with what there is', async () => {
  const { project } = await shop({ 'models/wrong.sql': `{{ config(pushdown='block') }} ${PER_DAY}` });
  const plan = await project.dvt('plan');
  expect(plan.code).not.toBe(0);
  expect(plan.output).toContain("pushdown` of model.shop.wrong is 'block', expected off, filters, blocks");
  expect(plan.output).toContain("Did you mean 'blocks'?");
});

test('a block over a relation that the run writes is read after it was written', async () => {
  const { postgres, project } = await shop({
    'models/built.sql': `select order_id, customer_id from {{ source('mysql_source', 'orders') }} where order_id <= 50`,
    'models/counted.sql': `{{ config(compute='duckdb') }} select customer_id, count(*) as n from {{ ref('built') }} group by 1`,
  });
  await postgres.query('create table built (order_id integer, customer_id integer)');
  const run = await project.dvt('run');
  expect(run.code, run.output).toBe(0);
  expect(await postgres.query('select sum(n)::text from counted')).toEqual([['50']]);
});

test('no block runs at a source for rows that another model of the run fetches anyway', async () => {
  const { mysql, postgres, project } = await shop({
    'models/per_day.sql': PER_DAY,
    'models/all.sql': `select o.order_id, o.ordered_on, o.amount, c.city from {{ source('mysql_source', 'orders') }} o left join {{ source('postgres_source', 'customers') }} c using (customer_id)`,
  });
  const run = await project.dvt('run', '--threads', '2');
  expect(run.code, run.output).toBe(0);
  expect(await fetchedRows(project)).toEqual([1000, 20_000]);
  expect(await postgres.query('select sum(n)::text, sum(amount)::text from per_day')).toEqual(
    await mysql.query('select cast(count(*) as char), cast(sum(amount) as char) from orders'),
  );
});

test('models that would each have a block of their own fetch the rows of all blocks once, where that is less; the plan shows it', async () => {
  const keys = ['ordered_on', 'customer_id', 'note', 'order_id % 7', 'order_id % 11', 'order_id % 13'];
  const models = keys.map((key, index): [string, string] => [
    `models/by_${index}.sql`,
    `select ${key} as k, count(*) as n, sum(amount) as amount from {{ source('mysql_source', 'orders') }} group by 1`,
  ]);
  const { postgres, mysql, project } = await shop(Object.fromEntries(models));
  const alone = await project.dvt('plan', '--select', 'by_0');
  expect(alone.output).toContain(' block at mysql_legacy: aggregation');
  const plan = await project.dvt('plan', '--select', 'by_*');
  expect(plan.output).not.toMatch(/[^o] block at mysql_legacy/);
  expect(plan.output).toContain('other models of the run fetch what it is made of anyway');
  const run = await project.dvt('run', '--select', 'by_*');
  expect(run.code, run.output).toBe(0);
  expect(await fetchedRows(project)).toEqual([20_000]);
  for (const [index, key] of keys.entries()) {
    expect(
      await postgres.query(`select k::text, n::text, amount::text from by_${index} order by n, amount, 1`),
    ).toEqual(
      await mysql.query(
        `select cast(${key} as char), cast(count(*) as char), cast(sum(amount) as char) from orders group by 1 order by count(*), sum(amount), 1`,
      ),
    );
  }
});
