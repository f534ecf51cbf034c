import { expect, test } from 'vitest';
import { shop } from './shop.js';

const CONTRACT = `models:
  - name: totals
    config: {contract: {enforced: true}}
    columns:
      - {name: customer_id, data_type: int, constraints: [{type: primary_key}]}
      - {name: amount, data_type: "numeric(20,2)", constraints: [{type: check, expression: amount >= 0}]}
`;

const TOTALS = `select customer_id, sum(amount) as amount
from {{ source('mysql_source', 'orders') }} join {{ source('postgres_source', 'customers') }} using (customer_id) group by 1`;

test('a contract holds for a federated model: its columns, and its constraints in the target, run after run', async () => {
  const { postgres, mysql, project } = await shop({ 'models/totals.sql': TOTALS, 'models/s.yml': CONTRACT });
  for (const _ of [1, 2]) {
    const { code, output } = await project.dvt('run');
    expect(code, output).toBe(0);
  }
  expect(
    await postgres.query(`select conname, pg_get_constraintdef(oid) from pg_constraint
      where conrelid = 'totals'::regclass and contype <> 'n' order by 1`),
  ).toEqual([
    ['totals_amount_check', 'CHECK ((amount >= (0)::numeric))'],
    ['totals_pkey', 'PRIMARY KEY (customer_id)'],
  ]);
  const total = async () => (await postgres.query('select sum(amount) from totals')).flat().map(String);
  const wanted = (await mysql.query('select cast(sum(amount) as char) from orders')).flat().map(String);
  expect(await total()).toEqual(wanted);

  await project.write('models/totals.sql', TOTALS.replace('sum(amount) as', '-sum(amount) as'));
  const broken = await project.dvt('run');
  expect(broken.code).toBe(1);
  expect(broken.output).toContain('check constraint');
  await project.write('models/totals.sql', TOTALS.replace('sum(amount) as amount', 'sum(amount) as sum'));
  const other = await project.dvt('run');
  expect(other.code).toBe(1);
  expect(other.output).toMatch(/DVT2125[\s\S]*amount .*missing in the query[\s\S]*sum .*missing in the contract/);
  expect(await total()).toEqual(wanted);
  expect(await postgres.query(`select relname from pg_class where relname like '%dvt%'`)).toEqual([]);
});
