import type { ColumnType } from '../../spi/column-type.js';
import type { CallExpression, Expression, Form, LiteralExpression } from '../../spi/expression.js';

/** A comparison of an expression with a constant on its right. */
export interface ComparisonToLiteral {
  readonly form: ComparisonForm;
  readonly left: Expression;
  readonly value: string;
  readonly type: ColumnType;
}

const MIRRORED = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  'is distinct from': 'is distinct from',
  'is not distinct from': 'is not distinct from',
} as const;

export type ComparisonForm = keyof typeof MIRRORED;

/** The comparison with its constant on the right; null for any other expression. */
export function comparisonToLiteral({ form, operands }: CallExpression): ComparisonToLiteral | null {
  const [left, right] = operands;
  if (!isComparison(form) || left === undefined || right === undefined) return null;
  if (isValue(right) && !isValue(left)) return { form, left, value: right.value, type: right.type };
  if (isValue(left) && !isValue(right)) {
    return { form: MIRRORED[form], left: right, value: left.value, type: left.type };
  }
  return null;
}

export function mirrored(form: ComparisonForm): ComparisonForm {
  return MIRRORED[form];
}

export function isValue(expression: Expression | undefined): expression is LiteralExpression & { value: string } {
  return expression?.form === 'literal' && expression.value !== null;
}

/** A comparison as an expression again. */
export function compare({ form, left, value, type }: ComparisonToLiteral): CallExpression {
  return { form, type: { kind: 'boolean' }, operands: [left, { form: 'literal', type, value }] };
}

export function condition(form: 'and' | 'or' | 'not', ...operands: readonly Expression[]): CallExpression {
  return { form, type: { kind: 'boolean' }, operands };
}

function isComparison(form: Form): form is ComparisonForm {
  return Object.hasOwn(MIRRORED, form);
}
