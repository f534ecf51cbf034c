import type { CallExpression, Expression, Form } from '../spi/expression.js';

/** Where nobody knows better. */
const SOME = 0.2;
/** One value of a column of which nothing is known; several in a list leave at most half. */
const ONE_VALUE = 0.1;
const MANY_VALUES = 0.5;
/** Below it no guess from forms alone goes. */
const LEAST = 0.04;

const SHARES: Readonly<Partial<Record<Form, number>>> = {
  '=': ONE_VALUE,
  'is not distinct from': ONE_VALUE,
  'is null': ONE_VALUE,
  '<>': 1 - ONE_VALUE,
  'is distinct from': 1 - ONE_VALUE,
  'is not null': 1 - ONE_VALUE,
  '<': 0.33,
  '<=': 0.33,
  '>': 0.33,
  '>=': 0.33,
};

/** Part of the rows (0 to 1) that a condition is expected to leave, by its form alone: what counts is that `not` leaves most. */
export function expectedShare(condition: Expression): number {
  return Math.max(LEAST, shareOf(condition));
}

/** The share that conditions leave which must all hold. */
export function jointShare(shares: readonly number[]): number {
  return Math.max(
    LEAST,
    shares.reduce((joint, share) => joint * share, 1),
  );
}

function shareOf(condition: Expression): number {
  const { form } = condition;
  if (form === 'column' || form === 'literal') return SOME;
  const { operands } = condition as CallExpression;
  switch (form) {
    case 'and':
      return operands.reduce((share, part) => share * shareOf(part), 1);
    case 'or':
      return Math.min(
        1 - ONE_VALUE,
        operands.reduce((share, part) => share + shareOf(part), 0),
      );
    case 'not':
      return 1 - shareOf(operands[0]!);
    case 'in':
      return listShare(operands);
    case 'not in':
      return 1 - listShare(operands);
    default:
      return SHARES[form] ?? SOME;
  }
}

function listShare(operands: readonly Expression[]): number {
  return Math.min(MANY_VALUES, (operands.length - 1) * ONE_VALUE);
}
