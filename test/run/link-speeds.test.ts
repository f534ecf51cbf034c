import { expect, test } from 'vitest';
import { shop } from './shop.js';

const SUMS = Array.from({ length: 8 }, (_, index) => `sum(amount * ${index + 2}) as s${index}`);
const PER_CUSTOMER = `select customer_id, ${SUMS.join(', ')} from {{ source('mysql_source', 'orders') }} group by customer_id`;
const LINKS = 'target/links.json';

test('what a run measures of a connection is kept', async () => {
  const { mysql, project } = await shop({
    'models/copy.sql': `select id, filler from {{ source('wide', 'wide') }}`,
    'models/wide.yml': 'sources:\n  - {name: wide, profile: mysql_legacy, tables: [{name: wide}]}\n',
  });
  await mysql.query('create table wide (id int primary key, filler varchar(500) not null)');
  await mysql.query("insert into wide select seq, repeat('x', 500) from seq_1_to_12000");
  const run = await project.dvt('run');
  expect(run.code, run.output).toBe(0);
  const { slowness } = JSON.parse(await project.read(LINKS));
  expect(Object.keys(slowness)).toEqual(['mysql_legacy']);
  expect(slowness.mysql_legacy).toBeGreaterThan(0);
});

test('a connection that was slow has a block computed at its source that another one has not', async () => {
  const { mysql, postgres, project } = await shop({ 'models/per_customer.sql': PER_CUSTOMER });
  const hasBlock = async (links: string) => {
    await project.write(LINKS, links);
    const [{ blocks }] = JSON.parse((await project.dvt('plan', '--output', 'json')).stdout);
    return blocks.map((block: { chosen: boolean }) => block.chosen);
  };
  expect(await hasBlock('{"slowness":{"mysql_legacy":1}}')).toEqual([false]);
  expect(await hasBlock('not JSON')).toEqual([false]);
  expect(await hasBlock('{"slowness":{"mysql_legacy":200}}')).toEqual([true]);
  const run = await project.dvt('run');
  expect(run.code, run.output).toBe(0);
  expect(await postgres.query('select count(*)::text, sum(s0)::text from per_customer')).toEqual(
    await mysql.query('select cast(count(distinct customer_id) as char), cast(sum(amount * 2) as char) from orders'),
  );
});
