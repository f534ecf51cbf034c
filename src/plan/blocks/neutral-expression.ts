import type { ExpressionTree } from '../../spi/engine.js';
import type { Expression } from '../../spi/expression.js';
import type { ScanColumn } from '../../spi/scan.js';
import { toExpression } from '../predicate/expression.js';
import { mapExpressions, NOWHERE } from './query-tree.js';

interface Found {
  readonly column: ScanColumn;
  readonly qualifier: string;
}

/** The neutral form of an expression that a user wrote, its columns qualified; null for what has none. */
export function neutralExpression(
  tree: ExpressionTree,
  lookup: (part: ExpressionTree) => Found | null,
): Expression | null {
  const qualifiers = new Map<ScanColumn, string>();
  const neutral = toExpression(withTypedConstants(tree, lookup), (part) => {
    const found = lookup(part);
    if (found === null) return null;
    // Two relations of one statement may be one table.
    const own = { ...found.column };
    qualifiers.set(own, found.qualifier);
    return own;
  });
  return neutral === null || isFloating(neutral) ? null : qualified(neutral, qualifiers);
}

/**
 * Floating point anywhere in it. In a plan a constant has the type of what it is compared with; as a user writes it,
 * `real = 0.1::double` compares doubles.
 */
function isFloating(expression: Expression): boolean {
  if (/^float/.test(expression.type.kind)) return true;
  return 'operands' in expression && expression.operands.some(isFloating);
}

function qualified(expression: Expression, qualifiers: ReadonlyMap<object, string>): Expression {
  if (expression.form === 'column') return { ...expression, qualifier: qualifiers.get(expression.column)! };
  if (expression.form === 'literal') return expression;
  return { ...expression, operands: expression.operands.map((operand) => qualified(operand, qualifiers)) };
}

const CAST_TARGETS: Readonly<Record<string, string>> = {
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  timestamptz: 'TIMESTAMP WITH TIME ZONE',
  uuid: 'UUID',
};

/** Text constants beside a date are dates: DuckDB's binder casts them, its parser does not. */
function withTypedConstants(tree: ExpressionTree, lookup: (part: ExpressionTree) => Found | null): ExpressionTree {
  return mapExpressions(tree, (part) => {
    if (part.class !== 'COMPARISON' && part.class !== 'BETWEEN' && !part.type.endsWith('_IN')) return null;
    const sides = [part['left'], part['right'], part['input'], part['lower'], part['upper']];
    const operands = [...sides, ...((part['children'] ?? []) as readonly unknown[])] as (ExpressionTree | undefined)[];
    const kind = operands
      .map((operand) => (operand && lookup(operand))?.column.type.kind)
      .find((one) => one !== undefined);
    const target = kind === undefined ? undefined : CAST_TARGETS[kind];
    if (target === undefined) return null;
    const cast = (operand: unknown) =>
      isText(operand as ExpressionTree) ? castTo(target, operand as ExpressionTree) : operand;
    return Object.fromEntries(
      Object.entries(part).map(([key, value]) => [key, Array.isArray(value) ? value.map(cast) : cast(value)]),
    ) as unknown as ExpressionTree;
  });
}

function isText(operand: ExpressionTree | null): boolean {
  if (operand?.class !== 'CONSTANT') return false;
  const value = operand['value'] as { readonly type: { readonly id: string }; readonly is_null: boolean };
  return value.type.id === 'VARCHAR' && !value.is_null;
}

function castTo(id: string, child: ExpressionTree): ExpressionTree {
  const type = { id, type_info: null };
  return {
    class: 'CAST',
    type: 'OPERATOR_CAST',
    alias: '',
    query_location: NOWHERE,
    child,
    cast_type: type,
    try_cast: false,
  };
}
