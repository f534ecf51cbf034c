import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repeatable, SEED } from '../random.js';
import { addedUp, BLOCK_KINDS, count, noCounts, rare, table } from './coverage.js';
import { FAULTS } from './faults.js';
import { modelsAbout } from './models-about.js';
import { CONNECTIONS, openSuite, type Suite } from './suite.js';
import { compare, model } from './three-ways.js';

const MODELS = Number(process.env['DVT_PROPERTY_MODELS'] ?? 500);
/** where counts of several runs add up */
const COUNTS_FILE = process.env['DVT_PROPERTY_COUNTS'];
/** models of which each form must have been pushed so often on each adapter */
const LONG_RUN = 20_000;
const OFTEN = 50;
const SHOWN_DIFFERENCES = 20;
const OPENING_MS = 600_000;
const FINDING_MS = 300_000;

let suite: Suite;
beforeAll(async () => {
  suite = await openSuite(SEED, MODELS);
}, OPENING_MS);
afterAll(() => suite?.close());

const counts = noCounts();
/** numbers of models by what they asked of their sources */
const asking = new Map<string, number[]>();

test(`${MODELS} random models find what DuckDB finds in a faithful copy, pushed and not pushed`, async () => {
  const differences: string[] = [];
  for (let number = 0; number < MODELS; number++) {
    const compared = await compare(suite, model(suite, SEED, number));
    count(counts, compared);
    for (const one of compared?.asked ?? []) asking.set(one, [...(asking.get(one) ?? []), number]);
    if (compared?.difference != null) differences.push(`model ${number}: ${compared.difference}`);
  }
  expect(differences.slice(0, SHOWN_DIFFERENCES), `${differences.length} differ; ${repeatable}`).toEqual([]);
}, 36_000_000);

test('the models cover what may be pushed, and most have rows', () => {
  const sum = COUNTS_FILE === undefined ? counts : addedUp(counts, COUNTS_FILE);
  const { asked: _, ...figures } = sum;
  console.log(`${JSON.stringify(figures)}\n${table(suite, sum)}`);
  expect(sum.withRows, repeatable).toBeGreaterThanOrEqual((sum.models - sum.refused) / 2);
  expect(sum.refused, repeatable).toBeLessThan(sum.models / 20);
  if (sum.models >= LONG_RUN) expect(rare(suite, sum, OFTEN)).toEqual([]);
  else if (sum.models >= 500) expect(rare(suite, sum, 1).length, repeatable).toBeLessThan(suite.focuses.length / 10);
  const kinds = BLOCK_KINDS.filter((kind) => !['pg', 'my'].some((name) => sum.asked[`block: ${kind} on ${name}`]));
  if (sum.models >= 500) expect(kinds, repeatable).toEqual([]);
});

describe('a mistake in what a source is sent is found by models of the suite', () => {
  const all = Object.entries(FAULTS);
  /** Models of the run that asked for what the mistake is in, and where none shows it, others that are made to ask for it. */
  function* concerning(asked: readonly string[]) {
    const numbers = asked.flatMap((one) => CONNECTIONS.flatMap((name) => asking.get(`${one} on ${name}`) ?? []));
    for (const number of new Set(numbers)) yield model(suite, SEED, number);
    for (const one of asked) yield* modelsAbout(suite, SEED, one);
  }
  test.skipIf(MODELS < 500).each(all)('%s', { timeout: FINDING_MS }, async (_, { plant, asked }) => {
    let tried = 0;
    let isFound = false;
    suite.plant(plant);
    for (const one of concerning(asked)) {
      tried++;
      const compared = await compare(suite, one, false);
      isFound = /\d+ rows of \d+ missing/.test(compared?.difference ?? '');
      if (isFound) break;
    }
    suite.plant(null);
    expect(isFound, `none of ${tried} models; ${repeatable}`).toBe(true);
  });
});
