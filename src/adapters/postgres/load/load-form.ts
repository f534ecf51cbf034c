import { isInteger } from '../../../core/integer-type.js';
import type { ColumnType } from '../../../spi/column-type.js';
import { parseNativeType } from '../types/native-type.js';
import { sourceType, type WireForm } from '../types/source-type.js';

/** Binary forms that the encoder writes: those that are read, and jsonb's, which begins with a version. */
export type LoadForm = WireForm | 'jsonb';

/** How one column is loaded. */
export interface LoadColumn {
  readonly name: string;
  /** the type of the column while it is filled, as DDL spells it */
  readonly columnType: string;
  readonly form: LoadForm;
  /** the type that the column is converted to by the server once it is filled; null = it has it already */
  readonly convertTo: string | null;
}

/**
 * The binary form of a column type, spelled by `format_type`; null where it has none that dvt writes (then its text is
 * loaded, and the server converts it).
 */
export function loadForm(spelling: string): LoadForm | null {
  if (spelling === 'jsonb') return 'jsonb';
  const { base, array } = parseNativeType(spelling);
  if (base === 'numeric' && !array) return 'numeric';
  const { family, wire } = sourceType(spelling);
  return family === 'other' ? null : wire;
}

const ENGINE_TYPES: Readonly<Record<string, string>> = {
  boolean: 'BOOLEAN',
  int16: 'SMALLINT',
  int32: 'INTEGER',
  int64: 'BIGINT',
  uint32: 'UINTEGER',
  float32: 'FLOAT',
  float64: 'DOUBLE',
  date: 'DATE',
  time: 'TIME',
  timestamp: 'TIMESTAMP',
  timestamptz: 'TIMESTAMPTZ',
  interval: 'INTERVAL',
  uuid: 'UUID',
  varchar: 'VARCHAR',
  json: 'VARCHAR',
  blob: 'BLOB',
};

/** The engine's name of the type whose values `loadForm(spelling)` encodes; null = whole numbers and decimals as they are. */
export function engineTypeFor(spelling: string, given: ColumnType): string | null {
  const { type, family } = sourceType(spelling);
  if (parseNativeType(spelling).base !== 'numeric') return family === 'other' ? 'VARCHAR' : ENGINE_TYPES[type.kind]!;
  if (type.kind === 'decimal') return `DECIMAL(${type.precision},${type.scale})`;
  return given.kind === 'decimal' || isInteger(given) ? null : 'VARCHAR';
}
