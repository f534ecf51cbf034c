import { TemplateError } from '../errors.js';
import { type MaybePromise, mapInOrder, then } from '../maybe-promise.js';
import { operate } from '../operators/arithmetic.js';
import { compare, sortBy } from '../values/compare.js';
import { dictView } from '../values/dict-view.js';
import { equals } from '../values/equal.js';
import { Generator } from '../values/generator.js';
import { itemsOf } from '../values/iterate.js';
import type { CallContext, NativeFunction } from '../values/native-function.js';
import { PySet } from '../values/set.js';
import { isTrue } from '../values/truth.js';
import { Tuple } from '../values/tuple.js';
import { typeName } from '../values/type-name.js';
import { Undefined } from '../values/undefined.js';
import type { Value } from '../values/value.js';
import { attributeGetter, attributesGetter, ignoreCase } from './attribute-getter.js';
import { filter } from './filter.js';

const caseRule = (caseSensitive: Value) => (isTrue(caseSensitive ?? false) ? (value: Value) => value : ignoreCase);

function sort(args: readonly Value[], context: CallContext): MaybePromise<Value> {
  const [value, reverse, caseSensitive, attribute] = args;
  const items = itemsOf(value);
  const key = attributesGetter(attribute, context, caseRule(caseSensitive));
  return then(mapInOrder(items, key), (keys) => sortBy(items, keys, isTrue(reverse ?? false)));
}

function dictsort([value, caseSensitive, by, reverse]: readonly Value[]): Value {
  const dict = dictView(value);
  if (value instanceof Undefined) value.fail();
  if (dict === undefined) throw new TemplateError('AttributeError', `dictsort needs a dict, not ${typeName(value)}`);
  if (by !== undefined && by !== 'key' && by !== 'value') {
    throw new TemplateError('ValueError', 'You can only sort by either "key" or "value"');
  }
  const entries = dict.entries().map((entry) => new Tuple(entry));
  const rule = caseRule(caseSensitive);
  const keys = entries.map((entry) => rule(entry.items[by === 'value' ? 1 : 0]));
  return sortBy(entries, keys, isTrue(reverse ?? false));
}

function unique([value, caseSensitive, attribute]: readonly Value[], context: CallContext): MaybePromise<Value> {
  const items = itemsOf(value);
  const key = attributesGetter(attribute, context, caseRule(caseSensitive));
  return then(mapInOrder(items, key), (keys) => {
    const seen = new PySet();
    return new Generator(
      items.filter((_, i) => {
        const known = seen.has(keys[i]);
        seen.add(keys[i]);
        return !known;
      }),
    );
  });
}

/** Groups of the items with equal values, ordered by these. */
function groupby(args: readonly Value[], context: CallContext): MaybePromise<Value> {
  const [value, attribute, fallback, caseSensitive] = args;
  const items = itemsOf(value);
  const getter = attributeGetter(attribute, context, fallback ?? undefined);
  const rule = caseRule(caseSensitive);
  return then(mapInOrder(items, getter), (values) => {
    const order = sortBy(Array.from(items.keys()), values.map(rule), false) as number[];
    const groups: { key: Value; name: Value; items: Value[] }[] = [];
    for (const index of order) {
      const key = rule(values[index]);
      const last = groups.at(-1);
      if (last !== undefined && equals(last.key, key)) last.items.push(items[index]);
      else groups.push({ key, name: values[index], items: [items[index]] });
    }
    return groups.map((group) => new Tuple([group.name, group.items], ['grouper', 'list']));
  });
}

/** `min` (sign -1) and `max` (sign 1). */
function extreme(name: string, sign: number): NativeFunction {
  return filter(name, ['case_sensitive?', 'attribute?'], ([value, caseSensitive, attribute], context) => {
    const items = itemsOf(value);
    const rule = caseRule(caseSensitive);
    const getter = attributeGetter(attribute, context);
    return then(
      mapInOrder(items, (item) => then(getter(item), rule)),
      (keys) => {
        if (items.length === 0) return new Undefined(name, 'No aggregated item, sequence was empty.');
        let best = 0;
        for (let i = 1; i < items.length; i++)
          if (sign * compare(keys[i], keys[best], sign > 0 ? '>' : '<') > 0) best = i;
        return items[best];
      },
    );
  });
}

function sum([value, attribute, start]: readonly Value[], context: CallContext): MaybePromise<Value> {
  const getter = attributeGetter(attribute, context);
  return then(mapInOrder(itemsOf(value), getter), (items) =>
    items.reduce((total, item) => operate('+', total, item, context.budget), start ?? 0),
  );
}

/** Filters that order, group or sum up items. */
export const ORDER_FILTERS: readonly NativeFunction[] = [
  filter('sort', ['reverse?', 'case_sensitive?', 'attribute?'], sort),
  filter('dictsort', ['case_sensitive?', 'by?', 'reverse?'], dictsort),
  filter('unique', ['case_sensitive?', 'attribute?'], unique),
  filter('groupby', ['attribute', 'default?', 'case_sensitive?'], groupby),
  extreme('min', -1),
  extreme('max', 1),
  filter('sum', ['attribute?', 'start?'], sum),
];
