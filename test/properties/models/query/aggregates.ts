import { type Column, column, type Item } from './item.js';
import type { QueryWriter } from './writer.js';

const MEASURED: ReadonlySet<string> = new Set([
  'integer',
  'decimal',
  'date',
  'timestamp',
  'timestamptz',
  'float',
  'text',
]);
/** Sums of it do not fit into 38 digits. */
const HUGE = /^DECIMAL\(38/;

/** One aggregate over an item's rows, most often one that a source may be asked for; none that depends on their order. */
export function aggregate(
  { dice, isExact }: QueryWriter,
  { alias, columns }: Item,
): { readonly sql: string; readonly type: Omit<Column, 'name'> } {
  const of = (choices: readonly Column[]) => (choices.length === 0 ? null : dice.pick(choices));
  const number = of(
    columns.filter(({ family, duckdb }) => family === 'integer' || (family === 'decimal' && !HUGE.test(duckdb))),
  );
  const measured = of(columns.filter(({ family }) => MEASURED.has(family)));
  const any = dice.pick(columns);
  const count = { duckdb: 'BIGINT', family: 'integer' } as const;
  const wide = { duckdb: 'HUGEINT', family: 'other' } as const;
  const choices: [number, { readonly sql: string; readonly type: Omit<Column, 'name'> }][] = [
    [3, { sql: 'count(*)', type: count }],
    [2, { sql: `count(${column(alias, any)})`, type: count }],
    [2, { sql: `count(distinct ${column(alias, any)})`, type: count }],
  ];
  if (number !== null) {
    const name = column(alias, number);
    choices.push([4, { sql: `sum(${name})`, type: wide }], [1, { sql: `sum(distinct ${name})`, type: wide }]);
    const rare: typeof choices = [
      [1, { sql: `sum(${name}::hugeint * 2)`, type: wide }],
      [1, { sql: `avg(${name}::hugeint)`, type: wide }],
      // Not known to dvt: it must not be computed over what a block gives.
      [1, { sql: `bit_xor(hash(${name}))`, type: wide }],
    ];
    if (!isExact) choices.push(...rare);
  }
  if (measured !== null) {
    const { duckdb, family } = measured;
    choices.push(
      [3, { sql: `min(${column(alias, measured)})`, type: { duckdb, family } }],
      [3, { sql: `max(${column(alias, measured)})`, type: { duckdb, family } }],
    );
  }
  return dice.weighed(choices);
}
