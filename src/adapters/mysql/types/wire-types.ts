/** Type bytes of a column definition: https://mariadb.com/kb/en/result-set-packets/#field-types */
export const WireType = {
  decimal: 0,
  tiny: 1,
  short: 2,
  long: 3,
  float: 4,
  double: 5,
  timestamp: 7,
  longlong: 8,
  int24: 9,
  date: 10,
  time: 11,
  datetime: 12,
  year: 13,
  newdate: 14,
  bit: 16,
  json: 245,
  newdecimal: 246,
  geometry: 255,
} as const;

export const INTEGER_WIRE_TYPES: ReadonlySet<number> = new Set([
  WireType.tiny,
  WireType.short,
  WireType.long,
  WireType.longlong,
  WireType.int24,
  WireType.year,
]);

/** Character set number of columns that hold bytes, not text. */
export const BINARY_CHARSET = 63;
