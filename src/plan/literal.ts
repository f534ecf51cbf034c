import type { ColumnType } from '../spi/column-type.js';
import type { ExpressionTree } from '../spi/engine.js';
import type { Literal } from '../spi/predicate.js';

const INTEGER_KINDS: Readonly<Record<string, ColumnType['kind']>> = {
  TINYINT: 'int8',
  SMALLINT: 'int16',
  INTEGER: 'int32',
  BIGINT: 'int64',
  HUGEINT: 'hugeint',
  UTINYINT: 'uint8',
  USMALLINT: 'uint16',
  UINTEGER: 'uint32',
  UBIGINT: 'uint64',
};

/** Text forms of DuckDB's casts whose meaning is the same everywhere; infinities and years beyond four digits are not in it. */
const TEXT_FORMS: Readonly<
  Record<string, { readonly kind: 'date' | 'timestamp' | 'timestamptz' | 'uuid'; readonly form: RegExp }>
> = {
  DATE: { kind: 'date', form: /^\d{4}-\d\d-\d\d$/ },
  TIMESTAMP: { kind: 'timestamp', form: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?$/ },
  'TIMESTAMP WITH TIME ZONE': { kind: 'timestamptz', form: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/ },
  UUID: { kind: 'uuid', form: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/ },
};

interface SerializedValue {
  readonly type: {
    readonly id: string;
    readonly type_info: { readonly width?: number; readonly scale?: number } | null;
  };
  readonly is_null: boolean;
  readonly value?: unknown;
}

/** The constant that an expression is, or null where it is none that every database writes alike. */
export function toLiteral(expression: ExpressionTree): Literal | null {
  if (expression.class === 'CONSTANT') return constant(expression['value'] as SerializedValue);
  if (expression.class !== 'CAST' || expression['try_cast'] === true) return null;
  const inner = toLiteral(expression['child'] as ExpressionTree);
  if (inner === null) return null;
  const target = (expression['cast_type'] as { id: string }).id;
  const integer = INTEGER_KINDS[target];
  if (integer !== undefined) return isInteger(inner.type) ? { ...inner, type: { kind: integer } as ColumnType } : null;
  const text = TEXT_FORMS[target];
  if (text === undefined || inner.type.kind !== 'varchar' || !text.form.test(inner.value)) return null;
  return { type: { kind: text.kind }, value: inner.value };
}

function constant(value: SerializedValue): Literal | null {
  if (value.is_null) return null;
  const { id, type_info: info } = value.type;
  if (id === 'VARCHAR') return { type: { kind: 'varchar' }, value: String(value.value) };
  if (id === 'BOOLEAN') return { type: { kind: 'boolean' }, value: String(value.value) };
  // Long ones come as text, so that nothing is rounded; DuckDB writes those over 64 bits as two words, which stay local.
  const digits = String(value.value);
  if (!/^-?\d+$/.test(digits)) return null;
  const integer = INTEGER_KINDS[id];
  if (integer !== undefined) return { type: { kind: integer } as ColumnType, value: digits };
  if (id !== 'DECIMAL' || info === null) return null;
  const scale = info.scale ?? 0;
  const type: ColumnType = { kind: 'decimal', precision: info.width ?? 18, scale };
  return { type, value: decimalText(digits, scale) };
}

function decimalText(unscaled: string, scale: number): string {
  const digits = unscaled.replace('-', '').padStart(scale + 1, '0');
  const sign = unscaled.startsWith('-') ? '-' : '';
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Whether values are whole numbers of a fixed width. */
export function isInteger(type: ColumnType): boolean {
  return /^u?(int\d+|hugeint)$/.test(type.kind);
}
