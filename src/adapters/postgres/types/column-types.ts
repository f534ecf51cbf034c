import { DvtError } from '../../../core/errors.js';
import { nestedAsJson } from '../../../core/nested-json.js';
import type { ColumnType, ResultColumn, ScalarKind } from '../../../spi/column-type.js';

/** The column type that holds every value of an engine type. */
const TABLE: Readonly<Record<ScalarKind, string>> = {
  boolean: 'boolean',
  int8: 'smallint',
  int16: 'smallint',
  int32: 'integer',
  int64: 'bigint',
  hugeint: 'numeric(38,0)',
  uint8: 'smallint',
  uint16: 'integer',
  uint32: 'bigint',
  uint64: 'numeric(20,0)',
  uhugeint: 'numeric(38,0)',
  float32: 'real',
  float64: 'double precision',
  date: 'date',
  time: 'time',
  timestamp: 'timestamp',
  timestamptz: 'timestamptz',
  interval: 'interval',
  uuid: 'uuid',
  varchar: 'text',
  json: 'json',
  blob: 'bytea',
};

/**
 * The column type that holds what the engine computed, as DDL spells it. HUGEINT becomes numeric(38,0), the widest that
 * dvt reads back as a number; the load refuses wider values. JSON keeps its text; nested values, which have none, become
 * jsonb. Throws a DvtError (DVT5107) for types without an equal.
 */
export function columnType(type: ColumnType, column: string): string {
  switch (type.kind) {
    case 'decimal':
      return `numeric(${type.precision},${type.scale})`;
    case 'list':
    case 'struct':
      return 'jsonb';
    case 'other': {
      const convertible = CONVERTED_BY_ENGINE.find(({ name }) => name.test(type.name));
      if (convertible) return convertible.columnType;
      throw new DvtError({
        code: 'DVT5107',
        message: `column ${column} has the type ${type.name}, which PostgreSQL cannot hold`,
        hint: `Cast it in the model, e.g. "${column}"::varchar`,
      });
    }
    default:
      return TABLE[type.kind]!;
  }
}

/** Types that the engine turns into one that the writer can encode. */
const CONVERTED_BY_ENGINE: readonly { readonly name: RegExp; readonly columnType: string; readonly cast: string }[] = [
  { name: /^ENUM\b/i, columnType: 'text', cast: 'VARCHAR' },
  { name: /^TIMESTAMP_M?S$/i, columnType: 'timestamp', cast: 'TIMESTAMP' },
];

/** The engine's expression whose value has the form of `columnType(type)`. */
export function projection({ name, type }: ResultColumn, quoted: string): string {
  if (type.kind === 'list' || type.kind === 'struct') return nestedAsJson(quoted, name, type);
  const convertible = type.kind === 'other' && CONVERTED_BY_ENGINE.find(({ name }) => name.test(type.name));
  return convertible ? `CAST(${quoted} AS ${convertible.cast})` : quoted;
}
