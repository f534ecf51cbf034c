import { type Leaf, local, NULL_KIND, type Operand } from '../../../core/expression/form-table.js';
import { isInteger } from '../../../core/integer-type.js';
import type { ColumnType } from '../../../spi/column-type.js';
import type { ColumnExpression, LiteralExpression } from '../../../spi/expression.js';
import type { Local } from '../../../spi/predicate.js';
import { nativeType } from '../types/native-types.js';
import { parseType } from '../types/parse-type.js';
import { literalFor } from './literals.js';
import { quote } from './quote.js';

/** How values compare in MySQL; the words of its table of forms. What they mean for the reader of the docs: */
export const KINDS = {
  boolean: 'a condition; there are no boolean columns',
  integer: 'tinyint to bigint, signed and unsigned, year, bit',
  decimal: 'decimal up to 38 digits',
  real: 'float',
  double: 'double',
  date: 'date',
  datetime: 'datetime',
  timestamp: 'timestamp, in UTC',
  'bytewise text': 'utf8mb4 of a collation that compares bytes and does not pad (nopad_bin, 0900_bin)',
  'binary text': 'utf8mb4_bin, which pads',
  text: 'text of any other collation or character set, char(n), enum, set',
  'utf8 bytes': 'a computed text',
  'constant text': 'a text constant',
  uuid: 'uuid',
  bytes: 'varbinary, blob',
  opaque: 'time, json, inet, spatial types, binary(n)',
} as const;

export type Kind = keyof typeof KINDS;

const VARIABLE_BYTES: ReadonlySet<string> = new Set(['varbinary', 'tinyblob', 'blob', 'mediumblob', 'longblob']);
const LABELS: ReadonlySet<string> = new Set(['enum', 'set']);

/** A column, where it is fetched in its own type. */
export function columnLeaf({ column, qualifier }: ColumnExpression): Leaf | Local {
  const { type, filter, comparison } = nativeType(column.nativeType);
  if (JSON.stringify(type, Object.keys(type).sort()) !== JSON.stringify(column.type, Object.keys(column.type).sort())) {
    return local(`${column.name} is fetched with another type than it has`);
  }
  const sql = qualifier === undefined ? quote(column.name) : `${quote(qualifier)}.${quote(column.name)}`;
  const { name, collation } = parseType(column.nativeType);
  // As they stand they compare by rules of their own (70 is 1970), or as bytes.
  if (name === 'year') return { sql: `cast(${sql} as signed)`, kind: 'integer' };
  if (name === 'bit') return { sql: `(${sql} + 0)`, kind: 'integer' };
  if (name === 'float') return { sql: `cast(${sql} as double)`, kind: 'real' };
  if (VARIABLE_BYTES.has(name)) return { sql, kind: 'bytes' };
  if (LABELS.has(name)) return { sql, kind: 'text' };
  if (filter === 'none') return { sql, kind: 'opaque' };
  if (filter !== 'text') return { sql, kind: filter };
  if (name === 'char') return { sql, kind: 'text' };
  // A constant with a character that utf8mb3 does not have cannot be compared with it as it stands.
  if (!/^utf8mb4_/.test(collation ?? '')) return { sql, kind: 'text' };
  if (comparison === 'same') return { sql, kind: 'bytewise text' };
  return { sql, kind: collation === 'utf8mb4_bin' ? 'binary text' : 'text' };
}

const COMPUTED: Readonly<Record<string, Kind>> = {
  boolean: 'boolean',
  decimal: 'decimal',
  float32: 'real',
  float64: 'double',
  date: 'date',
  timestamp: 'datetime',
  timestamptz: 'timestamp',
  varchar: 'utf8 bytes',
  uuid: 'uuid',
  blob: 'bytes',
};

/** The kind of what an expression of an engine type computes. */
export function kindOf(type: ColumnType): Kind | null {
  return isInteger(type) ? 'integer' : (COMPUTED[type.kind] ?? null);
}

/** A constant whose text means in MySQL what it means in DuckDB. */
export function literalLeaf({ type, value }: LiteralExpression): Leaf | Local {
  if (value === null) return { sql: 'null', kind: NULL_KIND };
  const sql = literalFor(type, value);
  const kind = type.kind === 'varchar' ? 'constant text' : kindOf(type);
  return sql === null || kind === null ? local(`a ${type.kind} constant is compared by the engine`) : { sql, kind };
}

/** The bytes of a text in UTF-8, which compare as in DuckDB. */
export function utf8Bytes({ sql, kind, expression }: Operand): string {
  if (kind === 'utf8 bytes') return sql;
  if (kind === 'constant text') return `cast(${sql} as binary)`;
  return isUtf8Column(expression) ? `cast(${sql} as binary)` : `cast(convert(${sql} using utf8mb4) as binary)`;
}

/** Characters of a text, each a code point. */
export function characters({ sql, kind }: Operand): string {
  return kind === 'constant text' ? sql : `convert(${sql} using utf8mb4)`;
}

/** Whether a text is a column whose bytes are UTF-8 as they stand. */
function isUtf8Column(expression: Operand['expression']): boolean {
  if (expression.form !== 'column') return false;
  const { name, collation } = parseType(expression.column.nativeType);
  return /^utf8(mb3|mb4)?_/.test(collation ?? '') && !LABELS.has(name);
}

/** Whether a text column can be compared with a constant as it stands: it has all characters of the constant. */
export function holds(expression: Operand['expression'], text: string): boolean {
  if (expression.form !== 'column') return false;
  if (/^[\x20-\x7e]*$/.test(text)) return true;
  const { collation } = parseType(expression.column.nativeType);
  return /^utf8mb4_/.test(collation ?? '') || (isUtf8Column(expression) && !/[\u{10000}-\u{10ffff}]/u.test(text));
}
