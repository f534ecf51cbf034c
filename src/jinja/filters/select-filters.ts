import { TemplateError } from '../errors.js';
import { type MaybePromise, mapInOrder, then } from '../maybe-promise.js';
import type { Dict } from '../values/dict.js';
import { Generator } from '../values/generator.js';
import { itemsOf } from '../values/iterate.js';
import type { CallContext, NativeFunction } from '../values/native-function.js';
import { toText } from '../values/print.js';
import type { NamedArguments } from '../values/signature.js';
import { isTrue } from '../values/truth.js';
import type { Tuple } from '../values/tuple.js';
import type { Value } from '../values/value.js';
import { attributeGetter } from './attribute-getter.js';
import { filter } from './filter.js';

function namedOf(dict: Value): NamedArguments {
  return new Map((dict as Dict).entries().map(([key, value]) => [key as string, value]));
}

/** As in Jinja2, whatever is false counts as empty. */
function itemsOrEmpty(value: Value): readonly Value[] {
  return isTrue(value) ? itemsOf(value) : [];
}

/** `map(attribute=…)` or `map('filter', …)`. */
function map([value, rest, options]: readonly Value[], context: CallContext): MaybePromise<Value> {
  const { items: positional } = rest as Tuple;
  const named = namedOf(options);
  const [name, ...others] = positional;
  if (name === undefined && !named.has('attribute')) {
    throw new TemplateError('TypeError', 'map requires a filter argument');
  }
  const step =
    name === undefined
      ? attributeGetter(named.get('attribute'), context, named.get('default'))
      : (item: Value) => context.filter(toText(name), [item, ...others], named);
  return then(mapInOrder(itemsOrEmpty(value), step), (items) => new Generator(items));
}

/** The four filters that keep or drop the items that pass a test. */
function selecting(name: string, keep: boolean, byAttribute: boolean): NativeFunction {
  return filter(name, ['*args', '**kwargs'], ([value, rest, options], context) => {
    const args = (rest as Tuple).items;
    if (byAttribute && args.length === 0) throw new TemplateError('TypeError', 'Missing parameter for attribute name');
    const getter = attributeGetter(byAttribute ? args[0] : undefined, context);
    const [test, ...others] = byAttribute ? args.slice(1) : args;
    const named = namedOf(options);
    const passes = (item: Value) =>
      then(getter(item), (subject) =>
        test === undefined
          ? isTrue(subject)
          : then(context.test(toText(test), [subject, ...others], named), (result) => isTrue(result)),
      );
    const items = itemsOrEmpty(value);
    return then(mapInOrder(items, passes), (passed) => new Generator(items.filter((_, i) => passed[i] === keep)));
  });
}

/** Filters that look at every item of an iterable. */
export const SELECT_FILTERS: readonly NativeFunction[] = [
  filter('map', ['*args', '**kwargs'], map),
  selecting('select', true, false),
  selecting('reject', false, false),
  selecting('selectattr', true, true),
  selecting('rejectattr', false, true),
];
