import { type FormRules, local, never, type Operand, type Rule } from '../../../../core/expression/form-table.js';
import { characters, utf8Bytes } from '../leaves.js';
import { string } from '../quote.js';
import { withIndex } from './comparisons.js';

const TEXT = 'bytewise text|binary text|text|utf8 bytes|constant text';
/** Does not occur in the words people look for; any character would do, it is escaped where it occurs. */
const ESCAPE = '|';
const OTHER = 'not a text in the source';

function constant({ expression }: Operand): string {
  return expression.form === 'literal' ? (expression.value ?? '') : '';
}

const like = (sql: string, pattern: string) => `${sql} like ${string(pattern)} escape '${ESCAPE}'`;

function search(before: string, after: string): FormRules {
  const pattern = (sought: Operand) => before + constant(sought).replace(/[%_|]/g, `${ESCAPE}$&`) + after;
  return {
    rules: [
      // LIKE compares code points and never pads under these collations.
      {
        operands: ['bytewise text|binary text', 'constant text'],
        class: 'exact',
        sql: ([text, sought]) => like(text!.sql, pattern(sought!)),
      },
      {
        operands: [TEXT, 'constant text'],
        class: 'exact',
        sql: (operands) => {
          const [text, sought] = operands;
          const exact = like(utf8Bytes(text!), pattern(sought!));
          return before === '' ? withIndex(operands, like(text!.sql, pattern(sought!)), exact) : exact;
        },
      },
    ],
    otherwise: OTHER,
  };
}

const wildcards: Rule = {
  operands: [TEXT, 'constant text'],
  class: 'exact',
  sql: ([text, sought]) => {
    const pattern = constant(sought!).replaceAll(ESCAPE, ESCAPE + ESCAPE);
    return like(`${characters(text!)} collate utf8mb4_bin`, pattern);
  },
};

const substring: Rule = {
  operands: [TEXT, 'integer'],
  class: 'exact',
  sql: ([text, start, length]) => {
    const [from, count] = [start, length].map((one) => (one === undefined ? 1 : Number(constant(one))));
    if (!(from! >= 1 && count! >= 0)) return local('positions before the first character count otherwise');
    const rest = length === undefined ? '' : `, ${count}`;
    return `cast(substring(${characters(text!)}, ${from}${rest}) as binary)`;
  },
};

/** Texts. */
export const textForms = {
  prefix: search('', '%'),
  suffix: search('%', ''),
  contains: search('%', '%'),
  like: { rules: [wildcards], otherwise: OTHER },
  ilike: never('upper and lower case depend on the collation'),
  'regular expression': never('regular expressions are of another kind in the source'),
  length: {
    rules: [{ operands: [TEXT], class: 'exact', sql: ([text]) => `char_length(${characters(text!)})` }],
    otherwise: OTHER,
  },
  substring: { rules: [substring], otherwise: OTHER },
  lower: never('upper and lower case depend on the collation'),
  upper: never('upper and lower case depend on the collation'),
  concat: {
    rules: [{ operands: [TEXT, TEXT], class: 'exact', sql: ([a, b]) => `concat(${utf8Bytes(a!)}, ${utf8Bytes(b!)})` }],
    otherwise: OTHER,
  },
} satisfies Record<string, FormRules>;
