import { describe, expect, test } from 'vitest';
import { compileProject } from '../projects/compile-project.js';

test('the example of the README', async () => {
  const { compile } = await compileProject('seed-example');
  const { sql, inputs } = await compile('customer_orders');
  expect(sql).toBe(`select c.customer_id, c.name, count(o.order_id) as order_count
from "postgres_prod"."public"."customers" c
left join "mysql_legacy"."orders_db"."orders" o on c.customer_id = o.customer_id
group by c.customer_id, c.name`);
  expect(inputs.map(({ name }) => name)).toEqual([
    { database: 'production', schema: 'public', identifier: 'customers' },
    expect.objectContaining({ schema: 'orders_db', identifier: 'orders' }),
  ]);
});

describe('names in federated SQL', async () => {
  const { compile } = await compileProject('federated-names');

  test('connection, schema, relation; only what the SQL names is an input', async () => {
    const { sql, inputs } = await compile('all_names');
    expect(sql).toContain('from "mysql_legacy"."orders_db"."Or""ders"\n');
    expect(sql).toContain('join "mysql_legacy"."archive_db"."orders" using');
    expect(sql).toContain('join "shop.dev"."raw"."events" using');
    expect(sql).toContain('(select max(id) from "shop.dev"."analytics"."all_names")');
    expect(inputs.map(({ node }) => node.name)).toEqual([
      'orders',
      'orders',
      'events',
      'local_table',
      'clicks',
      'all_names',
    ]);
  });

  test('files are named as the source is, and found by their location', async () => {
    const { inputs } = await compile('all_names');
    const clicks = inputs.find(({ node }) => node.name === 'clicks')!;
    expect(clicks.federated).toEqual({ catalog: 'lake', schema: 'main', identifier: 'clicks' });
    expect(clicks.name.identifier).toBe('clicks/*.parquet');
  });

  test('target and this describe the target, adapter the engine', async () => {
    const { sql } = await compile('describes_target');
    expect(sql).toContain("'postgres' as target_type, 'analytics' as target_schema");
    expect(sql).toContain("'dev.analytics_marts.describes_target' as this_name");
    expect(sql).toContain(`'duckdb' as adapter_type, "a""b" as quoted`);
    expect(sql).toContain('from "shop.dev"."analytics"."local_table" "local_table"');
  });
});

describe('adapter.dispatch', async () => {
  const { compile } = await compileProject('dispatch');

  test.each([
    ['in_place', "'postgres' as engine"],
    ['federated', "'duckdb' as engine"],
    ['on_mysql', "'default' as engine, `x` from `orders_db`.`on_mysql`"],
  ])('%s', async (name, expected) => {
    expect((await compile(name)).sql).toContain(expected);
  });

  test('without a macro it says what it looked for, with the calls that led there', async () => {
    await expect(compile('nowhere')).rejects.toMatchObject({
      message: "adapter.dispatch('other') found no macro of shop; looked for postgres__other, default__other.",
      diagnostics: [
        {
          location: { path: 'macros/m.sql', line: 6 },
          related: [{ location: { path: 'models/nowhere.sql', line: 1 } }],
        },
      ],
    });
  });
});
