import { quoteName } from '../../predicates/predicate.js';
import { alike, type Column, column, type Item, isMet } from './item.js';
import { item } from './items.js';
import { joinCondition } from './join-condition.js';
import { subquery } from './subqueries.js';
import type { QueryWriter } from './writer.js';

/** What stands behind FROM and WHERE. */
export interface Source {
  readonly from: string;
  readonly where: string;
  readonly items: readonly Item[];
}

interface Joined {
  readonly sql: string;
  /** whose columns can be named */
  readonly items: readonly Item[];
}

/** Items joined, and the conditions about them. */
export function source(writer: QueryWriter): Source {
  const { dice } = writer;
  const count = dice.weighed([
    [5, 1],
    [7, 2],
    [3, 3],
  ]);
  const first = item(writer);
  let { sql, items }: Joined = count === 1 ? { sql: first.sql, items: [first] } : join(writer, first, item(writer));
  if (count === 3) {
    const third = item(writer);
    const kind = dice.pick(['join', 'left join', 'join']);
    sql = `${sql} ${kind} ${third.sql} on ${joinCondition(writer, dice.pick(items), third)}`;
    items = [...items, third];
  }
  const conditions = dice.some(items, 1 + dice.below(2)).map((one) => writer.where(one));
  if (dice.chance(0.35)) conditions.push(subquery(writer, dice.pick(items)));
  if (items.length > 1) conditions.push(...ofTwo(writer, items));
  return { from: sql, items, where: conditions.join(' and ') };
}

/** Conditions about two items, now and then. */
function ofTwo(writer: QueryWriter, items: readonly Item[]): string[] {
  const { dice } = writer;
  const [a, b] = dice.some(items, 2) as [Item, Item];
  const either = dice.chance(0.15) ? [`(${writer.condition(a)} or ${writer.condition(b)})`] : [];
  if (dice.chance(0.1)) either.push(alternatives(writer, a, b));
  const pairs = alike(a, b).filter(([one, two]) => one.duckdb === two.duckdb);
  if (pairs.length === 0 || !dice.chance(0.1)) return either;
  const [one, two] = dice.pick(pairs);
  return [...either, `${column(a.alias, one)} ${dice.pick(['<', '>=', '<>'])} ${column(b.alias, two)}`];
}

/** Alternatives that hold the condition of a join, and conditions about both sides; now and then one of them says less. */
function alternatives(writer: QueryWriter, a: Item, b: Item): string {
  const on = joinCondition(writer, a, b);
  const about = (one: Item) => (writer.dice.chance(0.85) ? ` and ${writer.condition(one)}` : '');
  return `((${on}${about(a)}${about(b)}) or (${on}${about(a)}${about(b)}))`;
}

const KINDS: readonly (readonly [weight: number, kind: string])[] = [
  [8, 'join'],
  [4, 'left join'],
  [2, 'right join'],
  [2, 'full join'],
  [1, 'semi join'],
  [1, 'anti join'],
  [1, 'asof join'],
  [1, 'lateral'],
  [1, 'using'],
  [1, 'cross join'],
];

function join(writer: QueryWriter, left: Item, right: Item): Joined {
  const { dice } = writer;
  const kind = dice.weighed(KINDS);
  const special = { using, 'asof join': asof, lateral, 'cross join': cross }[kind];
  if (special !== undefined) return special(writer, left, right);
  const further = dice.chance(0.3) ? ` and ${writer.where(dice.chance(0.7) ? right : left)}` : '';
  const sql = `${left.sql} ${kind} ${right.sql} on ${joinCondition(writer, left, right)}${further}`;
  return { sql, items: kind === 'semi join' || kind === 'anti join' ? [left] : [left, right] };
}

function inner(writer: QueryWriter, left: Item, right: Item): Joined {
  return { sql: `${left.sql} join ${right.sql} on ${joinCondition(writer, left, right)}`, items: [left, right] };
}

function using(writer: QueryWriter, left: Item, right: Item): Joined {
  const isShared = (one: Column) =>
    isMet(one) && right.columns.some(({ name, duckdb }) => name === one.name && duckdb === one.duckdb);
  const shared = left.columns.filter(isShared);
  if (shared.length === 0) return inner(writer, left, right);
  const by = quoteName(writer.dice.pick(shared).name);
  return { sql: `${left.sql} join ${right.sql} using (${by})`, items: [left, right] };
}

const hasKey = ({ columns }: Item) => columns.some(({ name }) => name === 'k');

function asof(writer: QueryWriter, left: Item, right: Item): Joined {
  if (!hasKey(left) || !hasKey(right)) return inner(writer, left, right);
  const on = joinCondition(writer, left, right).replace(' is not distinct from ', ' = ');
  return {
    sql: `${left.sql} asof join ${right.sql} on ${on} and ${left.alias}.k >= ${right.alias}.k`,
    items: [left, right],
  };
}

function lateral(writer: QueryWriter, left: Item, right: Item): Joined {
  const alias = writer.alias();
  const where = `${joinCondition(writer, right, left)} and ${writer.where(right)}`;
  const counted: Item = { sql: '', alias, columns: [{ name: 'n', duckdb: 'BIGINT', family: 'integer' }], table: null };
  const sql = `${left.sql}, lateral (select count(*) as n from ${right.sql} where ${where}) ${alias}`;
  return { sql, items: [left, counted] };
}

/** Of few rows on one side: a table of one condition after another. */
function cross(writer: QueryWriter, left: Item, right: Item): Joined {
  if (!hasKey(right)) return inner(writer, left, right);
  const few = writer.derived(`select * from ${right.sql} where ${right.alias}.k < 5`, right.columns, right.table);
  return { sql: `${left.sql} cross join ${few.sql}`, items: [left, few] };
}
