import { isInteger } from '../core/integer-type.js';
import type { ColumnType } from '../spi/column-type.js';
import type { CallExpression, Expression, Form } from '../spi/expression.js';
import { expectedShare } from './expected-share.js';

/** A comparison, in comparisons of numbers of the machine, such as dates and integers. */
const OF_DIGITS_OR_TEXT = 8;
/** A pattern that is sought in a text, or any other function of one. */
const SEARCH = 40;
/** An operation on numbers, times or a cast. */
const OPERATION = 4;
const NULL_TEST = 0.5;
/** Longer lists are looked up by hash or order. */
const LONGEST_COMPARED = 8;
/** A condition that every row is expected to meet comes last, but not infinitely so. */
const LEAST_REMOVED = 0.05;

const MACHINE_NUMBERS: ReadonlySet<ColumnType['kind']> = new Set([
  'boolean',
  'float32',
  'float64',
  'date',
  'time',
  'timestamp',
  'timestamptz',
] as const);

const TESTS_OF_NULL: ReadonlySet<Form> = new Set(['is null', 'is not null'] as const);
const COMPARISONS: ReadonlySet<Form> = new Set([
  '=',
  '<>',
  '<',
  '<=',
  '>',
  '>=',
  'is distinct from',
  'is not distinct from',
  'between',
] as const);
const CONNECTIVES: ReadonlySet<Form> = new Set(['and', 'or', 'not', 'case', 'coalesce'] as const);

/**
 * Where a condition stands among others that must all hold, the least first: its work for a row, in comparisons of integers,
 * by the part of the rows that it removes. Sources take all comparisons for equally cheap and leave them as they were written,
 * while a numeric or a text costs PostgreSQL many times what a date does.
 */
export function evaluationRank(condition: Expression): number {
  return work(condition) / Math.max(LEAST_REMOVED, 1 - expectedShare(condition));
}

function work(expression: Expression): number {
  if (expression.form === 'column' || expression.form === 'literal') return 0;
  const { form, operands } = expression as CallExpression;
  const inside = operands.reduce((sum, operand) => sum + work(operand), 0);
  return inside + own(form, operands);
}

function own(form: Form, operands: readonly Expression[]): number {
  const compared = operands[0] === undefined ? 1 : comparison(operands[0].type);
  if (CONNECTIVES.has(form)) return 0;
  if (TESTS_OF_NULL.has(form)) return NULL_TEST;
  if (COMPARISONS.has(form)) return compared * (form === 'between' ? 2 : 1);
  if (form === 'in' || form === 'not in') {
    return compared * Math.min(LONGEST_COMPARED, operands.length - 1);
  }
  return compared === 1 ? OPERATION : SEARCH;
}

function comparison(type: ColumnType): number {
  return isInteger(type) || MACHINE_NUMBERS.has(type.kind) ? 1 : OF_DIGITS_OR_TEXT;
}
