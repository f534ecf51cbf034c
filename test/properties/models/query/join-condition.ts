import { alike, column, type Item, isMet } from './item.js';
import type { QueryWriter } from './writer.js';

/** Two columns to join by, and the comparison. */
export function joinCondition({ dice }: QueryWriter, left: Item, right: Item): string {
  const all = alike(left, right);
  const same = all.filter(([one, other]) => one.duckdb === other.duckdb);
  const pairs = same.length > 0 && dice.chance(0.8) ? same : all;
  const met = pairs.filter(([a, b]) => isMet(a) && isMet(b));
  const choices = met.length > 0 && dice.chance(0.6) ? met : pairs;
  const [a, b] = choices.length > 0 ? dice.pick(choices) : [left.columns[0]!, right.columns[0]!];
  const [one, other] = [column(left.alias, a), column(right.alias, b)];
  if (a.duckdb !== b.duckdb && a.family !== b.family) return `${one}::varchar = ${other}::varchar`;
  return dice.chance(0.1) ? `${one} is not distinct from ${other}` : `${one} = ${other}`;
}
