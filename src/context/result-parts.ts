import {
  equals,
  HostObject,
  type HostTraits,
  hostFunction,
  Tuple,
  toRepr,
  toText,
  type Value,
} from '../jinja/index.js';
import { resultType } from './result-type.js';

/** A row of a table, by position and by name. */
export function resultRow(names: readonly string[], row: readonly Value[]): HostObject {
  const at = (key: Value): Value | undefined =>
    typeof key === 'number' ? row[key < 0 ? row.length + key : key] : row[names.indexOf(String(key))];
  const get = hostFunction('get', ['key', 'default?'], ([key, fallback]) => at(key) ?? fallback ?? null);
  const methods: Readonly<Record<string, Value>> = {
    values: hostFunction('values', [], () => new Tuple(row)),
    keys: hostFunction('keys', [], () => new Tuple(names)),
    dict: hostFunction('dict', [], () => new Map(names.map((key, i) => [key, row[i] ?? null]))),
    items: hostFunction('items', [], () => names.map((key, i) => new Tuple([key, row[i] ?? null]))),
    get,
  };
  const traits = {
    typeName: 'Row',
    getItem: at,
    getAttribute: (name: string) => methods[name] ?? row[names.indexOf(name)],
    attributeNames: () => names,
    iterate: () => row,
    length: () => row.length,
    ...printedAndCompared('Row', row),
  };
  return sequence(traits, row);
}

/** The values of every row, column and sequence, by which they are compared. */
const VALUES = new WeakMap<object, readonly Value[]>();

/** agate shows five values of a sequence. */
const SHOWN = 5;

/** How agate prints a sequence, and compares it with others. */
function printedAndCompared(typeName: string, values: readonly Value[]): Pick<HostTraits, 'print' | 'equals'> {
  return {
    print: () => {
      const shown = values.slice(0, SHOWN).map(toRepr);
      return `<agate.${typeName}: (${[...shown, ...(values.length > SHOWN ? ['...'] : [])].join(', ')})>`;
    },
    equals: (other) => {
      const others = other instanceof HostObject ? VALUES.get(other.traits) : undefined;
      return others === undefined ? undefined : equals(new Tuple(values), new Tuple(others));
    },
  };
}

/** An object of these traits whose values others can be compared with. */
function sequence(traits: HostTraits, values: readonly Value[]): HostObject {
  VALUES.set(traits, values);
  return new HostObject(traits);
}

/** A column of a table: a sequence of its values. */
export function resultColumn(name: string, type: string, column: readonly Value[], index: number): HostObject {
  const present = (): Value[] => column.filter((value) => value !== null);
  return new HostObject({
    typeName: 'Column',
    attributes: {
      name,
      index,
      data_type: resultType(type),
      values: hostFunction('values', [], () => new Tuple(column)),
      values_distinct: hostFunction('values_distinct', [], () => distinct(column)),
      values_without_nulls: hostFunction('values_without_nulls', [], () => new Tuple(present())),
      values_without_nulls_sorted: hostFunction('values_without_nulls_sorted', [], () => present().toSorted(ascending)),
      values_sorted: hostFunction('values_sorted', [], () => [
        ...present().toSorted(ascending),
        ...column.filter((value) => value === null),
      ]),
    },
    getItem: (key) => column[Number(key) < 0 ? column.length + Number(key) : Number(key)],
    iterate: () => column,
    length: () => column.length,
  });
}

/** A sequence whose items may also have names: agate's `MappedSequence`. Loops go over the items. */
export function mappedSequence(items: readonly Value[], names: readonly string[] | null): HostObject {
  const at = (key: Value): Value | undefined =>
    typeof key === 'number' ? items[key < 0 ? items.length + key : key] : items[names?.indexOf(String(key)) ?? -1];
  const keys = names ?? items.map((_, i) => i);
  const pairs = (): Value[] => keys.map((key, i) => new Tuple([key, items[i]!]));
  const methods: Readonly<Record<string, Value>> = {
    values: hostFunction('values', [], () => new Tuple(items)),
    keys: hostFunction('keys', [], () => (names === null ? null : new Tuple(keys))),
    items: hostFunction('items', [], pairs),
    dict: hostFunction('dict', [], () => new Map(keys.map((key, i) => [key, items[i]!]))),
    // Rows have no names.
    get: hostFunction(
      'get',
      ['key', 'default?'],
      ([key, fallback]) => (names === null ? null : at(key)) ?? fallback ?? null,
    ),
  };
  const traits = {
    typeName: 'MappedSequence',
    getItem: at,
    getAttribute: (name: string) => methods[name] ?? at(name),
    attributeNames: () => names ?? [],
    iterate: () => items,
    length: () => items.length,
    ...printedAndCompared('MappedSequence', items),
  };
  return sequence(traits, items);
}

/** Each value once, in the order of the first. */
export function distinct(values: readonly Value[]): Value[] {
  const found: Value[] = [];
  const seen = new Set<Value>();
  for (const value of values) {
    if (seen.has(value) || (typeof value === 'object' && found.some((other) => equals(other, value)))) continue;
    seen.add(value);
    found.push(value);
  }
  return found;
}

/** For sorting: numbers as numbers, everything else as what it prints; nothing comes last. */
export function ascending(a: Value, b: Value): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const order = a instanceof HostObject ? a.traits.compare?.(b) : undefined;
  if (order !== undefined) return order;
  const [left, right] = [toText(a), toText(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
