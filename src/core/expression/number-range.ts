import type { ColumnType } from '../../spi/column-type.js';
import type { CallExpression, Expression } from '../../spi/expression.js';
import { isCaseValue } from './form-table.js';

/** Bounds of an integer or decimal expression, as whole numbers of 10^-scale. */
interface NumberRange {
  readonly min: bigint;
  readonly max: bigint;
  readonly scale: number;
}

const BITS: Readonly<Record<string, number>> = { int8: 8, int16: 16, int32: 32, int64: 64, hugeint: 128 };

/** What values an expression can have in exact arithmetic, by the types of its columns; null for other types. */
function numberRange(expression: Expression): NumberRange | null {
  if (expression.form === 'column') return typeRange(expression.type);
  if (expression.form === 'literal') return literalRange(expression.value);
  if (expression.form === 'cast') return castRange(expression);
  const compute = RANGES[expression.form];
  if (compute === undefined) return typeRange(expression.type);
  const ranges: NumberRange[] = [];
  for (const operand of valuesOf(expression)) {
    if (operand.form === 'literal' && operand.value === null) continue;
    const range = numberRange(operand);
    if (range === null) return null;
    ranges.push(range);
  }
  return ranges.length === 0 ? null : compute(ranges);
}

/** Whether every value of an expression, and of its operands, fits a signed integer of 64 bits. */
export function staysInInt64(call: CallExpression): boolean {
  return [call, ...call.operands].every((part) => {
    const range = numberRange(part);
    return range !== null && range.scale === 0 && range.min >= -(2n ** 63n) && range.max < 2n ** 63n;
  });
}

/** Digits before and after the point that hold every value of an expression. */
export function digitsOf(expression: Expression): { readonly digits: number; readonly scale: number } | null {
  const range = numberRange(expression);
  if (range === null) return null;
  const largest = range.max > -range.min ? range.max : -range.min;
  return { digits: Math.max(String(largest).length, range.scale), scale: range.scale };
}

function valuesOf(expression: CallExpression): readonly Expression[] {
  if (expression.form !== 'case') return expression.operands;
  return expression.operands.filter((_, index, all) => isCaseValue(index, all.length));
}

/**
 * What a source keeps of a value that DuckDB casts: at most decimals are rounded away. Whether it fits is checked by nobody
 * there, so that it may be any value of what is cast.
 */
function castRange({ type, operands }: CallExpression): NumberRange | null {
  const target = typeRange(type);
  const from = numberRange(operands[0]!);
  if (target === null || from === null || from.scale <= target.scale) return target === null ? null : (from ?? target);
  const factor = 10n ** BigInt(from.scale - target.scale);
  return { min: from.min / factor - 1n, max: from.max / factor + 1n, scale: target.scale };
}

function typeRange(type: ColumnType): NumberRange | null {
  if (type.kind === 'decimal') {
    const max = 10n ** BigInt(type.precision) - 1n;
    return { min: -max, max, scale: type.scale };
  }
  const unsigned = type.kind.startsWith('u');
  const bits = BITS[unsigned ? type.kind.slice(1) : type.kind];
  if (bits === undefined) return null;
  return unsigned
    ? { min: 0n, max: 2n ** BigInt(bits) - 1n, scale: 0 }
    : { min: -(2n ** BigInt(bits - 1)), max: 2n ** BigInt(bits - 1) - 1n, scale: 0 };
}

function literalRange(value: string | null): NumberRange | null {
  const match = /^(-?\d+)(?:\.(\d+))?$/.exec(value ?? '');
  if (match === null) return null;
  const scaled = BigInt(match[1]! + (match[2] ?? ''));
  return { min: scaled, max: scaled, scale: match[2]?.length ?? 0 };
}

type Compute = (ranges: readonly NumberRange[]) => NumberRange;

const RANGES: Readonly<Record<string, Compute>> = {
  add: (ranges) => {
    const [a, b] = aligned(ranges);
    return { min: a!.min + b!.min, max: a!.max + b!.max, scale: a!.scale };
  },
  subtract: (ranges) => {
    const [a, b] = aligned(ranges);
    return { min: a!.min - b!.max, max: a!.max - b!.min, scale: a!.scale };
  },
  multiply: ([a, b]) => {
    const products = [a!.min * b!.min, a!.min * b!.max, a!.max * b!.min, a!.max * b!.max];
    return { ...ends(products), scale: a!.scale + b!.scale };
  },
  modulo: (ranges) => {
    const [a, b] = aligned(ranges);
    const { max } = ends([b!.min, -b!.min, b!.max, -b!.max]);
    return { min: a!.min < 0n ? -max : 0n, max, scale: a!.scale };
  },
  negate: ([a]) => ({ min: -a!.max, max: -a!.min, scale: a!.scale }),
  absolute: ([a]) => ({ min: 0n, max: ends([a!.min, -a!.min, a!.max, -a!.max]).max, scale: a!.scale }),
  coalesce: union,
  case: union,
  greatest: union,
  least: union,
};

function union(ranges: readonly NumberRange[]): NumberRange {
  const all = aligned(ranges);
  return { ...ends(all.flatMap(({ min, max }) => [min, max])), scale: all[0]!.scale };
}

function aligned(ranges: readonly NumberRange[]): NumberRange[] {
  const scale = Math.max(...ranges.map((range) => range.scale));
  return ranges.map((range) => {
    const factor = 10n ** BigInt(scale - range.scale);
    return { min: range.min * factor, max: range.max * factor, scale };
  });
}

function ends(values: readonly bigint[]): { readonly min: bigint; readonly max: bigint } {
  return {
    min: values.reduce((a, b) => (a < b ? a : b)),
    max: values.reduce((a, b) => (a > b ? a : b)),
  };
}
