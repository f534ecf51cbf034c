import { type FormRules, local, never, type Operand, type Rule } from '../../../../core/expression/form-table.js';
import { quoteString } from '../quoting.js';

const TEXT = 'text|utf16 text|constant text';
const OTHER = 'not text by its declared type';

function constant({ expression }: Operand): string {
  return expression.form === 'literal' ? (expression.value ?? '') : '';
}

const search = (sql: (text: string, sought: string) => string): FormRules => ({
  rules: [
    {
      operands: [TEXT, 'constant text'],
      class: 'exact',
      sql: ([text, sought]) => {
        const value = constant(sought!);
        return value.includes('\0') ? local('a text with a NUL') : sql(text!.sql, value);
      },
    },
  ],
  otherwise: OTHER,
});

/** An index of the collation BINARY serves the range, where the last byte can be counted up. */
function prefix(text: string, sought: string): string {
  const found = `instr(${text}, ${quoteString(sought)}) = 1`;
  const last = sought.charCodeAt(sought.length - 1);
  if (!(last < 0x7e)) return found;
  const next = sought.slice(0, -1) + String.fromCharCode(last + 1);
  return `(${text} >= ${quoteString(sought)} collate binary and ${text} < ${quoteString(next)} collate binary)`;
}

function suffix(text: string, sought: string): string {
  const length = [...sought].length;
  return length === 0 ? `length(${text}) >= 0` : `substr(${text}, -${length}) = ${quoteString(sought)} collate binary`;
}

/** GLOB knows case and code points, where LIKE folds the case of ASCII. */
function globOf(pattern: string): string {
  return pattern.replace(/[*?[]/g, '[$&]').replaceAll('%', '*').replaceAll('_', '?');
}

/** What is computed of texts in UTF-16 orders as they do: not by code points. */
function ofEncodings(further: readonly string[], sql: Rule['sql']): Rule[] {
  return [
    ['text|constant text', 'text'],
    [TEXT, 'utf16 text'],
  ].map(([operands, kind]): Rule => ({ operands: [operands!, ...further], class: 'exact', sql, kind: kind! }));
}

const substring: Rule['sql'] = ([text, start, length]) => {
  const [from, count] = [start, length].map((one) => (one === undefined ? 1 : Number(constant(one))));
  if (!(from! >= 1 && count! >= 0)) return local('positions before the first character count otherwise');
  return `substr(${[text!.sql, from, ...(length === undefined ? [] : [count])].join(', ')})`;
};

/** Texts. */
export const textForms = {
  prefix: {
    rules: [
      {
        operands: ['text', 'constant text'],
        class: 'exact',
        sql: ([text, sought]) =>
          constant(sought!).includes('\0') ? local('a text with a NUL') : prefix(text!.sql, constant(sought!)),
      },
      ...search((text, sought) => `instr(${text}, ${quoteString(sought)}) = 1`).rules,
    ],
    otherwise: OTHER,
  },
  suffix: search(suffix),
  contains: search((text, sought) => `instr(${text}, ${quoteString(sought)}) > 0`),
  like: search((text, pattern) => `${text} glob ${quoteString(globOf(pattern))}`),
  ilike: never('SQLite folds the case of ASCII only'),
  'regular expression': never('SQLite has no regular expressions'),
  length: { rules: [{ operands: [TEXT], class: 'exact', sql: 'length($1)' }], otherwise: OTHER },
  substring: { rules: ofEncodings(['integer'], substring), otherwise: OTHER },
  lower: never('SQLite folds the case of ASCII only'),
  upper: never('SQLite folds the case of ASCII only'),
  concat: { rules: ofEncodings([], '($1 || $2)'), otherwise: OTHER },
} satisfies Record<string, FormRules>;
