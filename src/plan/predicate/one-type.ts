import { isInteger } from '../../core/integer-type.js';
import type { ColumnType } from '../../spi/column-type.js';
import type { Expression } from '../../spi/expression.js';
import { isSame, typed, UNTYPED } from './constant.js';

/** Operands in the one type that they have; null where they have several, as nothing that DuckDB printed has. */
export function oneType(
  operands: readonly Expression[],
): { readonly type: ColumnType; readonly operands: Expression[] } | null {
  const type = typeOfAll(operands);
  if (type === null) return null;
  const alike = operands.map((operand) => {
    if (operand.form === 'literal') return typed(operand, type);
    return isAlike(operand.type, type) ? operand : null;
  });
  return alike.includes(null) ? null : { type, operands: alike as Expression[] };
}

function typeOfAll(operands: readonly Expression[]): ColumnType | null {
  const decisive = operands.find(({ form }) => form !== 'literal');
  if (decisive !== undefined) return decisive.type;
  const literals = operands.map(({ type }) => type).filter((type) => type !== UNTYPED);
  const widest = literals.find(({ kind }) => kind === 'decimal') ?? literals[0];
  return widest ?? null;
}

/** The precision of a decimal, and the width of an integer that constants are part of, is known from below only. */
function isAlike(a: ColumnType, b: ColumnType): boolean {
  return isSame(a, b) || (a.kind === 'decimal' && b.kind === 'decimal') || (isInteger(a) && isInteger(b));
}
