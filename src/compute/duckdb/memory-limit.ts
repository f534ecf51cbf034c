/** What a run of many models takes beside DuckDB: batches on their way, readers and writers, JavaScript. */
const BESIDE_BYTES = 190e6;
/** DuckDB's part of a limit that is too small for that; a larger one leaves it no less than the largest of the small. */
const SMALLEST_SHARE = 0.75;
const SMALL_LIMIT = 256e6;

const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
  TIB: 2 ** 40,
};

/** DuckDB's own `memory_limit` under a limit for all of the engine. A size that is not understood is left for DuckDB to judge. */
export function limitForDuckDb(limit: string): string {
  const bytes = bytesOfSize(limit);
  if (bytes === null) return limit;
  return `${Math.floor(Math.max(bytes - BESIDE_BYTES, Math.min(bytes, SMALL_LIMIT) * SMALLEST_SHARE))}B`;
}

/** Bytes of a size as DuckDB writes it (`4GB`, `18.6 GiB`); null where it is none. */
export function bytesOfSize(size: string): number | null {
  const [, amount, unit] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/i.exec(size) ?? [];
  const factor = UNITS[unit?.toUpperCase() ?? ''];
  return amount === undefined || factor === undefined ? null : Number(amount) * factor;
}
