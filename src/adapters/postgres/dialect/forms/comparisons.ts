import type { FormRules, Operand, Rule } from '../../../../core/expression/form-table.js';
import { listSql } from './lists.js';

/** Kinds whose equality and order are DuckDB's: NaN is equal to itself and above all numbers, -0 is 0 in both. */
const ALIKE = [
  'integer|decimal',
  'real',
  'double',
  'boolean',
  'date',
  'time',
  'timestamp',
  'timestamptz',
  'uuid',
  'bytes',
];
const DETERMINISTIC = 'bytewise text|text|constant text';
const LOOSE = 'loose text|padded text|bytewise text|text|constant text';

const isConstant = ({ kind }: Operand) => kind === 'constant text';

/** Text in a collation that compares bytes; the cast takes the padding of char(n) away. */
export function bytewise({ sql, kind }: Operand): string {
  return `${kind === 'padded text' ? `${sql}::text` : sql} collate "C"`;
}

/** Bytes of UTF-8 whatever the encoding of the database is. */
function utf8({ sql, kind }: Operand): string {
  return `convert_to(${kind === 'padded text' ? `${sql}::text` : sql}, 'UTF8')`;
}

/** Two collations do not go together; a constant takes that of the other side, so that an index on it can be used. */
function equality(operator: string): Rule['sql'] {
  return ([a, b]) =>
    isConstant(a!) || isConstant(b!)
      ? `${a!.sql} ${operator} ${b!.sql}`
      : `${bytewise(a!)} ${operator} ${bytewise(b!)}`;
}

const equal: FormRules = {
  rules: [
    ...ALIKE.map((kind): Rule => ({ operands: [kind, kind], class: 'exact', sql: '$1 = $2' })),
    { operands: [DETERMINISTIC, DETERMINISTIC], class: 'exact', sql: equality('=') },
    {
      operands: [LOOSE, LOOSE],
      class: 'exact',
      // The first half can use an index, the second one compares bytes: by the function, since the optimizer would take
      // an operator for a second condition that leaves but one row in two hundred.
      sql: ([a, b]) =>
        isConstant(a!) || isConstant(b!)
          ? `(${a!.sql} = ${b!.sql} and not pg_catalog.textne(${bytewise(a!)}, ${bytewise(b!)}))`
          : `${bytewise(a!)} = ${bytewise(b!)}`,
    },
    { operands: ['bpchar', 'constant text'], class: 'superset', sql: '$1 = $2', note: 'padding is ignored' },
  ],
  otherwise: 'compared by other rules in the source',
};

function unequal(operator: string): FormRules {
  return {
    rules: [
      ...ALIKE.map((kind): Rule => ({ operands: [kind, kind], class: 'exact', sql: `$1 ${operator} $2` })),
      { operands: [DETERMINISTIC, DETERMINISTIC], class: 'exact', sql: equality(operator) },
      { operands: [LOOSE, LOOSE], class: 'exact', sql: ([a, b]) => `${bytewise(a!)} ${operator} ${bytewise(b!)}` },
    ],
    otherwise: 'compared by other rules in the source',
  };
}

function order(operator: string): FormRules {
  return {
    rules: [
      ...ALIKE.map((kind): Rule => ({ operands: [kind, kind], class: 'exact', sql: `$1 ${operator} $2` })),
      {
        operands: ['bytewise text|text|constant text', 'bytewise text|text|constant text'],
        class: 'exact',
        sql: ([a, b]) =>
          [a, b].some((one) => one!.kind === 'bytewise text') && [a, b].some((one) => isConstant(one!))
            ? `${a!.sql} ${operator} ${b!.sql}`
            : `${bytewise(a!)} ${operator} ${bytewise(b!)}`,
      },
      { operands: [LOOSE, LOOSE], class: 'exact', sql: ([a, b]) => `${utf8(a!)} ${operator} ${utf8(b!)}` },
    ],
    otherwise: 'ordered by other rules in the source',
  };
}

/** The literals of a list are constants of one kind. */
function list(negated: boolean): FormRules {
  const word = negated ? 'not in' : 'in';
  const rule = (kinds: string, sql: (value: string) => string = (value) => value): Rule => ({
    operands: [kinds, kinds],
    class: 'exact',
    sql: ([value, ...items]) => listSql(sql(value!.sql), items, word),
  });
  return {
    rules: [
      ...ALIKE.map((kind) => rule(kind)),
      rule(DETERMINISTIC),
      {
        operands: [LOOSE, 'constant text'],
        class: 'exact',
        sql: ([value, ...items]) => {
          const exact = listSql(bytewise(value!), items, word);
          if (negated) return exact;
          // As with `=`: within CASE it is no second condition by which the optimizer would expect next to no rows.
          return `(${listSql(value!.sql, items, word)} and case when ${value!.sql} is not null then ${exact} end)`;
        },
      },
      ...(negated
        ? []
        : [{ operands: ['bpchar', 'constant text'], class: 'superset', sql: '$1 in ($2*)' } satisfies Rule]),
    ],
    otherwise: 'compared by other rules in the source',
  };
}

type Spell = Exclude<Rule['sql'], string>;

const between: FormRules = {
  rules: order('<=').rules.map(({ operands, class: kind, sql: upTo }, index) => {
    const from = order('>=').rules[index]!.sql;
    return {
      operands: [operands[0]!, operands[0]!, operands[0]!],
      class: kind,
      sql: ([value, low, high], call) =>
        `(${ordered(from, '>=', value!, low!, call)} and ${ordered(upTo, '<=', value!, high!, call)})`,
    };
  }),
  otherwise: 'ordered by other rules in the source',
};

function ordered(sql: Rule['sql'], operator: string, a: Operand, b: Operand, call: Parameters<Spell>[1]): string {
  return typeof sql === 'string' ? `${a.sql} ${operator} ${b.sql}` : (sql([a, b], call) as string);
}

/** Comparisons. */
export const comparisonForms = {
  '=': equal,
  '<>': unequal('<>'),
  '<': order('<'),
  '<=': order('<='),
  '>': order('>'),
  '>=': order('>='),
  'is distinct from': unequal('is distinct from'),
  'is not distinct from': unequal('is not distinct from'),
  between,
  in: list(false),
  'not in': list(true),
  'is null': { rules: [{ operands: ['any'], class: 'exact', sql: '$1 is null' }], otherwise: '' },
  'is not null': { rules: [{ operands: ['any'], class: 'exact', sql: '$1 is not null' }], otherwise: '' },
} satisfies Record<string, FormRules>;
