import { type FormRules, never, type Rule } from '../../../../core/expression/form-table.js';
import { staysInInt64 } from '../../../../core/expression/number-range.js';

const NUMBER = 'integer|decimal';

/** Integers are computed in a type in which nothing can overflow: what DuckDB refuses, the engine refuses by itself. */
function arithmetic(operator: string): Rule[] {
  return [
    {
      operands: ['integer', 'integer'],
      class: 'exact',
      sql: ([a, b], call) => `(${a!.sql}::${staysInInt64(call) ? 'int8' : 'numeric'} ${operator} ${b!.sql})`,
    },
    { operands: [NUMBER, NUMBER], class: 'exact', sql: `($1::numeric ${operator} $2)` },
  ];
}

const OTHER = 'rounds, overflows or fails otherwise in the source';

/** Arithmetic. */
export const numberForms = {
  add: { rules: arithmetic('+'), otherwise: OTHER },
  subtract: { rules: arithmetic('-'), otherwise: OTHER },
  multiply: { rules: arithmetic('*'), otherwise: OTHER },
  divide: never('DuckDB divides in floating point, which databases round in their own ways'),
  'integer divide': never('rounds, overflows or fails otherwise in the source'),
  // A divisor of 0 is an error in PostgreSQL, and NULL in DuckDB.
  modulo: {
    rules: [
      {
        operands: ['integer', 'integer'],
        class: 'exact',
        sql: ([a, b], call) => `(${a!.sql}::${staysInInt64(call) ? 'int8' : 'numeric'} % nullif(${b!.sql}, 0))`,
      },
      { operands: [NUMBER, NUMBER], class: 'exact', sql: '($1::numeric % nullif($2, 0))' },
    ],
    otherwise: OTHER,
  },
  negate: {
    rules: [
      {
        operands: ['integer'],
        class: 'exact',
        sql: ([a], call) => `(- ${a!.sql}::${staysInInt64(call) ? 'int8' : 'numeric'})`,
      },
      { operands: ['decimal'], class: 'exact', sql: '(- $1::numeric)' },
    ],
    otherwise: OTHER,
  },
  absolute: {
    rules: [
      {
        operands: ['integer'],
        class: 'exact',
        sql: ([a], call) => `abs(${a!.sql}::${staysInInt64(call) ? 'int8' : 'numeric'})`,
      },
      { operands: ['decimal'], class: 'exact', sql: 'abs($1::numeric)' },
    ],
    otherwise: OTHER,
  },
} satisfies Record<string, FormRules>;
