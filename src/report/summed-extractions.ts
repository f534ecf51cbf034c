import type { ExtractionResult } from '../spi/run-result.js';

/** Extractions of one relation by one node; a microbatch model has one a batch. */
export interface SummedExtraction extends ExtractionResult {
  readonly times: number;
}

/** What a node fetched of each relation in all, in the order of their first extractions. */
export function summedExtractions(extractions: readonly ExtractionResult[]): readonly SummedExtraction[] {
  const sums = new Map<string, SummedExtraction>();
  for (const one of extractions) {
    const key = JSON.stringify([one.connection, one.relation]);
    const before = sums.get(key);
    sums.set(key, before === undefined ? { ...one, times: 1 } : added(before, one));
  }
  return [...sums.values()];
}

function added(sum: SummedExtraction, one: ExtractionResult): SummedExtraction {
  const both = (left: number | null, right: number | null) => (left === null || right === null ? null : left + right);
  return {
    ...sum,
    times: sum.times + 1,
    rows: sum.rows + one.rows,
    bytes: sum.bytes + one.bytes,
    milliseconds: sum.milliseconds + one.milliseconds,
    estimatedRows: both(sum.estimatedRows, one.estimatedRows),
    estimatedBytes: both(sum.estimatedBytes, one.estimatedBytes),
    // Keys are those of each extraction.
    reducedBy: [],
  };
}

/** ` (12 times)`, where there was more than one. */
export function timesText({ times }: SummedExtraction): string {
  return times === 1 ? '' : ` (${times} times)`;
}
