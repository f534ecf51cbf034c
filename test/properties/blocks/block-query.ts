import fc from 'fast-check';
import type { TestColumn, TestTable } from '../predicates/column.js';
import { about, condition, leaf, quoteName } from '../predicates/predicate.js';
import { fullName } from '../predicates/query.js';

/** A query that has parts which its sources may compute. */
export interface BlockQuery {
  readonly sql: string;
  /** connections of the tables that it names */
  readonly tables: readonly string[];
  /** what the generator calls its shape */
  readonly shape: string;
}

const NUMBERS: ReadonlySet<string> = new Set(['integer', 'decimal']);
const MEASURED: ReadonlySet<string> = new Set([
  'integer',
  'decimal',
  'date',
  'timestamp',
  'timestamptz',
  'float',
  'text',
]);

function column(alias: string, { name }: TestColumn): string {
  return `${alias}.${quoteName(name)}`;
}

/** A few columns to group by. Of equal intervals (30 days and a month) DuckDB shows the one that it met first. */
function keys(alias: string, { columns }: TestTable, maxLength = 2): fc.Arbitrary<readonly string[]> {
  const grouping = columns.filter(({ family }) => family !== 'interval');
  return fc.uniqueArray(fc.constantFrom(...grouping), { minLength: 1, maxLength }).map((drawn) => {
    return drawn.map((one) => column(alias, one));
  });
}

/** One aggregate, most often one that a source may be asked for. */
function aggregate(alias: string, table: TestTable): fc.Arbitrary<string> {
  const any = fc.constantFrom(...table.columns).map((one) => column(alias, one));
  const number = fc
    .constantFrom(...table.columns.filter(({ family }) => NUMBERS.has(family)))
    .map((one) => column(alias, one));
  const measured = fc
    .constantFrom(...table.columns.filter(({ family }) => MEASURED.has(family)))
    .map((one) => column(alias, one));
  const plain = fc.oneof(
    { arbitrary: fc.constant('count(*)'), weight: 3 },
    { arbitrary: any.map((one) => `count(${one})`), weight: 2 },
    { arbitrary: any.map((one) => `count(distinct ${one})`), weight: 2 },
    { arbitrary: number.map((one) => `sum(${one})`), weight: 4 },
    { arbitrary: number.map((one) => `sum(distinct ${one})`), weight: 1 },
    { arbitrary: measured.map((one) => `min(${one})`), weight: 3 },
    { arbitrary: measured.map((one) => `max(${one})`), weight: 3 },
    { arbitrary: number.map((one) => `sum(${one}::hugeint * 2)`), weight: 1 },
    // Not known to dvt: it must not be computed over what a block gives.
    { arbitrary: number.map((one) => `bit_xor(hash(${one}))`), weight: 1 },
    { arbitrary: number.map((one) => `approx_count_distinct(${one} is null)`), weight: 1 },
  );
  const filtered = fc.tuple(plain, leaf(table)).map(([call, where]) => `${call} filter (where ${about(alias, where)})`);
  return fc.oneof({ arbitrary: plain, weight: 5 }, { arbitrary: filtered, weight: 1 });
}

const aggregates = (alias: string, table: TestTable) =>
  fc.array(aggregate(alias, table), { minLength: 1, maxLength: 3 });

/** A condition that can often be sent whole: few leaves, or none. */
function where(alias: string, table: TestTable): fc.Arbitrary<string> {
  return fc.oneof(
    { arbitrary: fc.constant('true'), weight: 2 },
    { arbitrary: leaf(table).map((one) => about(alias, one)), weight: 3 },
    { arbitrary: condition(table).map((one) => about(alias, one)), weight: 1 },
  );
}

const named = (calls: readonly string[]) => calls.map((call, index) => `${call} as m${index}`).join(', ');
const listed = (columns: readonly string[]) => columns.map((one, index) => `${one} as g${index}`).join(', ');

type Shape = (table: TestTable, other: TestTable) => fc.Arbitrary<string>;

const SHAPES: Readonly<Record<string, Shape>> = {
  grouped: (table) =>
    fc
      .tuple(keys('a', table), aggregates('a', table), where('a', table), fc.integer({ min: 0, max: 3 }))
      .map(
        ([by, calls, p, least]) =>
          `select ${listed(by)}, ${named(calls)} from ${fullName(table)} a where ${p} group by ${by.join(', ')}${least > 0 ? ` having count(*) > ${least}` : ''}`,
      ),
  'grouped by position': (table) =>
    fc
      .tuple(keys('a', table), aggregates('a', table))
      .map(
        ([by, calls]) =>
          `select ${listed(by)}, ${named(calls)} from ${fullName(table)} a group by ${by.map((_, i) => i + 1).join(', ')}`,
      ),
  'grouped by all': (table) =>
    fc
      .tuple(keys('a', table), aggregates('a', table))
      .map(
        ([by, calls]) => `select ${listed(by)}, ${named(calls)} from ${fullName(table)} a group by all order by all`,
      ),
  'not grouped': (table) =>
    fc
      .tuple(aggregates('a', table), where('a', table))
      .map(([calls, p]) => `select ${named(calls)} from ${fullName(table)} a where ${p}`),
  'no rows': (table) =>
    aggregates('a', table).map((calls) => `select ${named(calls)} from ${fullName(table)} a where a.k < 0`),
  distinct: (table) =>
    fc
      .tuple(keys('a', table), where('a', table))
      .map(([by, p]) => `select distinct ${listed(by)} from ${fullName(table)} a where ${p}`),
  'first rows': (table) =>
    fc
      .tuple(
        keys('a', table, 3),
        keys('a', table),
        fc.constantFrom('', 'asc', 'desc'),
        fc.constantFrom('', 'nulls first', 'nulls last'),
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 0, max: 3 }),
      )
      .map(
        ([shown, by, direction, nulls, rows, offset]) =>
          `select ${listed(shown)} from ${fullName(table)} a order by ${by.map((one) => `${one} ${direction} ${nulls}`).join(', ')}, a.k limit ${rows} offset ${offset}`,
      ),
  'first rows of all columns': (table) =>
    fc
      .tuple(where('a', table), fc.integer({ min: 1, max: 9 }))
      .map(([p, rows]) => `select * from ${fullName(table)} a where ${p} order by k desc limit ${rows}`),
  'self join': (table) =>
    fc
      .tuple(keys('a', table, 1), aggregates('b', table), where('b', table), fc.constantFrom('inner', 'left'))
      .map(
        ([by, calls, p, kind]) =>
          `select ${listed(by)}, ${named(calls)} from ${fullName(table)} a ${kind} join ${fullName(table)} b on a.i4 = b.i4 and ${p} group by ${by.join(', ')}`,
      ),
  'joined on text': (table) =>
    fc
      .tuple(aggregates('b', table), fc.constantFrom(...table.columns.filter(({ family }) => family === 'text')))
      .map(
        ([calls, on]) =>
          `select ${named(calls)} from ${fullName(table)} a join ${fullName(table)} b on ${column('a', on)} = ${column('b', on)}`,
      ),
  'common table': (table, other) =>
    fc
      .tuple(aggregates('a', table), where('a', table))
      .map(
        ([calls, p]) =>
          `with c as (select a.i4 as g, ${named(calls)} from ${fullName(table)} a where ${p} group by 1) select b.k, c.* from ${fullName(other)} b join c on c.g = b.i4`,
      ),
  'derived table': (table, other) =>
    fc
      .tuple(keys('a', table, 1), where('a', table))
      .map(
        ([by, p]) =>
          `select b.k, d.* from ${fullName(other)} b left join (select ${listed(by)}, count(*) as n, max(a.j4) as j from ${fullName(table)} a where ${p} group by ${by[0]}) d on d.j = b.j4`,
      ),
  'scalar subquery': (table, other) =>
    fc
      .tuple(where('a', table), fc.constantFrom('min', 'max', 'sum', 'count'))
      .map(
        ([p, call]) =>
          `select b.k from ${fullName(other)} b where b.i4 > (select ${call}(a.j4) from ${fullName(table)} a where ${p})`,
      ),
  'unknown aggregate of the key': (table, other) =>
    fc
      .constantFrom('avg(a.j4)', 'mode(a.j4)', "string_agg('x', ',')", 'list(a.j4)', 'sum(1)', 'bit_xor(a.j4)')
      .map(
        (call) => `select ${call} as x from ${fullName(table)} a, ${fullName(other)} b where a.i4 = b.i4 group by a.j4`,
      ),
  'exists over an aggregate': (table, other) =>
    fc
      .constantFrom('avg(a.k)', 'count(*)', 'max(a.k)', 'mode(a.k)')
      .map(
        (call) =>
          `select b.k from ${fullName(other)} b where exists (select ${call} from ${fullName(table)} a where a.k < 0)`,
      ),
  exists: (table, other) =>
    fc
      .tuple(where('a', table), fc.constantFrom('', 'not '))
      .map(
        ([p, not]) =>
          `select b.k from ${fullName(other)} b where ${not}exists (select * from ${fullName(table)} a where ${p})`,
      ),
  'grouped above a join': (table, other) =>
    fc
      .tuple(
        keys('a', table, 1),
        keys('b', other, 1),
        aggregates('a', table),
        where('a', table),
        where('b', other),
        fc.boolean(),
      )
      .map(([by, too, calls, p, q, isGrouped]) => {
        const all = [...by, ...too];
        const group = isGrouped ? ` group by ${all.join(', ')}` : '';
        return `select ${isGrouped ? `${listed(all)}, ` : ''}${named(calls)} from ${fullName(table)} a join ${fullName(other)} b on a.j4 = b.j4 where ${p} and ${q}${group}`;
      }),
  'grouped above a join of two': (table, other) =>
    fc
      .tuple(aggregates('a', table), where('c', table))
      .map(
        ([calls, p]) =>
          `select b.j4, ${named(calls)} from ${fullName(table)} a, ${fullName(other)} b, ${fullName(table)} c where a.j4 = b.j4 and a.k = c.k and ${p} group by b.j4 order by 1 limit 5`,
      ),
};

export const SHAPE_NAMES = Object.keys(SHAPES);

/** Queries of every shape, or of some; each over one table, or both. Results are compared as texts. */
export function blockQuery(
  tables: readonly TestTable[],
  shapes: readonly string[] = SHAPE_NAMES,
): fc.Arbitrary<BlockQuery> {
  const table = fc.constantFrom(...tables);
  return fc.tuple(table, table, fc.constantFrom(...shapes)).chain(([one, other, shape]) => {
    const second = shape.startsWith('grouped above') ? tables.find((candidate) => candidate !== one)! : other;
    return SHAPES[shape]!(one, second).map((sql) => ({
      sql: `select columns(*)::varchar from (${sql}) q`,
      tables: [one, second].map(({ connection }) => connection).filter((name) => sql.includes(`"${name}".`)),
      shape,
    }));
  });
}
