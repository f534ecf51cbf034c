import fc from 'fast-check';
import type { TestTable } from './column.js';
import { about, type Condition, condition, leaf, quoteName } from './predicate.js';

/** A query whose rows are numbers, told in an order of its own. */
export interface Query {
  readonly sql: string;
  /** connections of the tables that it names; each has one */
  readonly tables: readonly string[];
  /** the form, where the query is `select ... where` of one leaf */
  readonly single: string | null;
}

export function fullName({ connection, schema, name }: TestTable): string {
  return [connection, schema, name].map(quoteName).join('.');
}

/** Queries of every shape that moves filters about: most are plain, as the forms of predicates are what is proven. */
export function query(tables: readonly TestTable[]): fc.Arbitrary<Query> {
  const table = fc.constantFrom(...tables);
  const single = table.chain((one) =>
    leaf(one).map((where) => ({
      sql: `select a.k from ${fullName(one)} a where ${about('a', where)}`,
      tables: [one.connection],
      single: where.forms[0]!,
    })),
  );
  const one = table.chain((of) =>
    fc.tuple(condition(of), condition(of), fc.integer({ min: 0, max: 5 })).map(([p, q, shape]) => ({
      sql: SHAPES_OF_ONE[shape]!(fullName(of), p, q),
      tables: [of.connection],
      single: null,
    })),
  );
  const two = fc.tuple(table, table).chain(([left, right]) =>
    fc.tuple(side(left), side(right), side(right), fc.integer({ min: 0, max: 8 })).map(([p, q, r, shape]) => ({
      sql: SHAPES_OF_TWO[shape]!(fullName(left), fullName(right), p, q, r),
      tables: left === right ? [left.connection] : [left.connection, right.connection],
      single: null,
    })),
  );
  return fc.oneof({ arbitrary: single, weight: 4 }, { arbitrary: one, weight: 3 }, { arbitrary: two, weight: 2 });
}

/** What is asked of one side of a join: mostly a leaf, so that it is often one that can be sent. */
function side(table: TestTable): fc.Arbitrary<Condition> {
  return fc.oneof({ arbitrary: leaf(table), weight: 2 }, { arbitrary: condition(table), weight: 1 });
}

type ShapeOfOne = (table: string, p: Condition, q: Condition) => string;

const SHAPES_OF_ONE: readonly ShapeOfOne[] = [
  (table, p) => `select a.k from ${table} a where ${about('a', p)}`,
  (table, p) => `select count(*), min(a.k), max(a.k) from ${table} a where ${about('a', p)}`,
  (table, p, q) =>
    `select a.k from ${table} a where ${about('a', p)} union all select -b.k from ${table} b where ${about('b', q)}`,
  (table, p) => `select a.k from ${table} a where ${about('a', p)} order by a.k desc limit 7`,
  (table, p, q) => `select a.k, case when ${about('a', p)} then 1 else 0 end from ${table} a where ${about('a', q)}`,
  (table, p, q) =>
    `with c as (select * from ${table} a where ${about('a', p)}) select c.k from c where ${about('c', q)}`,
];

type ShapeOfTwo = (left: string, right: string, p: Condition, q: Condition, r: Condition) => string;

const join =
  (kind: string): ShapeOfTwo =>
  (left, right, p, q, r) =>
    `select a.k, b.k as l from ${left} a ${kind} join ${right} b on a.i4 = b.i4 and ${about('b', q)} where ${about('a', p)} and (${about('b', r)} or b.k is null)`;

const SHAPES_OF_TWO: readonly ShapeOfTwo[] = [
  join('inner'),
  join('left'),
  join('right'),
  join('full outer'),
  (left, right, p, q) =>
    `select a.k, b.k as l from ${left} a left join ${right} b on a.k = b.k and ${about('a', p)} and ${about('b', q)}`,
  (left, right, p, q) =>
    `select a.k from ${left} a where ${about('a', p)} and exists (select 1 from ${right} b where b.i4 = a.i4 and ${about('b', q)})`,
  (left, right, p, q) =>
    `select a.k from ${left} a where ${about('a', p)} and a.k not in (select b.k from ${right} b where ${about('b', q)})`,
  (left, right, p, q) =>
    `select a.k from ${left} a where ${about('a', p)} or a.i4 in (select b.i4 from ${right} b where ${about('b', q)})`,
  (left, right, p, q) =>
    `select a.k, (select count(*) from ${right} b where b.i4 = a.i4 and ${about('b', q)}) from ${left} a where ${about('a', p)}`,
];
