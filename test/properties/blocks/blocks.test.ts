import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Federated, openFederated } from '../predicates/federated.js';
import { inCopy, MY, openSources, PG, type Sources, told } from '../predicates/sources.js';
import { repeatable, SEED } from '../random.js';
import { type BlockQuery, blockQuery, SHAPE_NAMES } from './block-query.js';

const RUNS = Number(process.env['DVT_PROPERTY_BLOCKS'] ?? 400);

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

/** Few partial aggregations, which the last two shapes may have, are worth it: these are drawn more often. */
const DRAWN = [...SHAPE_NAMES, ...SHAPE_NAMES.slice(-2), ...SHAPE_NAMES.slice(-2)];

interface Count {
  tried: number;
  /** queries with a block that ran at its source */
  used: number;
  found: number;
}

const byShape = new Map<string, Count>();
const byKind = new Map<string, number>();
const refusedByDuckdb = { count: 0 };

/** Of 0 and -0, which are equal, DuckDB shows the one that it met first. */
const rowsOf = (rows: readonly string[] | null) => rows?.map((row) => row.replaceAll('-0.0', '0.0')).sort();

async function agrees(asked: BlockQuery): Promise<void> {
  const expected = await inCopy(sources, asked.sql);
  if (expected === null) {
    refusedByDuckdb.count++;
    return;
  }
  const whole = await federated.run(asked, 'blocks');
  const used = whole.blocks.filter(({ chosen }) => chosen);
  expect(rowsOf(told(whole.rows)), `${asked.sql}\n${used.map(({ sql }) => sql).join('\n')}`).toEqual(rowsOf(expected));
  const count = byShape.get(asked.shape) ?? { tried: 0, used: 0, found: 0 };
  byShape.set(asked.shape, count);
  count.tried++;
  if (used.length === 0) return;
  for (const { kind, connection } of used)
    byKind.set(`${kind} on ${connection}`, (byKind.get(`${kind} on ${connection}`) ?? 0) + 1);
  count.used++;
  if (whole.rows.length > 0) count.found++;
  const filtered = await federated.run(asked, 'filters');
  expect(rowsOf(told(filtered.rows)), `${asked.sql}\nwithout blocks`).toEqual(rowsOf(expected));
}

test(`${RUNS} random queries find what DuckDB finds in a faithful copy, with blocks at their sources and without`, async () => {
  await fc.assert(fc.asyncProperty(blockQuery([PG, MY], DRAWN), agrees), { seed: SEED, numRuns: RUNS });
  if (process.env['DVT_PROPERTY_VERBOSE']) {
    console.table(Object.fromEntries(byShape));
    console.table(Object.fromEntries(byKind));
  }
  expect(refusedByDuckdb.count, repeatable).toBeLessThan(RUNS / 10);
  const counts = [...byShape.values()];
  const total = (what: keyof Count) => counts.reduce((sum, count) => sum + count[what], 0);
  expect(total('used') / total('tried'), repeatable).toBeGreaterThan(0.2);
  expect(total('found') / total('used'), repeatable).toBeGreaterThan(0.5);
  for (const kind of ['aggregation', 'limit', 'exists', 'partial aggregation']) {
    for (const connection of ['pg', 'my']) {
      expect(byKind.get(`${kind} on ${connection}`) ?? 0, `${kind} on ${connection}; ${repeatable}`).toBeGreaterThan(
        RUNS / 400,
      );
    }
  }
  expect([...byShape.keys()].sort()).toEqual([...SHAPE_NAMES].sort());
}, 3_600_000);
