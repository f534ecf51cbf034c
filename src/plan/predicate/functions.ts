import { isInteger } from '../../core/integer-type.js';
import type { ColumnType, ScalarKind } from '../../spi/column-type.js';
import type { CallExpression, Expression, Form, LiteralExpression } from '../../spi/expression.js';
import { typed } from './constant.js';
import { oneType } from './one-type.js';
import { decimalOfDigits, decimalProduct, decimalSum } from './result-type.js';

type Operands = readonly Expression[];
type Convert = (operands: Operands) => CallExpression | null;

const of = (kind: ScalarKind): ColumnType => ({ kind });

/** A function of a form of its own whose result is always of one type. */
const plain =
  (form: Form, kind: ScalarKind): Convert =>
  (operands) => ({ form, type: of(kind), operands });

/** All operands and the result have one type. */
const choosing =
  (form: Form): Convert =>
  (operands) => {
    const alike = oneType(operands);
    return alike && { form, type: alike.type, operands: alike.operands };
  };

/** The text sought must be a constant; with another one LIKE means something else to every database. */
const searching =
  (form: Form): Convert =>
  (operands) => {
    const [text, sought] = operands;
    const searched = text?.type.kind === 'varchar' && sought?.form === 'literal' && sought.type.kind === 'varchar';
    return searched && operands.length === 2 ? { form, type: of('boolean'), operands } : null;
  };

const negated =
  (convert: Convert): Convert =>
  (operands) => {
    const inner = convert(operands);
    return inner && { form: 'not', type: of('boolean'), operands: [inner] };
  };

/** DuckDB's functions by their names in plans; sorted by what they are about. */
const FUNCTIONS: Readonly<Record<string, Convert>> = {
  '+': (operands) => (operands.length === 2 ? sum('add', operands) : null),
  '-': (operands) => (operands.length === 1 ? negation(operands) : sum('subtract', operands)),
  '*': product,
  '/': plain('divide', 'float64'),
  '//': choosing('integer divide'),
  '%': modulo,
  mod: modulo,
  abs: (operands) => ofOperand('absolute', operands),
  '@': (operands) => ofOperand('absolute', operands),
  greatest: choosing('greatest'),
  least: choosing('least'),
  prefix: searching('prefix'),
  starts_with: searching('prefix'),
  '^@': searching('prefix'),
  suffix: searching('suffix'),
  ends_with: searching('suffix'),
  contains: searching('contains'),
  '~~': searching('like'),
  '!~~': negated(searching('like')),
  '~~*': searching('ilike'),
  '!~~*': negated(searching('ilike')),
  regexp_matches: plain('regular expression', 'boolean'),
  regexp_full_match: plain('regular expression', 'boolean'),
  length: (operands) => (operands[0]?.type.kind === 'varchar' ? plain('length', 'int64')(operands) : null),
  len: (operands) => FUNCTIONS['length']!(operands),
  char_length: (operands) => FUNCTIONS['length']!(operands),
  character_length: (operands) => FUNCTIONS['length']!(operands),
  substring: plain('substring', 'varchar'),
  substr: plain('substring', 'varchar'),
  left: ([text, count]) =>
    text && count ? { form: 'substring', type: of('varchar'), operands: [text, ONE, count] } : null,
  lower: plain('lower', 'varchar'),
  lcase: plain('lower', 'varchar'),
  upper: plain('upper', 'varchar'),
  ucase: plain('upper', 'varchar'),
  '||': (operands) =>
    operands.every(({ type }) => type.kind === 'varchar') ? plain('concat', 'varchar')(operands) : null,
  year: plain('year', 'int64'),
  quarter: plain('quarter', 'int64'),
  month: plain('month', 'int64'),
  day: plain('day', 'int64'),
  dayofmonth: plain('day', 'int64'),
  dayofweek: plain('day of week', 'int64'),
  weekday: plain('day of week', 'int64'),
  isodow: plain('iso day of week', 'int64'),
  dayofyear: plain('day of year', 'int64'),
  hour: plain('hour', 'int64'),
  minute: plain('minute', 'int64'),
  second: plain('second', 'int64'),
  date_trunc: truncate,
  datetrunc: truncate,
  '->>': plain('json text', 'varchar'),
  json_extract_string: plain('json text', 'varchar'),
};

const ONE: LiteralExpression = { form: 'literal', type: of('int64'), value: '1' };

/** The neutral form of a call; one without becomes `other function`, so that a dialect can say why it stays local. */
export function functionCall(name: string, operands: Operands): CallExpression {
  const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name]!(operands) : null;
  return known ?? { form: 'other function', type: { kind: 'other', name: 'unknown' }, operands: [] };
}

function ofOperand(form: Form, operands: Operands): CallExpression | null {
  const [operand] = operands;
  return operand !== undefined && isNumber(operand.type) ? { form, type: operand.type, operands } : null;
}

/** DuckDB negates an unsigned number within its type: minus 1 is the largest of it there, and below zero elsewhere. */
function negation(operands: Operands): CallExpression | null {
  return operands[0]?.type.kind.startsWith('u') ? null : ofOperand('negate', operands);
}

/** Numbers, a date and days, two dates, a date or timestamp and an interval. */
function sum(form: 'add' | 'subtract', operands: Operands): CallExpression | null {
  const [a, b] = operands as readonly [Expression, Expression];
  if (a.type.kind === 'interval' || b.type.kind === 'interval') {
    const type = a.type.kind === 'timestamptz' || b.type.kind === 'timestamptz' ? 'timestamptz' : 'timestamp';
    return { form, type: of(type), operands };
  }
  if (a.type.kind === 'date') return { form, type: of(b.type.kind === 'date' ? 'int64' : 'date'), operands };
  if (b.type.kind === 'date') return form === 'add' ? { form, type: of('date'), operands } : null;
  return numeric(form, operands, decimalSum);
}

function product(operands: Operands): CallExpression | null {
  return operands.length === 2 ? numeric('multiply', operands, decimalProduct) : null;
}

function modulo(operands: Operands): CallExpression | null {
  return operands.length === 2 ? numeric('modulo', operands, decimalSum) : null;
}

type Decimal = Extract<ColumnType, { readonly kind: 'decimal' }>;

function numeric(form: Form, operands: Operands, decimals: (a: Decimal, b: Decimal) => Decimal | null) {
  if (operands.some(({ type }) => type.kind === 'decimal')) {
    const both = operands.map((operand) =>
      operand.form === 'literal' && isInteger(operand.type)
        ? typed(operand, decimalOfDigits(operand.value ?? '0'))
        : operand,
    );
    const [a, b] = both.map((operand) => operand?.type);
    if (a?.kind === 'decimal' && b?.kind === 'decimal') {
      const type = decimals(a, b);
      return type && ({ form, type, operands: both as Expression[] } satisfies CallExpression);
    }
  }
  const alike = oneType(operands);
  return alike !== null && isNumber(alike.type) ? { form, type: alike.type, operands: alike.operands } : null;
}

function isNumber(type: ColumnType): boolean {
  return isInteger(type) || ['decimal', 'float32', 'float64'].includes(type.kind);
}

function truncate(operands: Operands): CallExpression | null {
  const [unit, value] = operands;
  if (unit?.form !== 'literal' || value === undefined) return null;
  const type = value.type.kind === 'timestamptz' ? 'timestamptz' : 'timestamp';
  return { form: 'truncate', type: of(type), operands };
}
