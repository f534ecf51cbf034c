import { type FormRules, local, never, type Rule } from '../../../../core/expression/form-table.js';

const OTHER = 'overflows into floating point, or is no integer';
const TEXT = 'text|utf16 text|constant text';

/** Both compute in 64 bits; where SQLite goes on in floating point, DuckDB fails. */
const integers = (sql: string, count: number): FormRules => ({
  rules: [{ operands: Array(count).fill('integer'), class: 'exact', sql }],
  otherwise: OTHER,
});

const choice = (sql: string): FormRules => ({
  rules: [
    ...['integer', 'real', 'boolean', 'date'].map((kind): Rule => ({ operands: [kind], class: 'exact', sql, kind })),
    { operands: ['text|constant text'], class: 'exact', sql, kind: 'text' },
    { operands: [TEXT], class: 'exact', sql, kind: 'utf16 text' },
  ],
  otherwise: 'what the source makes of operands of several types is its own',
});

/** NULL where one operand is: the other one is then the result, as in DuckDB. */
const extreme = (name: string): FormRules => ({
  rules: ['integer', 'date'].map(
    (kind): Rule => ({
      operands: [kind, kind],
      class: 'exact',
      kind,
      sql: (operands) => {
        if (operands.length > 2) return local(`${name} of more than two`);
        const [a, b] = operands.map(({ sql }) => sql);
        return `coalesce(${name}(${a}, ${b}), ${a}, ${b})`;
      },
    }),
  ),
  otherwise: 'not a kind whose order is exact in the source',
});

/** Numbers and choices. */
export const valueForms = {
  add: integers('($1 + $2)', 2),
  subtract: integers('($1 - $2)', 2),
  multiply: integers('($1 * $2)', 2),
  divide: never('DuckDB divides in floating point, which databases round in their own ways'),
  'integer divide': never(OTHER),
  modulo: integers('($1 % $2)', 2),
  negate: integers('(- $1)', 1),
  // abs() fails for the smallest number.
  absolute: integers('(case when $1 < 0 then - $1 else $1 end)', 1),
  cast: {
    rules: [
      {
        operands: ['integer'],
        class: 'exact',
        sql: ([value], { type }) =>
          /^(u?int(8|16|32)|int64)$/.test(type.kind) ? value!.sql : local(`a cast to ${type.kind}`),
      },
    ],
    otherwise: 'SQLite casts by rules of its own',
  },
  case: choice('$1'),
  coalesce: choice('coalesce($1*)'),
  greatest: extreme('max'),
  least: extreme('min'),
  'json text in': never('JSON keeps its text, and with it numbers and keys as they were written'),
  'json text': never('JSON keeps its text, and with it numbers and keys as they were written'),
  'other function': never('not a form that every database evaluates alike'),
} satisfies Record<string, FormRules>;
