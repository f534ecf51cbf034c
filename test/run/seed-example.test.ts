import { expect, test } from 'vitest';
import { shop } from './shop.js';

const SEED_EXAMPLE = `
select c.customer_id, c.name, count(o.order_id) as order_count
from {{ source('postgres_source', 'customers') }} c
left join {{ source('mysql_source', 'orders') }} o on c.customer_id = o.customer_id
group by c.customer_id, c.name
`;

test('a left join across two servers stands in the target, correct to the row and type', async () => {
  const { postgres, mysql, project } = await shop({ 'models/customer_orders.sql': SEED_EXAMPLE });
  const run = await project.dvt('run');
  expect(run.output).toContain('PASS=1');
  expect(run.code).toBe(0);

  // The join, computed by hand from what the two servers themselves say.
  const counts = new Map(
    (await mysql.query('select customer_id, count(*) from orders group by 1')).map((row) => [
      Number(row[0]),
      Number(row[1]),
    ]),
  );
  const customers = await postgres.query('select customer_id, name from customers order by 1');
  const expected = customers.map(([id, name]) => [Number(id), name, counts.get(Number(id)) ?? 0]);
  expect(expected.filter((row) => row[2] === 0)).toHaveLength(100);

  const published = await postgres.query('select customer_id, name, order_count from customer_orders order by 1');
  expect(published.map(([id, name, count]) => [Number(id), name, Number(count)])).toEqual(expected);
  const types = await postgres.query(
    `select column_name, data_type from information_schema.columns where table_name = 'customer_orders' order by ordinal_position`,
  );
  expect(types).toEqual([
    ['customer_id', 'integer'],
    ['name', 'text'],
    ['order_count', 'bigint'],
  ]);
});

test('only the rows and columns that the query needs are fetched, and the plan says so', async () => {
  const { mysql, project } = await shop({
    'models/large_orders.sql': `
      select c.name, o.amount
      from {{ source('postgres_source', 'customers') }} c
      join {{ source('mysql_source', 'orders') }} o using (customer_id)
      where o.amount > 200.25 and o.ordered_on between date '2025-03-01' and date '2025-03-31'`,
  });
  const run = await project.dvt('run');
  expect(run.code, run.output).toBe(0);
  const [[needed]] = (await mysql.query(
    `select count(*) from orders where amount > 200.25 and ordered_on between '2025-03-01' and '2025-03-31'`,
  )) as [[unknown]];
  const results = JSON.parse(await project.read('target/run_results.json')) as {
    results: { adapter_response: { extractions: { relation: string; rows: number }[] } }[];
  };
  const orders = results.results[0]!.adapter_response.extractions.find((one) => one.relation.endsWith('orders'))!;
  expect(orders.rows).toBe(Number(needed));
  expect(orders.rows).toBeGreaterThan(0);
  const plan = await project.dvt('plan');
  expect(plan.stdout).toMatch(/ordered_on/);
  expect(plan.stdout).toMatch(/2 of 5: customer_id, amount\n.*compared +ordered_on/);
});

test('odd but legal models: semicolon, comment at the end, CRLF, a WITH clause, an anti join', async () => {
  const { postgres, project } = await shop({
    'models/semicolon.sql': `${SEED_EXAMPLE.trim()};\n`,
    'models/comment.sql': `${SEED_EXAMPLE.trim()} -- the end`,
    'models/crlf.sql': SEED_EXAMPLE.replaceAll('\n', '\r\n'),
    'models/anti.sql': `with busy as (select distinct customer_id from {{ source('mysql_source', 'orders') }})
      select c.customer_id from {{ source('postgres_source', 'customers') }} c
      left join busy b on b.customer_id = c.customer_id where b.customer_id is null`,
  });
  const run = await project.dvt('run');
  expect(run.code, run.output).toBe(0);
  const counts = await postgres.query(
    'select (select count(*) from semicolon), (select count(*) from comment), (select count(*) from crlf), (select count(*) from anti), (select min(customer_id) from anti)',
  );
  expect(counts[0]!.map(Number)).toEqual([1000, 1000, 1000, 100, 901]);
});
