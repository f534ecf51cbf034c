import { sendSeconds } from '../core/fetch-cost.js';
import type { NodeResult } from '../spi/run-result.js';

/** By connection: how many times as long as over loopback its rows were on their way. */
export type LinkSlowness = Readonly<Record<string, number>>;

/** What is fetched in less tells of the statement, not of the link. */
const LEAST_BYTES = 4e6;
/** The part that the latest run has in what is kept: one bad hour is not the link. */
const LATEST = 0.5;
/** A busy machine is as much slower at times; below it a link is taken for as fast as loopback. */
const NOTICEABLE = 6;

/** What is known of the links after a run. An extraction may have waited for others: the fastest one counts. */
export function linkSlowness(before: LinkSlowness, results: readonly NodeResult[]): LinkSlowness {
  const measured = new Map<string, number>();
  for (const { connection, rows, bytes, milliseconds } of results.flatMap(({ extractions }) => extractions)) {
    if (bytes < LEAST_BYTES || rows === 0) continue;
    const slowness = milliseconds / 1000 / sendSeconds(rows, bytes / rows);
    measured.set(connection, Math.min(slowness, measured.get(connection) ?? slowness));
  }
  const after = [...measured].map(([connection, latest]) => {
    const known = before[connection] ?? latest;
    return [connection, known ** (1 - LATEST) * latest ** LATEST];
  });
  return { ...before, ...Object.fromEntries(after) };
}

/** The figure that planning reckons with. */
export function noticeable(slowness: number | undefined): number {
  return slowness === undefined || slowness < NOTICEABLE ? 1 : slowness;
}
