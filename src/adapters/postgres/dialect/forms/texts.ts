import { type FormRules, local, never, type Operand, type Rule } from '../../../../core/expression/form-table.js';
import { quoteString } from '../quoting.js';
import { bytewise } from './comparisons.js';

const TEXT = 'bytewise text|text|loose text|padded text|constant text';

function constant({ expression }: Operand): string {
  return expression.form === 'literal' ? (expression.value ?? '') : '';
}

/** LIKE compares characters one by one under every deterministic collation; no other one is given to it. */
function searched(operand: Operand): string {
  return operand.kind === 'bytewise text' || operand.kind === 'text' ? operand.sql : bytewise(operand);
}

function pattern(before: string, after: string): FormRules {
  const sql: Rule['sql'] = ([text, sought]) => {
    const escaped = constant(sought!).replace(/[\\%_]/g, '\\$&');
    return `${searched(text!)} like ${quoteString(before + escaped + after)}`;
  };
  return { rules: [{ operands: [TEXT, 'constant text'], class: 'exact', sql }], otherwise: 'not a text in the source' };
}

/** Texts. */
export const textForms = {
  prefix: pattern('', '%'),
  suffix: pattern('%', ''),
  contains: pattern('%', '%'),
  like: {
    rules: [
      {
        operands: [TEXT, 'constant text'],
        class: 'exact',
        // DuckDB has no escape character unless one is named.
        sql: ([text, sought]) => `${searched(text!)} like ${quoteString(constant(sought!).replaceAll('\\', '\\\\'))}`,
      },
    ],
    otherwise: 'not a text in the source',
  },
  ilike: never('upper and lower case depend on the locale'),
  'regular expression': never('regular expressions are of another kind in the source'),
  length: {
    rules: [
      {
        operands: [TEXT],
        class: 'exact',
        sql: ([text]) => `length(${text!.kind === 'padded text' ? `${text!.sql}::text` : text!.sql})`,
      },
    ],
    otherwise: 'not a text in the source',
  },
  substring: {
    rules: [
      {
        operands: [TEXT, 'integer'],
        class: 'exact',
        kind: 'bytewise text',
        sql: ([text, start, length]) => {
          const [from, count] = [start, length].map((one) => (one === undefined ? 1 : Number(constant(one))));
          if (!(from! >= 1 && count! >= 0)) return local('positions before the first character count otherwise');
          return `substr(${[bytewise(text!), from, ...(length === undefined ? [] : [count])].join(', ')})`;
        },
      },
    ],
    otherwise: 'not a text in the source',
  },
  lower: never('upper and lower case depend on the locale'),
  upper: never('upper and lower case depend on the locale'),
  concat: {
    rules: [
      {
        operands: [TEXT, TEXT],
        class: 'exact',
        kind: 'bytewise text',
        sql: ([a, b]) => `(${bytewise(a!)} || ${bytewise(b!)})`,
      },
    ],
    otherwise: 'not a text in the source',
  },
} satisfies Record<string, FormRules>;
