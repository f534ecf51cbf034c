import { type FormRules, local, never, type Operand, type Rule } from '../../../../core/expression/form-table.js';
import { digitsOf, staysInInt64 } from '../../../../core/expression/number-range.js';
import type { CallExpression, Expression } from '../../../../spi/expression.js';
import type { Local } from '../../../../spi/predicate.js';

/** Limits of DECIMAL: https://dev.mysql.com/doc/refman/8.4/en/precision-math-decimal-characteristics.html */
const DIGITS = 65;
const DECIMALS = 30;
const OTHER = 'rounds, overflows or fails otherwise in the source';
const NUMBER = 'integer|decimal';
/** Forms whose value is one of their operands. */
const OF_ITS_OPERANDS: ReadonlySet<string> = new Set(['cast', 'coalesce', 'case', 'greatest', 'least']);

/** `isNative`: operands are BIGINT; otherwise DECIMAL. */
type Spell = (operands: string[], isNative: boolean) => string;

/** BIGINT fails on overflow and unsigned numbers below zero: what may leave 64 bits is computed as DECIMAL. */
function computed(call: CallExpression, operands: readonly Operand[], spell: Spell): string | Local {
  const size = digitsOf(call);
  if (size === null || size.digits > DIGITS || size.scale > DECIMALS) return local('more digits than DECIMAL has');
  const native = staysInInt64(call);
  return spell(
    operands.map((operand) => (native ? signed(operand) : decimal(operand))),
    native,
  );
}

function signed({ sql, expression }: Operand): string {
  return isUnsigned(expression) ? `cast(${sql} as signed)` : sql;
}

/** Whether the source's value is unsigned: a cast to a wider type is not spelled there, and the engine's type hides it. */
function isUnsigned(expression: Expression): boolean {
  if (expression.form === 'literal') return false;
  if (expression.type.kind.startsWith('u')) return true;
  const values = 'operands' in expression && OF_ITS_OPERANDS.has(expression.form) ? expression.operands : [];
  return values.some((operand) => operand.type.kind !== 'boolean' && isUnsigned(operand));
}

function decimal({ sql, expression }: Operand): string {
  if (isDecimal(expression)) return sql;
  const { digits, scale } = digitsOf(expression) ?? { digits: DIGITS, scale: 0 };
  return `cast(${sql} as decimal(${digits},${scale}))`;
}

/** Whether the source computes with it as a DECIMAL: a cast of an integer is not spelled there either. */
function isDecimal(expression: Expression): boolean {
  if (expression.form === 'literal') return true;
  if (expression.type.kind !== 'decimal') return false;
  const values = 'operands' in expression && OF_ITS_OPERANDS.has(expression.form) ? expression.operands : [];
  return values.every((operand) => operand.type.kind === 'boolean' || isDecimal(operand));
}

function form(count: 1 | 2, spell: Spell): FormRules {
  const rule: Rule = {
    operands: Array(count).fill(NUMBER),
    class: 'exact',
    sql: (operands, call) => computed(call, operands, spell),
  };
  return { rules: [rule], otherwise: OTHER };
}

/** Arithmetic. */
export const numberForms = {
  add: form(2, ([a, b]) => `(${a} + ${b})`),
  subtract: form(2, ([a, b]) => `(${a} - ${b})`),
  multiply: form(2, ([a, b]) => `(${a} * ${b})`),
  divide: never('DuckDB divides in floating point, which databases round in their own ways'),
  'integer divide': never(OTHER),
  // -7.000 % 7 is -0.000, which MariaDB takes for less than 0 and for unequal to it until something is added.
  modulo: form(2, ([a, b], isNative) => (isNative ? `(${a} % ${b})` : `(${a} % ${b} + 0)`)),
  negate: form(1, ([a]) => `(- ${a})`),
  absolute: form(1, ([a]) => `abs(${a})`),
} satisfies Record<string, FormRules>;
