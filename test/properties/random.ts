import fc from 'fast-check';

/** Seed of everything random in this folder; a failure prints it, DVT_PROPERTY_SEED repeats it. */
export const SEED = Number(process.env['DVT_PROPERTY_SEED'] ?? 20_261);

/** Random values of one kind, the same for the same seed. */
export function sample<T>(values: fc.Arbitrary<T>, count: number): T[] {
  return fc.sample(values, { numRuns: count, seed: SEED });
}

/** What a failing test says of its randomness. */
export const repeatable = `repeat with DVT_PROPERTY_SEED=${SEED}`;
