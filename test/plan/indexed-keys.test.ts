import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Planner, planner } from './planning.js';

let plans: Planner;
beforeAll(async () => {
  plans = await planner({
    lines: {
      rows: 6_000_000,
      keys: [['order_id', 'line']],
      columns: {
        order_id: { kind: 'int64' },
        line: { kind: 'int32' },
        other_id: { kind: 'int64' },
        n: { kind: 'int32' },
      },
    },
    orders: { rows: 1_500_000, keys: [['id']], columns: { id: { kind: 'int64' }, kind: { kind: 'int32' } } },
  });
});
afterAll(() => plans.close());

const reduction = async (column: string) => {
  const sql = `select count(*) from "pg"."public"."lines" l join "pg"."public"."orders" o on l.${column} = o.id where o.kind = 1 and l.n > 5`;
  return (await plans.scan(sql, 'lines')).reduction;
};

test('keys that an index finds save the source the reading of the table: they are sent where they would not pay otherwise', async () => {
  expect(await reduction('order_id')).not.toBeNull();
  expect(await reduction('other_id')).toBeNull();
});

test('only the first column of a key leads an index', async () => {
  expect(await reduction('line')).toBeNull();
});
