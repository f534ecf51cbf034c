import type { FormRules, Rule } from '../../../../core/expression/form-table.js';

const PLAIN = ['integer', 'real', 'boolean', 'date'];
const LISTED = ['integer', 'real', 'date'];
const TEXT = 'text|utf16 text|constant text';
const OTHER = "SQLite's comparison of these types is not exact";

function equality(operator: string): FormRules {
  return {
    rules: [
      ...PLAIN.map((kind): Rule => ({ operands: [kind, kind], class: 'exact', sql: `$1 ${operator} $2` })),
      { operands: [TEXT, TEXT], class: 'exact', sql: `$1 ${operator} $2 collate binary` },
    ],
    otherwise: OTHER,
  };
}

function order(operator: string): FormRules {
  return {
    rules: [
      ...PLAIN.map((kind): Rule => ({ operands: [kind, kind], class: 'exact', sql: `$1 ${operator} $2` })),
      {
        operands: ['text|constant text', 'text|constant text'],
        class: 'exact',
        sql: `$1 ${operator} $2 collate binary`,
      },
    ],
    otherwise: OTHER,
  };
}

function list(word: 'in' | 'not in'): FormRules {
  return {
    rules: [
      ...LISTED.map((kind): Rule => ({ operands: [kind, kind], class: 'exact', sql: `$1 ${word} ($2*)` })),
      { operands: [TEXT, 'constant text'], class: 'exact', sql: `$1 collate binary ${word} ($2*)` },
    ],
    otherwise: OTHER,
  };
}

/** Comparisons. */
export const comparisonForms = {
  '=': equality('='),
  '<>': equality('<>'),
  '<': order('<'),
  '<=': order('<='),
  '>': order('>'),
  '>=': order('>='),
  'is distinct from': equality('is not'),
  'is not distinct from': equality('is'),
  between: {
    rules: [
      ...LISTED.map((kind): Rule => ({ operands: [kind, kind, kind], class: 'exact', sql: '$1 between $2 and $3' })),
      {
        operands: ['text|constant text', 'text|constant text', 'text|constant text'],
        class: 'exact',
        sql: '$1 collate binary between $2 and $3',
      },
    ],
    otherwise: OTHER,
  },
  in: list('in'),
  'not in': list('not in'),
  'is null': { rules: [{ operands: ['any'], class: 'exact', sql: '$1 is null' }], otherwise: '' },
  'is not null': { rules: [{ operands: ['any'], class: 'exact', sql: '$1 is not null' }], otherwise: '' },
} satisfies Record<string, FormRules>;
