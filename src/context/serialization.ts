import { hash } from 'node:crypto';
import { hostFunction, itemsOf, PySet, parseJson, Tuple, toJson, toPlain, type Value } from '../jinja/index.js';
import { fromYaml, toYaml } from './yaml.js';

/** Functions of dbt's context that turn values into texts and back, or into one another. */
export const SERIALIZATION: ReadonlyMap<string, Value> = new Map<string, Value>([
  [
    'tojson',
    hostFunction('tojson', ['value', 'default?', 'sort_keys?'], ([value, fallback, sort]) =>
      orElse(() => toJson(value, { sortKeys: sort === true }), fallback),
    ),
  ],
  [
    'fromjson',
    hostFunction('fromjson', ['string', 'default?'], ([string, fallback]) =>
      orElse(() => parseJson(String(string)), fallback),
    ),
  ],
  [
    'toyaml',
    hostFunction('toyaml', ['value', 'default?', 'sort_keys?'], ([value, fallback, sort]) =>
      orElse(() => toYaml(value, sort === true), fallback),
    ),
  ],
  [
    'fromyaml',
    hostFunction('fromyaml', ['value', 'default?'], ([value, fallback]) =>
      orElse(() => fromYaml(String(value)), fallback),
    ),
  ],
  ['set', hostFunction('set', ['value', 'default?'], ([value, fallback]) => orElse(() => toSet(value), fallback))],
  ['set_strict', hostFunction('set_strict', ['value'], ([value]) => toSet(value))],
  [
    'zip',
    hostFunction('zip', ['*lists', '**named'], ([lists, named]) =>
      orElse(() => zip(lists), (toPlain(named) as { default?: Value }).default),
    ),
  ],
  [
    'diff_of_two_dicts',
    hostFunction('diff_of_two_dicts', ['dict_a', 'dict_b'], ([first, second]) => differenceOfDicts(first, second)),
  ],
  ['zip_strict', hostFunction('zip_strict', ['*lists'], ([lists]) => zip(lists))],
  ['local_md5', hostFunction('local_md5', ['value'], ([value]) => hash('md5', String(value)))],
]);

/** dbt's functions give their default, none without one, for what they cannot do. */
function orElse(step: () => Value, fallback: Value): Value {
  try {
    return step();
  } catch {
    return fallback ?? null;
  }
}

/** What `first` lists under its keys and `second` does not, names and values compared without case: grants to make. */
function differenceOfDicts(first: Value, second: Value): Value {
  const lowered = (value: Value): Map<string, Set<string>> =>
    new Map(
      Object.entries(toPlain(value) as Record<string, unknown>).map(([key, list]) => [
        key.toLowerCase(),
        new Set((Array.isArray(list) ? list : [list]).map((item) => String(item).toLowerCase())),
      ]),
    );
  const there = lowered(second);
  const missing = new Map<string, Value[]>();
  for (const [key, list] of Object.entries(toPlain(first) as Record<string, unknown>)) {
    const known = there.get(key.toLowerCase());
    const left = (Array.isArray(list) ? list : [list]).filter((item) => !known?.has(String(item).toLowerCase()));
    if (left.length > 0) missing.set(key, left);
  }
  return missing;
}

function toSet(value: Value): PySet {
  return new PySet(itemsOf(value));
}

function zip(lists: Value): Value {
  const columns = itemsOf(lists).map((list) => itemsOf(list));
  const length = Math.min(...columns.map((column) => column.length));
  if (columns.length === 0) return [];
  return Array.from({ length }, (_, row) => new Tuple(columns.map((column) => column[row])));
}
