import { hostFunction, itemsOf, Tuple, toPlain, type Value } from '../jinja/index.js';

/** `modules.itertools`, as far as lists that end make sense. What Python gives lazily comes as a list. */
export const ITERTOOLS: Readonly<Record<string, Value>> = {
  chain: hostFunction('chain', ['*lists'], ([lists]) => itemsOf(lists).flatMap((list) => [...itemsOf(list)])),
  product: hostFunction('product', ['*lists', '**named'], ([lists, named]) => {
    const columns = itemsOf(lists).map((list) => [...itemsOf(list)]);
    const repeat = Number((toPlain(named) as { repeat?: unknown }).repeat ?? 1);
    return product(Array.from({ length: repeat }, () => columns).flat());
  }),
  zip_longest: hostFunction('zip_longest', ['*lists', '**named'], ([lists, named]) => {
    const columns = itemsOf(lists).map((list) => [...itemsOf(list)]);
    const fill = (toPlain(named) as { fillvalue?: Value }).fillvalue ?? null;
    const length = Math.max(0, ...columns.map((column) => column.length));
    return Array.from({ length }, (_, row) => new Tuple(columns.map((column) => column[row] ?? fill)));
  }),
  combinations: hostFunction('combinations', ['iterable', 'r'], ([list, size]) =>
    combinations([...itemsOf(list)], Number(size)).map((items) => new Tuple(items)),
  ),
  permutations: hostFunction('permutations', ['iterable', 'r?'], ([list, size]) => {
    const items = [...itemsOf(list)];
    return permutations(items, Number(size ?? items.length)).map((chosen) => new Tuple(chosen));
  }),
  islice: hostFunction('islice', ['iterable', '*bounds'], ([list, bounds]) => {
    const [first, second, step] = itemsOf(bounds).map((bound) => (bound === null ? undefined : Number(bound)));
    const single = itemsOf(bounds).length === 1;
    const slice = [...itemsOf(list)].slice(single ? 0 : (first ?? 0), single ? first : second);
    return slice.filter((_, i) => i % (step ?? 1) === 0);
  }),
  accumulate: hostFunction('accumulate', ['iterable'], ([list]) => {
    let sum = 0;
    return [...itemsOf(list)].map((item) => {
      sum += Number(item);
      return sum;
    });
  }),
  repeat: hostFunction('repeat', ['object', 'times'], ([item, times]) =>
    Array.from({ length: Number(times) }, () => item),
  ),
};

function product(columns: readonly (readonly Value[])[]): Tuple[] {
  let rows: Value[][] = [[]];
  for (const column of columns) rows = rows.flatMap((row) => column.map((item) => [...row, item]));
  return rows.map((row) => new Tuple(row));
}

function combinations(items: readonly Value[], size: number): Value[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, i) => combinations(items.slice(i + 1), size - 1).map((rest) => [item, ...rest]));
}

function permutations(items: readonly Value[], size: number): Value[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, i) =>
    permutations([...items.slice(0, i), ...items.slice(i + 1)], size - 1).map((rest) => [item, ...rest]),
  );
}
