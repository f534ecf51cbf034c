import { column, type Item, isMet, listed } from './item.js';
import type { QueryWriter } from './writer.js';

/** Tables that are joined by one key after another: what a source sends can be narrowed by the keys of another. */
export function keyed(writer: QueryWriter): string {
  const { dice } = writer;
  const items = [writer.base(), writer.base()];
  if (dice.chance(0.3)) items.push(writer.base());
  const [first, second, third] = items as [Item, Item, Item?];
  const filter = writer.where(first);
  const shown = (of: readonly Item[]) => {
    const columns = of.flatMap((item) => [
      `${item.alias}.k`,
      column(item.alias, dice.pick(item.columns.filter(isMet))),
    ]);
    return listed(columns);
  };
  const chained = third === undefined ? '' : ` join ${third.sql} on ${equal(writer, second, third)}`;
  const on = equal(writer, first, second);
  const both = dice.chance(0.3) ? ` and ${writer.condition(second)}` : '';
  const inner = `from ${first.sql} where ${on} and ${filter}`;
  return dice.weighed<() => string>([
    [5, () => `select ${shown(items)} from ${first.sql} join ${second.sql} on ${on}${both}${chained} where ${filter}`],
    [
      1,
      () =>
        `select ${shown(items)} from ${first.sql} left join ${second.sql} on ${on}${both}${chained} where ${filter}`,
    ],
    [1, () => `select ${shown([second])} from ${second.sql} semi join ${first.sql} on ${on} and ${filter}`],
    [1, () => `select ${shown([second])} from ${second.sql} where exists (select 1 ${inner})${both}`],
    [1, () => `select ${shown([second])} from ${second.sql} where (select max(${first.alias}.k) ${inner}) > 1${both}`],
    [1, () => `select count(*) as c0 from ${first.sql} join ${second.sql} on ${on}${both}${chained} where ${filter}`],
    [1, () => `select ${shown([second])} from ${first.sql} right join ${second.sql} on ${on} where ${filter}`],
  ])();
}

/** Columns of one type, or of two kinds of integers, that hold keys. */
function equal({ dice }: QueryWriter, left: Item, right: Item): string {
  const pairs = left.columns
    .filter(isMet)
    .flatMap((a) =>
      right.columns
        .filter((b) => isMet(b) && (a.duckdb === b.duckdb || (a.family === 'integer' && b.family === 'integer')))
        .map((b) => [a, b] as const),
    );
  const same = pairs.filter(([a, b]) => a.duckdb === b.duckdb && a.family !== 'boolean');
  const [a, b] = dice.pick(dice.chance(0.8) ? same : pairs);
  const operator = dice.chance(0.1) ? 'is not distinct from' : '=';
  return `${column(left.alias, a)} ${operator} ${column(right.alias, b)}`;
}
