import fc from 'fast-check';
import { blockQuery } from '../blocks/block-query.js';
import { Dice } from './dice.js';
import { type Suite, WITH_BLOCKS } from './suite.js';
import { blockModel, drawnModel, type Model } from './three-ways.js';

/** Shapes of queries of which a source may compute parts, by the kind of the part. */
const SHAPES: Readonly<Record<string, readonly string[]>> = {
  aggregation: ['grouped', 'grouped by all', 'not grouped'],
  'partial aggregation': ['grouped above a join', 'grouped above a join of two'],
  limit: ['first rows', 'first rows of all columns'],
  exists: ['exists'],
};
const MOST = 300;
/** Beyond the numbers of any run. */
const FIRST_NUMBER = 1_000_000;

/**
 * Further models that are about one thing that sources are asked for (a form, `block: ...`, `keys: ...`): whether a mistake in
 * it is found does not depend on how many models a run has, and only as far as must be on its seed.
 */
export function* modelsAbout(suite: Suite, seed: number, asked: string): Generator<Model> {
  const dice = new Dice(seed);
  const shapes = SHAPES[asked.replace(/^block: /, '')];
  if (shapes !== undefined) {
    const queries = fc.sample(blockQuery(WITH_BLOCKS, shapes), { seed, numRuns: MOST });
    for (const [index, { sql }] of queries.entries()) yield blockModel(suite, sql, FIRST_NUMBER + index, dice);
    return;
  }
  const focuses = suite.focuses.filter(({ form }) => form === asked);
  for (let index = 0; index < MOST; index++) {
    yield drawnModel(suite, focuses[index % focuses.length] ?? null, FIRST_NUMBER + index, dice);
  }
}
