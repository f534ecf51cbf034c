import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Planner, planner } from '../planning.js';

const TABLES = {
  lines: { rows: 6_000_000, columns: { order_id: { kind: 'int64' }, n: { kind: 'int32' } } },
  orders: { rows: 1_500_000, keys: [['id']], columns: { id: { kind: 'int64' }, kind: { kind: 'int32' } } },
} as const;

let plans: Planner;
beforeAll(async () => {
  plans = await planner(TABLES, 'blocks');
});
afterAll(() => plans.close());

const LINES = '"pg"."public"."lines" l';
const JOINED = `${LINES} join "pg"."public"."orders" o on l.order_id = o.id`;

/** Seconds that the source is expected to work on a sum over these rows, and the scans in place of it. */
async function weighed(from: string) {
  const plan = await plans.plan(`select sum(l.n * 2) from ${from}`);
  const [block] = plan.blocks ?? [];
  return { seconds: block!.seconds!, scans: (plan.withoutBlocks ?? plan).scans };
}

test('a join has as many rows to add up as the larger of its relations, not as both', async () => {
  const alone = await weighed(LINES);
  expect(alone.seconds).toBeGreaterThan(1);
  expect((await weighed(JOINED)).seconds).toBeCloseTo(alone.seconds, 6);
});

test('conditions on one relation of a join leave rows of the other away', async () => {
  const all = await weighed(JOINED);
  const some = await weighed(`${JOINED} where o.kind = 1`);
  const { rows, tableRows } = some.scans.find(({ input }) => input.name.identifier === 'orders')!.estimate;
  expect(rows!).toBeLessThan(tableRows! / 2);
  expect(some.seconds).toBeCloseTo((all.seconds * rows!) / tableRows!, 6);
});
