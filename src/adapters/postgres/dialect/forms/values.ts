import { type FormRules, local, never, type Operand, type Rule } from '../../../../core/expression/form-table.js';
import { isInteger } from '../../../../core/integer-type.js';
import { quoteString } from '../quoting.js';
import { listSql } from './lists.js';

const PLAIN = ['integer', 'decimal', 'real', 'double', 'boolean', 'date', 'time', 'timestamp', 'timestamptz', 'uuid'];
const DETERMINISTIC = 'bytewise text|text|constant text';
/** Where each operand is of one plain kind, the result is, too. */
const choice = (sql: string): Rule[] => [
  ...PLAIN.map((kind): Rule => ({ operands: [kind], class: 'exact', sql, kind })),
  // Of several collations none would win.
  { operands: [DETERMINISTIC], class: 'exact', sql: `(${sql} collate "C")`, kind: 'bytewise text' },
];

const OTHER = 'what the source makes of operands of several types is its own';

/** Integers, and numbers with as many decimals or more, keep their value: whether it fits is DuckDB's concern. */
const cast: Rule[] = [
  ...['integer', 'decimal'].map(
    (kind): Rule => ({
      operands: [kind],
      class: 'exact',
      sql: ([value], { type }) => {
        const from = value!.expression.type;
        if (type.kind === 'decimal') {
          const grows = from.kind !== 'decimal' || from.scale <= type.scale;
          return grows ? value!.sql : `round(${value!.sql}, ${type.scale})`;
        }
        if (isInteger(type)) return from.kind === 'decimal' ? `round(${value!.sql})` : value!.sql;
        if (type.kind === 'float64' && /^u?int(8|16|32)$|^int64$/.test(from.kind)) return `${value!.sql}::float8`;
        return local(`a cast to ${type.kind} is checked by the engine`);
      },
    }),
  ),
  same('real', 'float64', 'double', '$1::float8'),
  // An operator between the two needs no cast, which could fail for dates of the far future.
  same('date', 'timestamp', 'timestamp', '$1'),
  same('timestamp', 'date', 'date', '$1::date'),
  {
    operands: ['boolean'],
    class: 'exact',
    sql: ([value], { type }) => (isNarrowInteger(type.kind) ? `${value!.sql}::int4` : local(`a cast to ${type.kind}`)),
  },
];

function same(kind: string, target: string, result: string, sql: string): Rule {
  return {
    operands: [kind],
    class: 'exact',
    kind: result,
    sql: ([value], { type }) =>
      type.kind === target ? sql.replace('$1', value!.sql) : local(`a cast to ${type.kind} is checked by the engine`),
  };
}

function isNarrowInteger(kind: string): boolean {
  return /^u?int\d+$/.test(kind);
}

/** DuckDB writes numbers anew (1.50 is 1.5), PostgreSQL as they stand: only other texts are equal in both. */
const jsonText: Rule = {
  operands: ['jsonb', 'constant text'],
  class: 'exact',
  sql: ([document, key, ...values]) => {
    const name = constant(key!);
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return local('a path in JSON is checked by the engine');
    if (values.some((value) => !/^[^-\d[{"\s]/.test(constant(value))))
      return local('a number in JSON is written otherwise');
    return listSql(`(${document!.sql} ->> ${quoteString(name)})`, values, 'in');
  },
};

function constant({ expression }: Operand): string {
  return expression.form === 'literal' ? (expression.value ?? '') : '';
}

/** Forms that choose or convert values, and what is never sent. */
export const valueForms = {
  cast: { rules: cast, otherwise: 'a cast that loses something, or that the source does otherwise' },
  case: { rules: choice('$1'), otherwise: OTHER },
  coalesce: { rules: choice('coalesce($1*)'), otherwise: OTHER },
  greatest: { rules: choice('greatest($1*)').slice(0, PLAIN.length), otherwise: OTHER },
  least: { rules: choice('least($1*)').slice(0, PLAIN.length), otherwise: OTHER },
  'json text in': { rules: [jsonText], otherwise: 'JSON keeps its text, and with it keys that occur twice' },
  'json text': never('a number in JSON is written otherwise'),
  'other function': never('not a form that every database evaluates alike'),
} satisfies Record<string, FormRules>;
