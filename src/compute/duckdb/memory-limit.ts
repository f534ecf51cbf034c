/** What batches on their way and buffers of readers and writers take beside DuckDB. */
const BESIDE_BYTES = 64e6;
/** DuckDB needs its part of a small limit too. */
const SMALLEST_SHARE = 0.75;

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
  return `${Math.floor(Math.max(bytes - BESIDE_BYTES, bytes * SMALLEST_SHARE))}B`;
}

/** Bytes of a size as DuckDB writes it (`4GB`, `18.6 GiB`); null where it is none. */
export function bytesOfSize(size: string): number | null {
  const [, amount, unit] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/i.exec(size) ?? [];
  const factor = UNITS[unit?.toUpperCase() ?? ''];
  return amount === undefined || factor === undefined ? null : Number(amount) * factor;
}
