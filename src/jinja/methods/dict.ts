import { TemplateError, typeError, valueError } from '../errors.js';
import { Dict, type DictView } from '../values/dict.js';
import { DictItems } from '../values/dict-items.js';
import { dictView } from '../values/dict-view.js';
import { itemsOf } from '../values/iterate.js';
import { toRepr } from '../values/print.js';
import { Tuple } from '../values/tuple.js';
import type { Value } from '../values/value.js';
import { type MethodTable, method, methodTable } from './method.js';

const view = (self: Value): DictView => dictView(self)!;

/** The pairs of a dict or of an iterable of pairs, as `dict(…)` and `update(…)` take them. */
export function pairsOf(value: Value): [Value, Value][] {
  const dict = dictView(value);
  if (dict !== undefined) return dict.entries();
  return itemsOf(value).map((pair, i) => {
    const items = itemsOf(pair);
    if (items.length !== 2) {
      throw valueError(`dictionary update sequence element #${i} has length ${items.length}; 2 is required`);
    }
    return [items[0], items[1]];
  });
}

function pop(dict: DictView, key: Value, fallback: Value): Value {
  const value = dict.get(key);
  if (value !== undefined) {
    dict.delete(key);
    return value;
  }
  if (fallback === undefined) throw new TemplateError('KeyError', toRepr(key));
  return fallback;
}

/** Methods of dicts. */
export const DICT_METHODS: MethodTable = methodTable([
  method('items', [], ([self]) => {
    const entries = view(self).entries();
    return new DictItems(
      'items',
      entries.map((entry) => new Tuple(entry)),
    );
  }),
  method('keys', [], ([self]) => new DictItems('keys', view(self).keys())),
  method('values', [], ([self]) => new DictItems('values', view(self).values())),
  method('get', ['key', 'default?'], ([self, key, fallback]) => view(self).get(key) ?? fallback ?? null),
  method('update', ['other?', '**named'], ([self, other, named], { budget }) => {
    const dict = view(self);
    const pairs = [...(other === undefined ? [] : pairsOf(other)), ...(named as Dict).entries()];
    budget.spend(pairs.length);
    for (const [key, value] of pairs) dict.set(key, value);
    return null;
  }),
  method('pop', ['key', 'default?'], ([self, key, fallback]) => pop(view(self), key, fallback)),
  method('popitem', [], ([self]) => {
    const dict = view(self);
    const last = dict.entries().at(-1);
    if (last === undefined) throw new TemplateError('KeyError', "'popitem(): dictionary is empty'");
    dict.delete(last[0]);
    return new Tuple(last);
  }),
  method('setdefault', ['key', 'default?'], ([self, key, fallback]) => {
    const dict = view(self);
    if (!dict.has(key)) dict.set(key, fallback ?? null);
    return dict.get(key);
  }),
  method('copy', [], ([self]) => new Dict(view(self).entries())),
  method('clear', [], ([self]) => {
    view(self).clear();
    return null;
  }),
  method('fromkeys', ['iterable', 'value?'], ([, keys, value]) => {
    if (keys === undefined) throw typeError('fromkeys expected at least 1 argument, got 0');
    return new Dict(itemsOf(keys).map((key) => [key, value ?? null]));
  }),
]);
