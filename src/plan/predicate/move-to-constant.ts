import { isInteger } from '../../core/integer-type.js';
import type { CallExpression, Expression } from '../../spi/expression.js';
import { dateOf, daysOf, microsecondsOf, timestampOf } from './calendar.js';
import { type ComparisonToLiteral, compare, condition, isValue, mirrored } from './comparison-to-literal.js';
import { intervalOf } from './interval.js';

const DAY = 86_400_000_000n;
/** Doubles hold every whole number up to here. */
const WHOLE_DOUBLES = 2 ** 53;

/**
 * Moves what a query computes from a column into the constant it is compared with, so that an index on the column can be
 * used and no source has to compute anything: `cast(d as timestamp) < '2024-03-01 00:00:00'` is `d < '2024-03-01'`. Null
 * where nothing can be moved; true, false and NULL stay what they were.
 */
export function moveToConstant(comparison: ComparisonToLiteral): CallExpression | null {
  const { left } = comparison;
  if (left.form === 'cast') return ofCast(comparison, (left as CallExpression).operands[0]!);
  if (left.form === 'add' || left.form === 'subtract') return ofSum(comparison, left as CallExpression);
  return null;
}

function ofCast(comparison: ComparisonToLiteral, operand: Expression): CallExpression | null {
  const [from, to] = [operand.type, comparison.left.type];
  if (from.kind === 'date' && to.kind === 'timestamp') return dateAsTimestamp(comparison, operand);
  if (from.kind === 'timestamp' && to.kind === 'date') return timestampAsDate(comparison, operand);
  if (!isInteger(from)) return null;
  if (to.kind === 'decimal' || isInteger(to)) return integerAsDecimal(comparison, operand, comparison.value);
  const exact = to.kind === 'float64' && /^u?int(8|16|32)$/.test(from.kind);
  const value = Number(comparison.value);
  if (!exact || !(Math.abs(value) < WHOLE_DOUBLES)) return null;
  const text = `${value < 0 ? '-' : ''}${Math.floor(Math.abs(value))}.${Number.isInteger(value) ? 0 : 5}`;
  return integerAsDecimal(comparison, operand, text);
}

function dateAsTimestamp(comparison: ComparisonToLiteral, date: Expression): CallExpression | null {
  const [day, time] = comparison.value.split(' ');
  const isMidnight = /^[0:.]+$/.test(time!);
  const to = (form: ComparisonToLiteral['form']) => compare({ form, left: date, value: day!, type: { kind: 'date' } });
  switch (comparison.form) {
    case '<':
      return to(isMidnight ? '<' : '<=');
    case '>=':
      return to(isMidnight ? '>=' : '>');
    case '<=':
    case '>':
      return to(comparison.form);
    default:
      return isMidnight ? to(comparison.form) : null;
  }
}

function timestampAsDate(comparison: ComparisonToLiteral, timestamp: Expression): CallExpression | null {
  const days = daysOf(comparison.value);
  const [start, next] = [dateOf(days), dateOf(days + 1)];
  if (start === null || next === null) return null;
  const to = (form: '<' | '>=', day: string) =>
    compare({ form, left: timestamp, value: `${day} 00:00:00`, type: { kind: 'timestamp' } });
  switch (comparison.form) {
    case '<':
      return to('<', start);
    case '<=':
      return to('<', next);
    case '>':
      return to('>=', next);
    case '>=':
      return to('>=', start);
    case '=':
      return condition('and', to('>=', start), to('<', next));
    case '<>':
      return condition('not', condition('and', to('>=', start), to('<', next)));
    default:
      return null;
  }
}

function integerAsDecimal(comparison: ComparisonToLiteral, integer: Expression, value: string): CallExpression | null {
  const [whole, fraction = ''] = value.split('.');
  const to = (form: ComparisonToLiteral['form'], number: string) =>
    compare({ form, left: integer, value: number, type: integer.type });
  if (/^0*$/.test(fraction)) return to(comparison.form, String(BigInt(whole!)));
  const floor = String(BigInt(whole!) - (value.startsWith('-') ? 1n : 0n));
  if (comparison.form === '<' || comparison.form === '<=') return to('<=', floor);
  return comparison.form === '>' || comparison.form === '>=' ? to('>', floor) : null;
}

function ofSum(comparison: ComparisonToLiteral, { form, operands }: CallExpression): CallExpression | null {
  const [a, b] = operands as readonly [Expression, Expression];
  const sign = form === 'add' ? 1 : -1;
  if (isValue(b) && b.type.kind === 'interval') return ofInterval(comparison, a, b.value, sign);
  if (isValue(a) && a.type.kind === 'interval' && form === 'add') return ofInterval(comparison, b, a.value, 1);
  if (comparison.type.kind === 'date') {
    if (a.type.kind === 'date' && isValue(b))
      return shifted(comparison, a, daysOf(comparison.value), -sign * Number(b.value));
    if (b.type.kind === 'date' && isValue(a)) return shifted(comparison, b, daysOf(comparison.value), -Number(a.value));
    return null;
  }
  if (form !== 'subtract' || a.type.kind !== 'date' || b.type.kind !== 'date') return null;
  if (isValue(b)) return shifted(comparison, a, daysOf(b.value), Number(comparison.value));
  return isValue(a)
    ? shifted({ ...comparison, form: mirrored(comparison.form) }, b, daysOf(a.value), -Number(comparison.value))
    : null;
}

function shifted({ form }: ComparisonToLiteral, date: Expression, days: number, by: number): CallExpression | null {
  const value = dateOf(days + by);
  return value === null ? null : compare({ form, left: date, value, type: { kind: 'date' } });
}

/** Days and parts of a day; of a time with zone parts of a day only, as days there may have 23 hours. */
function ofInterval(
  comparison: ComparisonToLiteral,
  operand: Expression,
  interval: string,
  sign: number,
): CallExpression | null {
  const { months, days, microseconds } = intervalOf(interval);
  if (months !== 0 || (operand.type.kind === 'timestamptz' && days !== 0)) return null;
  const distance = BigInt(sign) * (BigInt(days) * DAY + microseconds);
  const [text, zone = ''] = comparison.value.split('+');
  const moved = timestampOf(microsecondsOf(text!) - distance);
  if (moved === null) return null;
  const value = zone === '' ? moved : `${moved}+${zone}`;
  const left: Expression =
    operand.type.kind === 'date' ? { form: 'cast', type: comparison.type, operands: [operand] } : operand;
  return compare({ ...comparison, left, value });
}
