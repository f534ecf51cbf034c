import type { ColumnType } from './column-type.js';
import type { RelationColumn } from './relation.js';

/**
 * An expression over one row, with DuckDB's meaning and DuckDB's result type at every node; neutral between dialects. A
 * condition is an expression of type boolean. Operands of a comparison have one type, as DuckDB's binder leaves them.
 */
export type Expression = ColumnExpression | LiteralExpression | CallExpression;

export interface ColumnExpression {
  readonly form: 'column';
  /** `cast`: the user's override decides the type (see ScanColumn); what the source compares is another value */
  readonly column: RelationColumn & { readonly cast?: boolean };
  readonly type: ColumnType;
  /** alias of its relation, where a statement names several; unquoted */
  readonly qualifier?: string;
}

/**
 * A constant. `value` is canonical text: digits for numbers (shortest that reads back as the same float; `NaN`,
 * `Infinity`), ISO 8601 for dates and times (UTC for timestamptz), `true` and `false`; a blob is hexadecimal,
 * an interval `<months> <days> <microseconds>`. null = NULL.
 */
export interface LiteralExpression {
  readonly form: 'literal';
  readonly type: ColumnType;
  readonly value: string | null;
}

export interface CallExpression {
  readonly form: Form;
  readonly type: ColumnType;
  readonly operands: readonly Expression[];
}

/**
 * Every form that the planner recognizes, with what it is called in the docs. The comment says what the operands are where
 * that is not plain. Forms that no source evaluates like DuckDB are here for the reason that a dialect gives.
 */
export const FORMS = {
  // Conditions
  and: 'AND',
  or: 'OR',
  not: 'NOT',
  '=': '=',
  '<>': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  'is not distinct from': 'IS NOT DISTINCT FROM',
  'is distinct from': 'IS DISTINCT FROM',
  // value, low, high; both ends included
  between: 'BETWEEN',
  // value, then one literal or more
  in: 'IN (list)',
  'not in': 'NOT IN (list)',
  'is null': 'IS NULL',
  'is not null': 'IS NOT NULL',
  // text, literal sought without wildcards; compared byte by byte
  prefix: "LIKE 'x%'",
  suffix: "LIKE '%x'",
  contains: "LIKE '%x%'",
  // text, literal pattern of % and _ without an escape character
  like: 'LIKE (pattern)',
  ilike: 'ILIKE',
  'regular expression': 'regular expression',
  // json, literal key, then one literal or more: the key's value as text is one of them
  'json text in': "json ->> 'key' = text",
  // Values
  add: '+',
  subtract: '-',
  multiply: '*',
  divide: '/',
  'integer divide': '//',
  // NULL where the divisor is 0; the sign is the dividend's
  modulo: '%',
  negate: '- (sign)',
  absolute: 'abs',
  cast: 'CAST',
  // condition, value, condition, value ..., else
  case: 'CASE',
  coalesce: 'coalesce',
  // NULLs are passed over
  greatest: 'greatest',
  least: 'least',
  // code points
  length: 'length',
  // text, start from 1, number of code points; literals
  substring: 'substring',
  lower: 'lower',
  upper: 'upper',
  concat: '||',
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  day: 'day',
  // 0 is Sunday
  'day of week': 'dayofweek',
  // 1 is Monday
  'iso day of week': 'isodow',
  'day of year': 'dayofyear',
  hour: 'hour',
  minute: 'minute',
  second: 'second',
  // literal unit (year, quarter, month, week, day, hour, minute, second), date or timestamp
  truncate: 'date_trunc',
  // json, literal key
  'json text': "json ->> 'key'",
  // anything whose name is not above
  'other function': 'other functions',
} as const;

export type Form = keyof typeof FORMS;
