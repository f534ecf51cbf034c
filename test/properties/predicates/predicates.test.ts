import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { repeatable, SEED } from '../random.js';
import { type Federated, openFederated } from './federated.js';
import { type Query, query } from './query.js';
import { inCopy, MY, openSources, PG, type Sources, told } from './sources.js';

const RUNS = Number(process.env['DVT_PROPERTY_PREDICATES'] ?? 600);

let sources: Sources;
let federated: Federated;
beforeAll(async () => {
  sources = await openSources();
  federated = await openFederated({ pg: sources.postgres.profile, my: sources.mysql.profile }, [PG, MY]);
});
afterAll(async () => {
  await federated?.close();
  await sources?.close();
});

/** How often a form was tried alone, was sent to the source, and found rows there. */
interface Count {
  tried: number;
  pushed: number;
  found: number;
}

const counts = new Map<string, Count>();
const refusedByDuckdb = { count: 0 };

async function agrees(asked: Query): Promise<void> {
  const expected = await inCopy(sources, asked.sql);
  if (expected === null) {
    // It may fail here, too, or not meet the row that it fails on.
    refusedByDuckdb.count++;
    return;
  }
  const { rows, scans } = await federated.run(asked);
  const pushed = scans.flatMap((scan) => scan.pushed.map((part) => part.sql));
  expect(told(rows), `${asked.sql}\npushed: ${pushed.join(' | ')}`).toEqual(expected);
  if (asked.single === null) return;
  const count = counts.get(asked.single) ?? { tried: 0, pushed: 0, found: 0 };
  counts.set(asked.single, count);
  count.tried++;
  if (pushed.length === 0) return;
  count.pushed++;
  if (rows.length > 0) count.found++;
}

const total = (forms: readonly string[], what: keyof Count) =>
  forms.reduce((sum, form) => sum + (counts.get(form)?.[what] ?? 0), 0);

test(`${RUNS} random queries find what DuckDB finds in a faithful copy, whatever was pushed`, async () => {
  await fc.assert(fc.asyncProperty(query([PG, MY]), agrees), { seed: SEED, numRuns: RUNS });
  if (process.env['DVT_PROPERTY_VERBOSE']) console.table(Object.fromEntries(counts));
  expect(refusedByDuckdb.count, repeatable).toBeLessThan(RUNS / 10);
  const share = (forms: readonly string[]) => total(forms, 'pushed') / total(forms, 'tried');
  expect(share(['is null', 'is not null']), repeatable).toBe(1);
  expect(share(['=', 'in']), repeatable).toBeGreaterThan(0.5);
  expect(share(['order', 'between', 'constant first']), repeatable).toBeGreaterThan(0.2);
  expect(share(['two columns']), repeatable).toBeGreaterThan(0.02);
  const searches = ['starts_with', 'ends_with', 'contains', 'like prefix', 'like suffix', 'like contains'];
  expect(share(searches), repeatable).toBeGreaterThan(0.1);
  const all = [...counts.keys()];
  expect(total(all, 'found') / total(all, 'pushed'), repeatable).toBeGreaterThan(0.7);
}, 3_600_000);
