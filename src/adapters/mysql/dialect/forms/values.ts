import { type FormRules, local, never, type Rule } from '../../../../core/expression/form-table.js';
import { staysInInt64 } from '../../../../core/expression/number-range.js';
import { isInteger } from '../../../../core/integer-type.js';
import { utf8Bytes } from '../leaves.js';

const PLAIN = ['integer', 'decimal', 'real', 'double', 'boolean', 'date', 'datetime', 'timestamp'];
const TEXT = 'bytewise text|binary text|text|utf8 bytes|constant text';
const OTHER = 'what the source makes of operands of several types is its own';

const choice = (sql: string): Rule[] => PLAIN.map((kind): Rule => ({ operands: [kind], class: 'exact', sql, kind }));

/** NULL where one operand is: the other one is then the result, as in DuckDB. */
const extreme = (name: string): FormRules => ({
  rules: ['integer', 'decimal', 'date', 'datetime'].map(
    (kind): Rule => ({
      operands: [kind, kind],
      class: 'exact',
      kind,
      sql: (operands, call) => {
        if (operands.length > 2) return local(`${name} of more than two`);
        if (kind === 'integer' && !staysInInt64(call)) return local('signed and unsigned numbers of 64 bits');
        const [a, b] = operands.map(({ sql }) => sql);
        return `coalesce(${name}(${a}, ${b}), ${a}, ${b})`;
      },
    }),
  ),
  otherwise: OTHER,
});

const cast: Rule[] = [
  ...['integer', 'decimal'].map(
    (kind): Rule => ({
      operands: [kind],
      class: 'exact',
      sql: ([value], { type }) => {
        const { sql, expression } = value!;
        const from = expression.type;
        if (type.kind === 'decimal') {
          return from.kind !== 'decimal' || from.scale <= type.scale ? sql : `round(${sql}, ${type.scale})`;
        }
        if (isInteger(type)) return from.kind === 'decimal' ? `round(${sql})` : sql;
        if (type.kind === 'float64' && /^u?int(8|16|32)$|^int64$/.test(from.kind)) return `(${sql} + 0e0)`;
        return local(`a cast to ${type.kind} is checked by the engine`);
      },
    }),
  ),
  {
    operands: ['date'],
    class: 'exact',
    kind: 'datetime',
    sql: ([value], { type }) =>
      type.kind === 'timestamp' ? `cast(${value!.sql} as datetime)` : local(`a cast to ${type.kind}`),
  },
  {
    operands: ['real'],
    class: 'exact',
    kind: 'double',
    sql: ([value], { type }) => (type.kind === 'float64' ? value!.sql : local(`a cast to ${type.kind}`)),
  },
];

/** Forms that choose or convert values, and what is never sent. */
export const valueForms = {
  cast: { rules: cast, otherwise: 'a cast that loses something, or that the source does otherwise' },
  case: {
    rules: [...choice('$1'), { operands: [TEXT], class: 'exact', sql: '$1', kind: 'utf8 bytes' }],
    otherwise: OTHER,
  },
  coalesce: {
    rules: [
      ...choice('coalesce($1*)'),
      {
        operands: [TEXT],
        class: 'exact',
        kind: 'utf8 bytes',
        sql: (operands) => `coalesce(${operands.map(utf8Bytes).join(', ')})`,
      },
    ],
    otherwise: OTHER,
  },
  greatest: extreme('greatest'),
  least: extreme('least'),
  'json text in': never('JSON keeps its text, and with it numbers and keys as they were written'),
  'json text': never('JSON keeps its text, and with it numbers and keys as they were written'),
  'other function': never('not a form that every database evaluates alike'),
} satisfies Record<string, FormRules>;
