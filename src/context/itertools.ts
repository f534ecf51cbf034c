import { HostObject, hostFunction, isTrue, itemsOf, Tuple, toPlain, type Value } from '../jinja/index.js';

/** `modules.itertools`, as far as lists that end make sense. What Python gives lazily comes as a list. */
export const ITERTOOLS: Readonly<Record<string, Value>> = {
  chain: new HostObject({
    typeName: 'type',
    call: hostFunction('chain', ['*lists'], ([lists]) => chained(lists)),
    attributes: { from_iterable: hostFunction('from_iterable', ['lists'], ([lists]) => chained(lists)) },
  }),
  count: hostFunction('count', ['start?', 'step?'], ([start, step]) =>
    endless((i) => Number(start ?? 0) + i * Number(step ?? 1)),
  ),
  cycle: hostFunction('cycle', ['iterable'], ([list]) => {
    const items = [...itemsOf(list)];
    return items.length === 0 ? [] : endless((i) => items[i % items.length]);
  }),
  compress: hostFunction('compress', ['data', 'selectors'], ([data, selectors]) => {
    const chosen = itemsOf(selectors);
    return itemsOf(data).filter((_, i) => i < chosen.length && isTrue(chosen[i]));
  }),
  combinations_with_replacement: hostFunction('combinations_with_replacement', ['iterable', 'r'], ([list, size]) =>
    combinations([...itemsOf(list)], Number(size), 0).map((items) => new Tuple(items)),
  ),
  starmap: hostFunction('starmap', ['function', 'iterable'], async ([callee, list], context) => {
    const results: Value[] = [];
    for (const args of itemsOf(list)) results.push(await context.call(callee, itemsOf(args)));
    return results;
  }),
  tee: hostFunction('tee', ['iterable', 'n?'], ([list, count]) => {
    const items = [...itemsOf(list)];
    return new Tuple(Array.from({ length: Number(count ?? 2) }, () => [...items]));
  }),
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
    const given = itemsOf(bounds).map((bound) => (bound === null ? undefined : Number(bound)));
    const [start = 0, stop, step = 1] = given.length === 1 ? [0, given[0]] : given;
    const items = list instanceof Endless ? list.first(stop ?? start) : [...itemsOf(list)];
    return items.slice(start, stop).filter((_, i) => i % step === 0);
  }),
  accumulate: hostFunction('accumulate', ['iterable', 'func?', '**named'], async ([list, callee], context) => {
    const results: Value[] = [];
    for (const [i, item] of itemsOf(list).entries()) {
      if (i === 0) results.push(item);
      else if ((callee ?? null) !== null) results.push(await context.call(callee, [results[i - 1], item]));
      else results.push(Number(results[i - 1]) + Number(item));
    }
    return results;
  }),
  repeat: hostFunction('repeat', ['object', 'times?'], ([item, times]) =>
    times === undefined ? endless(() => item) : Array.from({ length: Number(times) }, () => item),
  ),
};

/** Items without an end, of which `islice` takes the first. */
class Endless extends HostObject {
  constructor(readonly first: (count: number) => Value[]) {
    super({ typeName: 'itertools', iterate: () => first(ITEMS_OF_ENDLESS) });
  }
}

/** As many as Jinja2's sandbox lets a range have: a template that goes through more does not mean it. */
const ITEMS_OF_ENDLESS = 100_000;

function endless(item: (index: number) => Value): Endless {
  return new Endless((count) => Array.from({ length: count }, (_, i) => item(i)));
}

function chained(lists: Value): Value[] {
  return itemsOf(lists).flatMap((list) => [...itemsOf(list)]);
}

function product(columns: readonly (readonly Value[])[]): Tuple[] {
  let rows: Value[][] = [[]];
  for (const column of columns) rows = rows.flatMap((row) => column.map((item) => [...row, item]));
  return rows.map((row) => new Tuple(row));
}

/** @param skip 1: each item once; 0: as often as it comes */
function combinations(items: readonly Value[], size: number, skip: 0 | 1 = 1): Value[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, i) => combinations(items.slice(i + skip), size - 1, skip).map((rest) => [item, ...rest]));
}

function permutations(items: readonly Value[], size: number): Value[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, i) =>
    permutations([...items.slice(0, i), ...items.slice(i + 1)], size - 1).map((rest) => [item, ...rest]),
  );
}
