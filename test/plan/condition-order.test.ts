import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Planner, planner } from './planning.js';

let plans: Planner;
beforeAll(async () => {
  const columns = {
    kind: { kind: 'int32' },
    amount: { kind: 'decimal', precision: 12, scale: 2 },
    note: { kind: 'varchar' },
    code: { kind: 'int32' },
    day: { kind: 'date' },
  } as const;
  plans = await planner({ t: { columns } }, 'blocks');
});
afterAll(() => plans.close());

const T = '"pg"."public"."t"';

/** Positions of these columns where a source's SQL first compares them. */
function order(sql: string): string[] {
  const compared = sql.slice(sql.search(/ where /) + 1);
  const at = (column: string) => compared.indexOf(`"${column}"`);
  return ['kind', 'amount', 'note', 'code', 'day']
    .filter((column) => at(column) >= 0)
    .toSorted((a, b) => at(a) - at(b));
}

test('a source compares dates and integers first, then decimals, and seeks in texts last', async () => {
  const where = `contains(note, 'late') and amount < 10.5 and day >= date '2024-01-01' and day < date '2024-02-01'`;
  const { scans } = await plans.plan(`select code from ${T} where ${where}`);
  expect(order(scans[0]!.predicate!)).toEqual(['day', 'amount', 'note']);
});

test('also within alternatives', async () => {
  const where = `(note = 'a' and amount between 1 and 2 and code = 3) or day = date '2024-01-01'`;
  const { scans } = await plans.plan(`select code from ${T} where ${where}`);
  expect(order(scans[0]!.predicate!).filter((column) => column !== 'day')).toEqual(['code', 'note', 'amount']);
});

test('also in a block', async () => {
  const where = `amount < 10.5 and note like 'x%' and code > 7`;
  const { scans } = await plans.plan(`select count(*) as n from ${T} where ${where}`);
  expect(scans[0]!.relation.block, 'a block').toBeDefined();
  expect(order(scans[0]!.relation.block!.sql)).toEqual(['code', 'amount', 'note']);
});

test('what leaves nearly every row comes after what removes most', async () => {
  const { scans } = await plans.plan(`select day from ${T} where kind <> 7 and note = 'a'`);
  expect(order(scans[0]!.predicate!)).toEqual(['note', 'kind']);
});
