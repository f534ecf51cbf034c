import type { ExpressionTree } from '../spi/engine.js';
import type { Literal, Predicate } from '../spi/predicate.js';
import type { ScanColumn } from '../spi/scan.js';
import { comparable } from './comparable.js';
import { toLiteral } from './literal.js';

/** Finds the column that an expression names, or null. */
export type ColumnLookup = (expression: ExpressionTree) => ScanColumn | null;

const COMPARISONS: Readonly<Record<string, Extract<Predicate, { form: 'compare' }>['operator']>> = {
  COMPARE_EQUAL: '=',
  COMPARE_NOTEQUAL: '<>',
  COMPARE_LESSTHAN: '<',
  COMPARE_LESSTHANOREQUALTO: '<=',
  COMPARE_GREATERTHAN: '>',
  COMPARE_GREATERTHANOREQUALTO: '>=',
};

const MIRRORED = { '=': '=', '<>': '<>', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/** DuckDB's functions and operators that look for a text byte by byte. */
const TEXT_SEARCHES: ReadonlyMap<string, 'prefix' | 'suffix' | 'contains'> = new Map([
  ['prefix', 'prefix'],
  ['starts_with', 'prefix'],
  ['^@', 'prefix'],
  ['suffix', 'suffix'],
  ['ends_with', 'suffix'],
  ['contains', 'contains'],
]);

/**
 * One leaf of a filter (no AND or OR) in the neutral form; null where it is outside the whitelist. Every form here means in
 * SQL what it means in DuckDB, up to what a dialect says of its own columns.
 */
export function toPredicate(expression: ExpressionTree, column: ColumnLookup): Predicate | null {
  switch (expression.class) {
    case 'COLUMN_REF':
      return booleanColumn('is true', column(expression));
    case 'COMPARISON':
      return comparison(expression, column);
    case 'BETWEEN':
      return between(expression, column);
    case 'OPERATOR':
      return operator(expression, column);
    case 'FUNCTION':
      return textSearch(expression, column);
    default:
      return null;
  }
}

function booleanColumn(form: 'is true' | 'is false', column: ScanColumn | null): Predicate | null {
  return column !== null && column.type.kind === 'boolean' ? { form, column } : null;
}

function comparison(expression: ExpressionTree, column: ColumnLookup): Predicate | null {
  const operator = COMPARISONS[expression.type];
  if (operator === undefined) return null;
  const left = expression['left'] as ExpressionTree;
  const right = expression['right'] as ExpressionTree;
  const leftColumn = column(left);
  const rightColumn = column(right);
  if (leftColumn === null) {
    const literal = toLiteral(left);
    return rightColumn === null ? null : compare(rightColumn, MIRRORED[operator], literal);
  }
  return compare(leftColumn, operator, rightColumn ?? toLiteral(right));
}

function compare(
  left: ScanColumn,
  operator: Extract<Predicate, { form: 'compare' }>['operator'],
  right: ScanColumn | Literal | null,
): Predicate | null {
  return right !== null && comparable(left.type, right.type) ? { form: 'compare', operator, left, right } : null;
}

function between(expression: ExpressionTree, column: ColumnLookup): Predicate | null {
  const input = column(expression['input'] as ExpressionTree);
  const low = toLiteral(expression['lower'] as ExpressionTree);
  const high = toLiteral(expression['upper'] as ExpressionTree);
  if (input === null || low === null || high === null) return null;
  return comparable(input.type, low.type) && comparable(input.type, high.type)
    ? { form: 'between', column: input, low, high }
    : null;
}

function operator(expression: ExpressionTree, column: ColumnLookup): Predicate | null {
  const [first, ...rest] = expression['children'] as readonly ExpressionTree[];
  const input = first === undefined ? null : column(first);
  if (input === null) return null;
  switch (expression.type) {
    case 'OPERATOR_NOT':
      return booleanColumn('is false', input);
    case 'OPERATOR_IS_NULL':
      return { form: 'is null', column: input };
    case 'OPERATOR_IS_NOT_NULL':
      return { form: 'is not null', column: input };
    case 'COMPARE_IN': {
      const values = rest.map(toLiteral).filter((literal) => literal !== null);
      const whole = values.length === rest.length && values.every((literal) => comparable(input.type, literal.type));
      return whole ? { form: 'in', column: input, values } : null;
    }
    default:
      return null;
  }
}

function textSearch(expression: ExpressionTree, column: ColumnLookup): Predicate | null {
  const form = TEXT_SEARCHES.get(expression['function_name'] as string);
  const [input, sought] = expression['children'] as readonly ExpressionTree[];
  if (form === undefined || input === undefined || sought === undefined) return null;
  const searched = column(input);
  const literal = toLiteral(sought);
  if (searched?.type.kind !== 'varchar' || literal?.type.kind !== 'varchar') return null;
  return { form, column: searched, text: literal.value };
}
