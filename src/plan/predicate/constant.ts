import { isInteger } from '../../core/integer-type.js';
import type { ColumnType } from '../../spi/column-type.js';
import type { ExpressionTree } from '../../spi/engine.js';
import type { LiteralExpression } from '../../spi/expression.js';
import { dateOf, timestampOf } from './calendar.js';
import { type SerializedType, typeNamed } from './type-named.js';
import { constantOfText } from './typed-text.js';

interface SerializedValue {
  readonly type: SerializedType;
  readonly is_null: boolean;
  readonly value?: unknown;
}

/** The type of a constant NULL whose place says no type. */
export const UNTYPED: ColumnType = { kind: 'other', name: 'NULL' };

/** The constant that an expression is, in the type in which it is written; null where it is none or has no canonical text. */
export function toConstant(expression: ExpressionTree): LiteralExpression | null {
  if (expression.class === 'CONSTANT') return constant(expression['value'] as SerializedValue);
  if (expression.class !== 'CAST' || expression['try_cast'] === true) return null;
  const inner = toConstant(expression['child'] as ExpressionTree);
  const type = typeNamed(expression['cast_type'] as SerializedType);
  if (inner === null || type === null) return null;
  if (inner.value === null) return { form: 'literal', type, value: null };
  if (inner.type.kind === 'varchar') return constantOfText(type, inner.value);
  return typed(inner, type);
}

function constant({ type, is_null: isNull, value }: SerializedValue): LiteralExpression | null {
  if (isNull) return { form: 'literal', type: UNTYPED, value: null };
  const own = typeNamed(type);
  const text = own === null ? null : textOf(own, value);
  return own === null || text === null ? null : { form: 'literal', type: own, value: text };
}

function textOf(type: ColumnType, value: unknown): string | null {
  if (type.kind === 'varchar' || type.kind === 'boolean') return String(value);
  if (type.kind === 'float32' || type.kind === 'float64') return floatText(String(value));
  if (isTemporal(type)) return temporalText(type, value);
  const digits = isWords(value) ? String(BigInt(value.upper) * 2n ** 64n + BigInt(value.lower)) : String(value);
  if (!/^-?\d+$/.test(digits)) return null;
  if (type.kind === 'decimal') return decimalText(digits, type.scale);
  return isInteger(type) ? digits : null;
}

/** Optimized plans write these as numbers: days, or microseconds. */
function isTemporal({ kind }: ColumnType): boolean {
  return ['date', 'time', 'timestamp', 'timestamptz', 'interval'].includes(kind);
}

function temporalText({ kind }: ColumnType, value: unknown): string | null {
  if (kind === 'interval') {
    const { months, days, micros } = value as { months: number; days: number; micros: number };
    return `${months} ${days} ${micros}`;
  }
  if (!Number.isSafeInteger(value)) return null;
  if (kind === 'date') return dateOf(value as number);
  const text = timestampOf(BigInt(value as number));
  if (text === null || kind === 'timestamp') return text;
  if (kind === 'timestamptz') return `${text}+00`;
  return text.startsWith('1970-01-01 ') ? text.slice('1970-01-01 '.length) : null;
}

/** Integers over 64 bits are written as two words. */
function isWords(value: unknown): value is { readonly upper: number | string; readonly lower: number | string } {
  return typeof value === 'object' && value !== null && 'upper' in value && 'lower' in value;
}

function decimalText(unscaled: string, scale: number): string {
  const digits = unscaled.replace('-', '').padStart(scale + 1, '0');
  const sign = unscaled.startsWith('-') ? '-' : '';
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function floatText(text: string): string | null {
  if (/^-?inf(inity)?$/i.test(text)) return text.startsWith('-') ? '-Infinity' : 'Infinity';
  if (/^nan$/i.test(text)) return 'NaN';
  return /^-?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(text) ? text : null;
}

/**
 * A constant in the type that its place demands: plans print constants without their types, and both sides of an operator
 * have one. Null where the constant cannot be of that type.
 */
export function typed(literal: LiteralExpression, type: ColumnType): LiteralExpression | null {
  const { value } = literal;
  if (value === null || isSame(literal.type, type)) return { ...literal, type };
  const exact = isInteger(literal.type) || literal.type.kind === 'decimal';
  if (isInteger(type)) return isInteger(literal.type) ? { ...literal, type } : null;
  if (type.kind === 'decimal') return exact ? { ...literal, type } : null;
  if (type.kind === 'float64') return exact || literal.type.kind === 'float32' ? { ...literal, type } : null;
  if (type.kind === 'float32') return exact || literal.type.kind === 'float64' ? { ...literal, type } : null;
  return null;
}

/** Whether two types are one. */
export function isSame(a: ColumnType, b: ColumnType): boolean {
  if (a.kind === 'decimal' && b.kind === 'decimal') return a.precision === b.precision && a.scale === b.scale;
  return a.kind === b.kind && a.kind !== 'other' && a.kind !== 'list' && a.kind !== 'struct';
}
