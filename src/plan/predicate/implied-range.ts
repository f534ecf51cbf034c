import type { CallExpression, Expression } from '../../spi/expression.js';
import { microsecondsOf, plusMonths, timestampOf } from './calendar.js';
import { type ComparisonToLiteral, compare, condition, isValue } from './comparison-to-literal.js';
import { intervalOf } from './interval.js';

const DAY = 86_400_000_000n;
/** Adding months moves the 29th to 31st of a month by at most so many days more or less than it moves other days. */
const SLACK_DAYS = 4n;

/** A range that holds for every row for which the comparison is true, on which an index can be used; null = none is known. */
export function impliedRange(comparison: ComparisonToLiteral): CallExpression | null {
  if (comparison.left.form === 'year') return yearRange(comparison, (comparison.left as CallExpression).operands[0]!);
  if (comparison.left.form === 'add' || comparison.left.form === 'subtract') {
    return monthsRange(comparison, comparison.left as CallExpression);
  }
  return null;
}

function yearRange({ form, value }: ComparisonToLiteral, operand: Expression): CallExpression | null {
  const year = Number(value);
  if (!(year >= 1 && year < 9999) || !['date', 'timestamp'].includes(operand.type.kind)) return null;
  const start = (of: number) => {
    const day = `${String(of).padStart(4, '0')}-01-01`;
    return operand.type.kind === 'date' ? day : `${day} 00:00:00`;
  };
  const to = (operator: '<' | '>=', of: number) =>
    compare({ form: operator, left: operand, value: start(of), type: operand.type });
  switch (form) {
    case '=':
    case 'is not distinct from':
      return condition('and', to('>=', year), to('<', year + 1));
    case '<':
      return to('<', year);
    case '<=':
      return to('<', year + 1);
    case '>':
      return to('>=', year + 1);
    case '>=':
      return to('>=', year);
    default:
      return null;
  }
}

function monthsRange(comparison: ComparisonToLiteral, { form, operands }: CallExpression): CallExpression | null {
  const [operand, interval] = operands;
  if (!isValue(interval) || interval.type.kind !== 'interval' || comparison.type.kind !== 'timestamp') return null;
  const sign = form === 'add' ? 1 : -1;
  const { months, days, microseconds } = intervalOf(interval.value);
  const monthsBack = plusMonths(comparison.value, -sign * months);
  if (monthsBack === null) return null;
  const back = microsecondsOf(monthsBack) - BigInt(sign) * (BigInt(days) * DAY + microseconds);
  const left: Expression =
    operand!.type.kind === 'date' ? { form: 'cast', type: comparison.type, operands: [operand!] } : operand!;
  const to = (operator: '<' | '>', microsecondsAway: bigint) => {
    const value = timestampOf(back + microsecondsAway);
    return value === null ? null : compare({ form: operator, left, value, type: comparison.type });
  };
  const [after, before] = [to('>', -SLACK_DAYS * DAY), to('<', SLACK_DAYS * DAY)];
  if (after === null || before === null) return null;
  if (comparison.form === '=') return condition('and', after, before);
  if (comparison.form.startsWith('>')) return after;
  return comparison.form.startsWith('<') && comparison.form !== '<>' ? before : null;
}
