import { bytesOfSize } from '../../core/byte-size.js';

/** What a run of many models takes beside DuckDB: batches on their way, readers and writers, JavaScript. */
const BESIDE_BYTES = 220e6;
/** DuckDB's part of a limit that is too small for that; a larger one leaves it no less than the largest of the small. */
const SMALLEST_SHARE = 0.75;
const SMALL_LIMIT = 256e6;

/** DuckDB's own `memory_limit` under a limit for all of the engine. A size that is not understood is left for DuckDB to judge. */
export function limitForDuckDb(limit: string): string {
  const bytes = bytesOfSize(limit);
  if (bytes === null) return limit;
  return `${Math.floor(Math.max(bytes - BESIDE_BYTES, Math.min(bytes, SMALL_LIMIT) * SMALLEST_SHARE))}B`;
}
