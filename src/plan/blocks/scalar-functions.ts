import type { ExpressionTree } from '../../spi/engine.js';
import { visitExpressions } from './query-tree.js';

/** DuckDB's functions over single values that people use above groups. */
const SCALARS: ReadonlySet<string> = new Set([
  ...['abs', 'ceil', 'ceiling', 'floor', 'round', 'sign', 'sqrt', 'pow', 'power', 'ln', 'log', 'log2', 'exp', 'mod'],
  ...['greatest', 'least', 'nullif', 'ifnull', 'coalesce', 'if', 'constant_or_null', 'error', 'hash', 'md5'],
  ...[
    'lower',
    'upper',
    'trim',
    'ltrim',
    'rtrim',
    'substring',
    'substr',
    'left',
    'right',
    'replace',
    'length',
    'concat',
  ],
  ...['concat_ws', 'lpad', 'rpad', 'contains', 'starts_with', 'ends_with', 'prefix', 'suffix', 'printf', 'format'],
  ...['regexp_matches', 'regexp_replace', 'split_part', 'strftime', 'strptime', 'date_trunc', 'datetrunc', 'date_part'],
  ...[
    'datepart',
    'date_diff',
    'datediff',
    'date_add',
    'make_date',
    'last_day',
    'epoch',
    'epoch_ms',
    'dayname',
    'monthname',
  ],
  ...[
    'year',
    'quarter',
    'month',
    'week',
    'day',
    'hour',
    'minute',
    'second',
    'dayofweek',
    'isodow',
    'dayofyear',
    'trunc',
  ],
  ...['to_years', 'to_months', 'to_weeks', 'to_days', 'to_hours', 'to_minutes', 'to_seconds'],
]);

/**
 * Whether a call is of a function over single values. DuckDB's tree does not tell these from aggregates, and an aggregate
 * that is not known for one would be computed over a block's rows instead of its groups' rows.
 */
export function isScalarCall(call: ExpressionTree): boolean {
  const named = call['schema'] === '' || call['schema'] === 'main';
  return call['is_operator'] === true || (named && SCALARS.has((call['function_name'] as string).toLowerCase()));
}

/** Whether an expression calls nothing else. */
export function isScalar(expression: ExpressionTree): boolean {
  let scalar = true;
  visitExpressions(expression, (part) => {
    if (part.class === 'WINDOW' || part.class === 'SUBQUERY') scalar = false;
    if (part.class === 'FUNCTION' && !isScalarCall(part)) scalar = false;
    return scalar;
  });
  return scalar;
}
