import { NULL_KIND, type Operand } from '../../../../core/expression/form-table.js';
import { quoteString } from '../quoting.js';

/** Longer lists are sent as one array constant, which the server reads faster than as many expressions. */
const LONG = 50;

/** Digits from which on a number may be too large for four bytes. */
const INT4_DIGITS = 10;

const ARRAY_TYPES: Readonly<Record<string, string>> = {
  decimal: 'numeric',
  date: 'date',
  time: 'time',
  timestamp: 'timestamp',
  timestamptz: 'timestamptz',
  uuid: 'uuid',
  'constant text': 'text',
};

/** `value in (...)`, or `value = any('{...}')` for a long list. */
export function listSql(value: string, items: readonly Operand[], word: string): string {
  const array = items.length > LONG ? arraySql(items) : null;
  if (array !== null) return word === 'in' ? `${value} = any(${array})` : `${value} <> all(${array})`;
  return `${value} ${word} (${items.map(({ sql }) => sql).join(', ')})`;
}

/** A list may have tens of thousands of items, so that they are gone through once; null where they are not of one kind. */
function arraySql(items: readonly Operand[]): string | null {
  const { kind } = items[0]!;
  if (kind === NULL_KIND) return null;
  const values: string[] = [];
  for (const item of items) {
    if (item.kind !== kind || item.expression.form !== 'literal' || item.expression.value === null) return null;
    values.push(item.expression.value);
  }
  if (kind === 'integer') return `'{${values.join(',')}}'::${integerType(values)}[]`;
  const type = ARRAY_TYPES[kind];
  return type === undefined ? null : `${quoteString(`{${values.map(element).join(',')}}`)}::${type}[]`;
}

/** The narrowest type: a column of integers is then compared as it stands in its index. */
function integerType(values: readonly string[]): string {
  if (values.every((value) => value.length < INT4_DIGITS)) return 'int4';
  const numbers = values.map(BigInt);
  const within = (bits: number) => numbers.every((value) => value === BigInt.asIntN(bits, value));
  return within(32) ? 'int4' : within(64) ? 'int8' : 'numeric';
}

function element(value: string): string {
  return /^[\w.-]+$/.test(value) && !/^null$/i.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}
