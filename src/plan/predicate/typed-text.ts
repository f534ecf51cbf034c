import type { ColumnType } from '../../spi/column-type.js';
import type { LiteralExpression } from '../../spi/expression.js';
import { intervalText } from './interval.js';

/**
 * Text forms of DuckDB's casts that are canonical already; infinities and years beyond four digits are not in it. A time
 * with zone is printed in UTC, which the analyzer's session has.
 */
const FORMS: Readonly<Record<string, RegExp>> = {
  date: /^\d{4}-\d\d-\d\d$/,
  time: /^\d\d:\d\d:\d\d(\.\d{1,6})?$/,
  timestamp: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?$/,
  timestamptz: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
};

const FLOATS: Readonly<Record<string, string>> = { nan: 'NaN', inf: 'Infinity', '-inf': '-Infinity' };
const FLOAT_WORDS: Readonly<Record<string, string>> = { infinity: 'inf', '-infinity': '-inf' };
const BOOLEANS: Readonly<Record<string, string>> = { t: 'true', f: 'false', true: 'true', false: 'false' };

/** `'text'::type` as a constant of that type; null where the text is not one that every database reads alike. */
export function constantOfText(type: ColumnType, text: string): LiteralExpression | null {
  const value = canonical(type, text);
  return value === null ? null : { form: 'literal', type, value };
}

function canonical({ kind }: ColumnType, text: string): string | null {
  switch (kind) {
    case 'varchar':
      return text;
    case 'boolean':
      return BOOLEANS[text.toLowerCase()] ?? null;
    case 'float32':
    case 'float64': {
      const word = text.toLowerCase();
      return FLOATS[FLOAT_WORDS[word] ?? word] ?? null;
    }
    case 'interval':
      return intervalText(text);
    case 'blob':
      return hexadecimal(text);
    default:
      return FORMS[kind]?.test(text) ? text : null;
  }
}

/** Bytes as DuckDB prints them: ASCII as it is, others as \xAA. */
function hexadecimal(text: string): string | null {
  if (/[^\x20-\x7e]/.test(text)) return null;
  return text.replace(/\\x([0-9A-Fa-f]{2})|[\x20-\x7e]/g, (character, digits: string | undefined) =>
    digits === undefined ? character.charCodeAt(0).toString(16).padStart(2, '0') : digits.toLowerCase(),
  );
}
