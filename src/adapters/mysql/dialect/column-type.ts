import { DvtError } from '../../../core/errors.js';
import type { ColumnType, ScalarKind } from '../../../spi/column-type.js';
import { engineCast } from './engine-casts.js';

/** MySQL's largest scale; MariaDB goes to 38. */
const DECIMAL_SCALE_LIMIT = 30;

/** The type that holds every value of an engine type; what is missing has no equal. */
const TYPES: Readonly<Partial<Record<ScalarKind, string>>> = {
  boolean: 'tinyint(1)',
  int8: 'tinyint',
  int16: 'smallint',
  int32: 'int',
  int64: 'bigint',
  uint8: 'tinyint unsigned',
  uint16: 'smallint unsigned',
  uint32: 'int unsigned',
  uint64: 'bigint unsigned',
  // 38 digits, as dvt reads them back; a wider value is refused when it is loaded.
  hugeint: 'decimal(38,0)',
  uhugeint: 'decimal(38,0)',
  float32: 'float',
  float64: 'double',
  date: 'date',
  time: 'time(6)',
  timestamp: 'datetime(6)',
  // In UTC: TIMESTAMP ends in 2038.
  timestamptz: 'datetime(6)',
  uuid: 'char(36)',
  varchar: 'longtext',
  json: 'json',
  blob: 'longblob',
};

/** The column type for DDL. Throws DVT5107 that names the column where MySQL has none. */
export function columnType(type: ColumnType, column: string): string {
  if (type.kind === 'decimal') {
    if (type.scale <= DECIMAL_SCALE_LIMIT) return `decimal(${type.precision},${type.scale})`;
    throw noType(
      column,
      `decimal(${type.precision},${type.scale})`,
      `MySQL keeps ${DECIMAL_SCALE_LIMIT} decimals at most`,
    );
  }
  const converted = engineCast(type);
  if (converted !== null) return converted.columnType;
  const found = TYPES[type.kind as ScalarKind];
  if (found !== undefined) return found;
  const spelled = type.kind === 'other' ? type.name : type.kind;
  throw noType(column, spelled, 'MySQL has no such type');
}

function noType(column: string, type: string, reason: string): DvtError {
  return new DvtError({
    code: 'DVT5107',
    message: `Column "${column}" is a ${type}: ${reason}.`,
    hint: `Cast it in the model, e.g. "${column}"::varchar, or set data_type for the column.`,
  });
}
