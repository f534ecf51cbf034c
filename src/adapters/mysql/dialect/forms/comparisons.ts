import { type FormRules, local, type Operand, type Rule } from '../../../../core/expression/form-table.js';
import type { Local } from '../../../../spi/predicate.js';
import { parseType } from '../../types/parse-type.js';
import { holds, utf8Bytes } from '../leaves.js';

/** Kinds that compare as in DuckDB. Of UUIDs and texts equality alone, or their bytes. */
const ALIKE = ['integer|decimal', 'real', 'double', 'boolean', 'date', 'bytes'];
const LISTED = ALIKE.filter((kind) => kind !== 'boolean');
const TEXT = 'bytewise text|binary text|text|utf8 bytes|constant text';
const BYTEWISE = 'bytewise text';
const OTHER = 'compared by other rules in the source';

const isConstant = ({ kind }: Operand) => kind === 'constant text';

/** MariaDB cuts a constant to the column's decimals of a second before it compares. */
function tooFine(operands: readonly Operand[]): Local | null {
  const decimals = operands.map(({ expression }) =>
    expression.form === 'column' ? (parseType(expression.column.nativeType).arguments[0] ?? 0) : 0,
  );
  const given = operands.map(({ expression }) =>
    expression.form === 'literal' ? (/\.(\d*?)0*(\+|$)/.exec(expression.value ?? '')?.[1]?.length ?? 0) : 0,
  );
  return Math.max(...given) > Math.max(...decimals) ? local('a fraction of a second that the column has not') : null;
}

function seconds(kind: string, count: number, sql: (operands: readonly Operand[]) => string): Rule {
  return { operands: Array(count).fill(kind), class: 'exact', sql: (operands) => tooFine(operands) ?? sql(operands) };
}

/** A condition on the column itself, which an index can serve, where any collation keeps texts of equal bytes together. */
export function withIndex(operands: readonly Operand[], indexed: string, exact: string): string {
  const column = operands.find(({ expression }) => expression.form === 'column');
  const constants = operands.filter(isConstant);
  if (column === undefined || constants.length !== operands.length - 1) return exact;
  const texts = constants.map(({ expression }) => (expression.form === 'literal' ? (expression.value ?? '') : ''));
  return texts.every((text) => holds(column.expression, text)) ? `(${indexed} and ${exact})` : exact;
}

const alike = (operator: string): Rule[] => [
  ...ALIKE.map((kind): Rule => ({ operands: [kind, kind], class: 'exact', sql: `$1 ${operator} $2` })),
  ...['datetime', 'timestamp'].map((kind) => seconds(kind, 2, ([a, b]) => `${a!.sql} ${operator} ${b!.sql}`)),
];

const bytes = (operator: string): Rule => ({
  operands: [TEXT, TEXT],
  class: 'exact',
  sql: ([a, b]) => `${utf8Bytes(a!)} ${operator} ${utf8Bytes(b!)}`,
});

const plainBytewise = (operator: string): Rule => ({
  operands: [BYTEWISE, 'constant text'],
  class: 'exact',
  sql: `$1 ${operator} $2`,
});

function equality(operator: string): FormRules {
  return {
    rules: [
      ...alike(operator),
      { operands: ['uuid', 'uuid'], class: 'exact', sql: `$1 ${operator} $2` },
      plainBytewise(operator),
      {
        operands: [TEXT, TEXT],
        class: 'exact',
        sql: (operands) => {
          const [a, b] = operands;
          const exact = `${utf8Bytes(a!)} ${operator} ${utf8Bytes(b!)}`;
          return withIndex(operands, `${a!.sql} ${operator} ${b!.sql}`, exact);
        },
      },
    ],
    otherwise: OTHER,
  };
}

function unequal(sql: (a: string, b: string) => string): FormRules {
  const spelled = sql('$1', '$2');
  return {
    rules: [
      ...[...ALIKE, 'uuid'].map((kind): Rule => ({ operands: [kind, kind], class: 'exact', sql: spelled })),
      ...['datetime', 'timestamp'].map((kind) => seconds(kind, 2, ([a, b]) => sql(a!.sql, b!.sql))),
      { operands: [BYTEWISE, 'constant text'], class: 'exact', sql: spelled },
      { operands: [TEXT, TEXT], class: 'exact', sql: ([a, b]) => sql(utf8Bytes(a!), utf8Bytes(b!)) },
    ],
    otherwise: OTHER,
  };
}

function order(operator: string): FormRules {
  return { rules: [...alike(operator), plainBytewise(operator), bytes(operator)], otherwise: OTHER };
}

function list(word: 'in' | 'not in'): FormRules {
  const rows = (value: string, items: readonly string[]) => `${value} ${word} (${items.join(', ')})`;
  return {
    rules: [
      ...[...LISTED, 'uuid', BYTEWISE].map(
        (kind): Rule => ({
          operands: [kind, kind === BYTEWISE ? 'constant text' : kind],
          class: 'exact',
          sql: `$1 ${word} ($2*)`,
        }),
      ),
      ...['datetime', 'timestamp'].map((kind) =>
        seconds(kind, 2, ([value, ...items]) =>
          rows(
            value!.sql,
            items.map(({ sql }) => sql),
          ),
        ),
      ),
      {
        operands: [TEXT, 'constant text'],
        class: 'exact',
        sql: (operands) => {
          const [value, ...items] = operands;
          const exact = rows(utf8Bytes(value!), items.map(utf8Bytes));
          const indexed = rows(
            value!.sql,
            items.map(({ sql }) => sql),
          );
          return word === 'in' ? withIndex(operands, indexed, exact) : exact;
        },
      },
    ],
    otherwise: OTHER,
  };
}

const between: FormRules = {
  rules: [
    ...[...LISTED, BYTEWISE].map(
      (kind): Rule => ({
        operands: kind === BYTEWISE ? [kind, 'constant text', 'constant text'] : [kind, kind, kind],
        class: 'exact',
        sql: '$1 between $2 and $3',
      }),
    ),
    ...['datetime', 'timestamp'].map((kind) =>
      seconds(kind, 3, ([value, low, high]) => `${value!.sql} between ${low!.sql} and ${high!.sql}`),
    ),
    {
      operands: [TEXT, TEXT, TEXT],
      class: 'exact',
      sql: ([value, low, high]) => `${utf8Bytes(value!)} between ${utf8Bytes(low!)} and ${utf8Bytes(high!)}`,
    },
  ],
  otherwise: OTHER,
};

function nullTest(form: string): FormRules {
  return {
    rules: [
      {
        operands: ['any'],
        class: 'exact',
        sql: ([value]) => {
          const { expression, sql } = value!;
          // MySQL finds zero dates by `is null` in a DATE or DATETIME that is NOT NULL.
          const zeroDates =
            expression.form === 'column' && !expression.column.nullable && /^date/i.test(expression.column.nativeType);
          return zeroDates ? local('IS NULL finds zero dates in a NOT NULL column') : `${sql} ${form}`;
        },
      },
    ],
    otherwise: '',
  };
}

/** Comparisons. */
export const comparisonForms = {
  '=': equality('='),
  '<>': unequal((a, b) => `${a} <> ${b}`),
  '<': order('<'),
  '<=': order('<='),
  '>': order('>'),
  '>=': order('>='),
  'is distinct from': unequal((a, b) => `not (${a} <=> ${b})`),
  'is not distinct from': equality('<=>'),
  between,
  in: list('in'),
  'not in': list('not in'),
  'is null': nullTest('is null'),
  'is not null': nullTest('is not null'),
} satisfies Record<string, FormRules>;
