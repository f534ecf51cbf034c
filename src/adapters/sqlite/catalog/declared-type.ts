import type { ColumnType } from '../../../spi/column-type.js';

/** https://www.sqlite.org/datatype3.html, section 3.1 */
export type Affinity = 'INTEGER' | 'TEXT' | 'BLOB' | 'REAL' | 'NUMERIC';

/** The affinity that SQLite derives from a declared type. */
export function affinityOf(declared: string): Affinity {
  const name = declared.toUpperCase();
  if (name.includes('INT')) return 'INTEGER';
  if (/CHAR|CLOB|TEXT/.test(name)) return 'TEXT';
  if (name === '' || name.includes('BLOB')) return 'BLOB';
  if (/REAL|FLOA|DOUB/.test(name)) return 'REAL';
  return 'NUMERIC';
}

/** Names that say more than their affinity does. */
const NAMED: Readonly<Record<string, ColumnType>> = {
  BOOLEAN: { kind: 'boolean' },
  BOOL: { kind: 'boolean' },
  DATE: { kind: 'date' },
  TIME: { kind: 'time' },
  DATETIME: { kind: 'timestamp' },
  TIMESTAMP: { kind: 'timestamp' },
  'TIMESTAMP WITHOUT TIME ZONE': { kind: 'timestamp' },
  TIMESTAMPTZ: { kind: 'timestamptz' },
  'TIMESTAMP WITH TIME ZONE': { kind: 'timestamptz' },
  DATETIMETZ: { kind: 'timestamptz' },
  UUID: { kind: 'uuid' },
  GUID: { kind: 'uuid' },
  JSON: { kind: 'json' },
  'JSON TEXT': { kind: 'json' },
  JSONTEXT: { kind: 'json' },
};

const BY_AFFINITY: Readonly<Record<Affinity, ColumnType | null>> = {
  INTEGER: { kind: 'int64' },
  TEXT: { kind: 'varchar' },
  BLOB: { kind: 'blob' },
  REAL: { kind: 'float64' },
  NUMERIC: null,
};

/** The engine type that a declared type promises; null where it promises nothing and the values must be looked at. */
export function promisedType(declared: string): ColumnType | null {
  const name = declared.trim().toUpperCase().replace(/\s+/g, ' ');
  if (name === '') return null;
  const base = name.replace(/ ?\(.*$/, '');
  const named = NAMED[base];
  if (named) return named;
  const decimal = /^(?:DECIMAL|NUMERIC|DEC|NUMBER) ?\( ?(\d+) ?(?:, ?(\d+) ?)?\)$/.exec(name);
  if (decimal) {
    const precision = Number(decimal[1]);
    const scale = Number(decimal[2] ?? 0);
    if (precision >= 1 && precision <= 38 && scale <= precision) return { kind: 'decimal', precision, scale };
  }
  return BY_AFFINITY[affinityOf(name)];
}
