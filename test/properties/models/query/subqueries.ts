import { alike, column, type Item, isMet } from './item.js';
import { item } from './items.js';
import { joinCondition } from './join-condition.js';
import type { QueryWriter } from './writer.js';

/** A condition over an item with a query in it, correlated or not. */
export function subquery(writer: QueryWriter, outer: Item): string {
  const { dice } = writer;
  const inner = dice.chance(0.85) ? writer.base() : item(writer);
  const pairs = alike(outer, inner);
  if (pairs.length === 0) return 'true';
  const met = pairs.filter(([a, b]) => isMet(a) && isMet(b));
  const [a, b] = dice.pick(met.length > 0 && dice.chance(0.7) ? met : pairs);
  const [theirs, own] = [column(outer.alias, a), column(inner.alias, b)];
  const from = `from ${inner.sql} where ${writer.where(inner)}`;
  const equal = `${own} = ${theirs}`;
  return dice.weighed<() => string>([
    [4, () => `exists (select 1 ${from} and ${equal})`],
    [3, () => `not exists (select 1 ${from} and ${equal})`],
    [4, () => `${theirs} in (select ${own} ${from})`],
    [2, () => `${theirs} not in (select ${own} ${from})`],
    [2, () => `${theirs} >= (select min(${own}) ${from})`],
    [1, () => `${theirs} <= any (select ${own} ${from})`],
    [1, () => `${theirs} >= all (select ${own} ${from})`],
    [2, () => `(select count(*) ${from} and ${equal}) > ${dice.below(3)}`],
    [1, () => `${theirs} = (select max(${own}) ${from} and ${joinCondition(writer, inner, outer)})`],
    [1, () => `(${writer.condition(outer)} or ${theirs} in (select ${own} ${from}))`],
    [2, () => `${dice.pick(['', 'not '])}exists (select 1 ${from})`],
  ])();
}
