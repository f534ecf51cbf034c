import type { Literal, Local, Predicate, Pushed } from '../../../spi/predicate.js';
import type { RelationColumn } from '../../../spi/relation.js';
import { nativeType } from '../types/native-types.js';
import { parseType } from '../types/parse-type.js';
import { quote, string } from './quote.js';

const UTF8 = /^utf8/;
/** LIKE compares character by character and never pads: under a binary collation of UTF-8 it is bytewise. */
const UTF8_BINARY = /^utf8(mb3|mb4)?_(nopad_|0900_)?bin$/;
/** Does not occur in the words people look for; any character would do, it is escaped where it occurs. */
const ESCAPE = '|';

type PatternPredicate = Extract<Predicate, { readonly form: 'prefix' | 'suffix' | 'contains' }>;

/** Equality with one of several texts. Collations that fold case, accents or padding give a superset. */
export function textEquality(column: RelationColumn, values: readonly Literal[]): Pushed | Local {
  const { name, collation } = parseType(column.nativeType);
  if (values.some(({ type }) => type.kind !== 'varchar'))
    return { class: 'local', reason: 'text against another type' };
  const ascii = values.every(({ value }) => /^[\x00-\x7f]*$/.test(value));
  if (!ascii && !UTF8.test(collation ?? '')) {
    return { class: 'local', reason: `${column.name} is not UTF-8 and the text sought is not ASCII` };
  }
  const literals = values.map(({ value }) => string(value));
  const sql =
    literals.length > 1
      ? `${quote(column.name)} in (${literals.join(', ')})`
      : `${quote(column.name)} = ${literals[0]}`;
  const same = nativeType(column.nativeType).comparison === 'same' && name !== 'char';
  return { sql, class: same ? 'exact' : 'superset' };
}

/** Starts with, ends with, holds a text: only where characters are compared by their code. */
export function textPattern({ form, column, text }: PatternPredicate): Pushed | Local {
  const { filter } = nativeType(column.nativeType);
  const { name, collation } = parseType(column.nativeType);
  if (filter !== 'text' || name === 'char' || !UTF8_BINARY.test(collation ?? '')) {
    return { class: 'local', reason: `LIKE on ${column.name} follows its collation (${collation ?? 'none'})` };
  }
  const escaped = text.replace(/[%_|]/g, (wildcard) => ESCAPE + wildcard);
  const pattern = `${form === 'prefix' ? '' : '%'}${escaped}${form === 'suffix' ? '' : '%'}`;
  return { sql: `${quote(column.name)} like ${string(pattern)} escape '${ESCAPE}'`, class: 'exact' };
}
