import type { Local, Predicate, Pushed } from '../../../spi/predicate.js';
import { isLiteral, type Literal } from '../../../spi/predicate.js';
import type { RelationColumn } from '../../../spi/relation.js';
import { affinityOf } from '../catalog/declared-type.js';
import { quoteIdentifier, quoteString } from './quoting.js';

/** Integer kinds whose literals SQLite reads exactly, inside 64 bits. */
const INTEGERS: ReadonlySet<string> = new Set(['int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32']);
const WELL_FORMED_DATE = "'[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'";

const exact = (sql: string): Pushed => ({ sql, class: 'exact' });
const local = (reason: string): Local => ({ class: 'local', reason });

/**
 * Decides what SQLite can filter. It compares by the storage class that each value happens to have, so only columns are
 * used whose class follows from their affinity: integers, text (compared with the BINARY collation whatever the column
 * says), booleans, and dates kept as ISO text, where a value of another form passes, so that the reader refuses it aloud.
 * Floats and decimals stay local: SQLite does not promise to read a number's text to the nearest double.
 */
export function pushdown(predicate: Predicate): Pushed | Local {
  switch (predicate.form) {
    case 'compare':
      if (!isLiteral(predicate.right)) return local('two columns of SQLite are not compared with each other');
      return compare(predicate.left, predicate.operator, predicate.right);
    case 'between': {
      const low = compare(predicate.column, '>=', predicate.low);
      const high = compare(predicate.column, '<=', predicate.high);
      if (low.class === 'local') return low;
      return high.class === 'local' ? high : exact(`(${low.sql} and ${high.sql})`);
    }
    case 'in':
      return isIn(predicate.column, predicate.values);
    case 'is null':
    case 'is not null':
      return exact(`${quoteIdentifier(predicate.column.name)} ${predicate.form}`);
    case 'is true':
    case 'is false': {
      if (!isBoolean(predicate.column)) return local(`${predicate.column.name} is not declared boolean`);
      const wrong = predicate.form === 'is true' ? 0 : 1;
      return exact(`${quoteIdentifier(predicate.column.name)} <> ${wrong}`);
    }
    case 'prefix':
    case 'contains': {
      if (!isText(predicate.column) || predicate.text.includes('\0')) return local('not text by its declared type');
      const found = `instr(${quoteIdentifier(predicate.column.name)}, ${quoteString(predicate.text)})`;
      return exact(predicate.form === 'prefix' ? `${found} = 1` : `${found} > 0`);
    }
    case 'suffix':
      return local('SQLite has no suffix comparison by bytes');
  }
}

function compare(column: RelationColumn, operator: string, literal: Literal): Pushed | Local {
  const name = quoteIdentifier(column.name);
  const equality = operator === '=' || operator === '<>';
  if (isInteger(column)) {
    const value = integerLiteral(literal);
    return value === null
      ? local(`${column.name} is compared with a ${literal.type.kind}`)
      : exact(`${name} ${operator} ${value}`);
  }
  if (isText(column) && literal.type.kind === 'varchar') {
    if (!equality && column.comparison === 'same equality')
      return local('the database is in UTF-16, which orders otherwise');
    return exact(`${name} ${operator} ${quoteString(literal.value)} collate binary`);
  }
  if (isDate(column) && literal.type.kind === 'date' && /^\d{4}-\d\d-\d\d$/.test(literal.value)) {
    return exact(`(${name} ${operator} '${literal.value}' or ${name} not glob ${WELL_FORMED_DATE})`);
  }
  if (isBoolean(column) && literal.type.kind === 'boolean' && operator === '=') {
    return exact(`${name} <> ${literal.value === 'true' ? 0 : 1}`);
  }
  return local(`SQLite's comparison of ${column.nativeType || 'untyped'} ${column.name} is not exact`);
}

function isIn(column: RelationColumn, values: readonly Literal[]): Pushed | Local {
  const name = quoteIdentifier(column.name);
  if (isInteger(column)) {
    const integers = values.map(integerLiteral);
    if (integers.every((value) => value !== null)) return exact(`${name} in (${integers.join(', ')})`);
  } else if (isText(column) && values.every(({ type }) => type.kind === 'varchar')) {
    return exact(`${name} collate binary in (${values.map(({ value }) => quoteString(value)).join(', ')})`);
  } else if (isDate(column) && values.every(({ value }) => /^\d{4}-\d\d-\d\d$/.test(value))) {
    const list = values.map(({ value }) => `'${value}'`).join(', ');
    return exact(`(${name} in (${list}) or ${name} not glob ${WELL_FORMED_DATE})`);
  }
  return local(`SQLite's comparison of ${column.nativeType || 'untyped'} ${column.name} is not exact`);
}

function integerLiteral({ type, value }: Literal): string | null {
  return INTEGERS.has(type.kind) && /^-?\d+$/.test(value) && value !== '-9223372036854775808' ? value : null;
}

function isInteger({ type, nativeType }: RelationColumn): boolean {
  return type.kind === 'int64' && affinityOf(nativeType) === 'INTEGER';
}

function isText({ type, nativeType }: RelationColumn): boolean {
  return type.kind === 'varchar' && affinityOf(nativeType) === 'TEXT';
}

function isDate({ type, nativeType }: RelationColumn): boolean {
  return type.kind === 'date' && affinityOf(nativeType) === 'NUMERIC';
}

function isBoolean({ type, nativeType }: RelationColumn): boolean {
  return type.kind === 'boolean' && affinityOf(nativeType) === 'NUMERIC';
}
