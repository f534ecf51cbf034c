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

/** Bytes of a size as DuckDB writes it (`4GB`, `18.6 GiB`); null where it is none. */
export function bytesOfSize(size: string): number | null {
  const [, amount, unit] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/i.exec(size) ?? [];
  const factor = UNITS[unit?.toUpperCase() ?? ''];
  return amount === undefined || factor === undefined ? null : Number(amount) * factor;
}
