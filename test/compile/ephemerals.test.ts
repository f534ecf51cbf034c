import { describe, expect, test } from 'vitest';
import { compileProject } from '../projects/compile-project.js';

describe('ephemeral models', async () => {
  const { compile } = await compileProject('ephemerals');

  test('are compiled in the dialect of each consumer', async () => {
    expect((await compile('in_place')).sql).toContain(`'postgres' as kind, *\nfrom "dev"."raw"."events"`);
    const federated = await compile('federated');
    expect(federated.sql).toContain(`'duckdb' as kind, *\nfrom "shop.dev"."raw"."events"`);
    expect(federated.inputs.map(({ node }) => node.id)).toEqual(['source.shop.local.events']);
  });

  test('lose the semicolon and the comment at their end', async () => {
    const { sql } = await compile('reads_semicolons');
    expect(sql).toContain('with __dbt__cte__semicolons as (\n\nselect 1 as id\n),');
    expect(sql.endsWith('using (id)')).toBe(true);
  });

  /** Text that dbt-core 1.10.13 wrote for the same models. */
  test("are put into the query's own with", async () => {
    expect((await compile('reads_with')).sql).toBe(`-- a comment
with recursive  __dbt__cte__eph_a as (

select 1 as id
),  __dbt__cte__eph_b as (

with x as (select * from __dbt__cte__eph_a)
select * from x
), t as (select * from __dbt__cte__eph_b) select * from t join __dbt__cte__eph_a using (id)`);
  });

  /** Text that dbt-core 1.12.6 wrote for the same models. */
  test('go by their aliases, in which versions are', async () => {
    expect((await compile('reads_versions')).sql).toBe(`with __dbt__cte__versioned_v1 as (
select 1 as id
),  __dbt__cte__versioned_v2 as (
select 2 as id
),  __dbt__cte__other as (
select 3 as id
) select id from __dbt__cte__versioned_v1, __dbt__cte__versioned_v2, __dbt__cte__other`);
  });
});
