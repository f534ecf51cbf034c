import { expect, test } from 'vitest';
import { shop } from './shop.js';

const model = (config: string, predicate: string) =>
  `{{ config(materialized='incremental', ${config}) }}
select o.order_id, o.amount, c.name
from {{ source('mysql_source', 'orders') }} o
join {{ source('postgres_source', 'customers') }} c using (customer_id)
{% if is_incremental() %} where ${predicate} {% else %} where o.order_id <= 100 {% endif %}`;

test('a federated incremental model fetches what its predicate asks for, and adds it', async () => {
  const { postgres, mysql, project } = await shop({
    'models/inc.sql': model(`incremental_strategy='append'`, 'o.order_id > (select max(order_id) from {{ this }})'),
  });
  const first = await project.dvt('run');
  expect(first.code, first.output).toBe(0);
  expect((await postgres.query('select count(*) from inc')).flat().map(Number)).toEqual([100]);
  const second = await project.dvt('run');
  expect(second.code, second.output).toBe(0);
  const expected = await mysql.query('select count(*), sum(amount) from orders');
  expect((await postgres.query('select count(*), sum(amount) from inc')).flat().map(Number)).toEqual(
    expected.flat().map(Number),
  );
  // The watermark came to MySQL as a literal: the first hundred orders were not fetched again.
  const all = Number(expected[0]![0]);
  const results = JSON.parse(await project.read('target/run_results.json'));
  const fetched = results.results[0].adapter_response.extractions.find(({ relation }: { relation: string }) =>
    relation.endsWith('orders'),
  );
  expect(fetched.rows).toBe(all - 100);
  const leftovers = await postgres.query(`select relname from pg_class where relname like '%\\_\\_dvt\\_%'`);
  expect(leftovers).toEqual([]);
});

test('rows with a known key are replaced, in one transaction', async () => {
  const { postgres, project } = await shop({
    'models/inc.sql': model(`unique_key='order_id'`, 'o.order_id between 51 and 150'),
  });
  expect((await project.dvt('run')).code).toBe(0);
  await postgres.query(`update inc set name = 'old'`);
  const run = await project.dvt('run');
  expect(run.code, run.output).toBe(0);
  expect(
    await postgres.query(
      `select count(*)::text, count(distinct order_id)::text, sum((name = 'old')::int)::text from inc`,
    ),
  ).toEqual([['150', '150', '50']]);
});

test('a target that refuses the merge keeps what it had; a full refresh builds the table anew', async () => {
  const { postgres, project } = await shop({
    'models/inc.sql': model(`unique_key='order_id'`, 'o.order_id between 51 and 150'),
  });
  expect((await project.dvt('run')).code).toBe(0);
  await postgres.query('alter table inc add constraint small check (order_id <= 120) not valid');
  const before = await postgres.query('select * from inc order by order_id');
  const refused = await project.dvt('run');
  expect(refused.code).toBe(1);
  expect(refused.output).toContain('small');
  expect(await postgres.query('select * from inc order by order_id')).toEqual(before);
  const anew = await project.dvt('run', '--full-refresh');
  expect(anew.code, anew.output).toBe(0);
  expect((await postgres.query('select count(*) from inc')).flat().map(Number)).toEqual([100]);
});
