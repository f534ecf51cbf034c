import { TemplateError, valueError } from '../errors.js';
import { type MaybePromise, mapInOrder, then } from '../maybe-promise.js';
import { intArgument } from '../values/arguments.js';
import { dictView } from '../values/dict-view.js';
import { Generator } from '../values/generator.js';
import { itemsOf } from '../values/iterate.js';
import { lengthOf } from '../values/length.js';
import type { CallContext, NativeFunction } from '../values/native-function.js';
import { toText } from '../values/print.js';
import { characters } from '../values/text.js';
import { Tuple } from '../values/tuple.js';
import { Undefined } from '../values/undefined.js';
import type { Value } from '../values/value.js';
import { attributeGetter } from './attribute-getter.js';
import { alias, filter } from './filter.js';

function join([value, separator, attribute]: readonly Value[], context: CallContext): MaybePromise<Value> {
  const getter = attributeGetter(attribute, context);
  return then(mapInOrder(itemsOf(value), getter), (items) => {
    const texts = items.map(toText);
    const between = toText(separator ?? '');
    context.budget.text(texts.reduce((length, text) => length + text.length + between.length, 0));
    return texts.join(between);
  });
}

function batch([value, linecount, fill]: readonly Value[], { budget }: CallContext): Value {
  const size = intArgument(linecount);
  const items = itemsOf(value);
  if (size < 1) throw valueError('batch needs at least one item a line');
  const lines: Value[] = [];
  for (let i = 0; i < items.length; i += size) lines.push(items.slice(i, i + size));
  const last = lines.at(-1) as Value[] | undefined;
  if (last !== undefined && fill !== undefined && fill !== null) {
    budget.spend(size);
    while (last.length < size) last.push(fill);
  }
  return new Generator(lines);
}

function sliceInto([value, slices, fill]: readonly Value[], { budget }: CallContext): Value {
  const count = intArgument(slices);
  const items = itemsOf(value);
  if (count < 1) throw new TemplateError('ZeroDivisionError', 'integer division or modulo by zero');
  budget.spend(count);
  const size = Math.floor(items.length / count);
  const longer = items.length % count;
  const parts: Value[] = [];
  for (let i = 0, start = 0; i < count; i++) {
    const part = items.slice(start, start + size + (i < longer ? 1 : 0));
    start += part.length;
    parts.push(fill !== undefined && fill !== null && i >= longer ? [...part, fill] : part);
  }
  return new Generator(parts);
}

function reverse([value]: readonly Value[]): Value {
  return typeof value === 'string'
    ? characters(value).reverse().join('')
    : new Generator([...itemsOf(value)].reverse());
}

function items([value]: readonly Value[]): Value {
  if (value instanceof Undefined) return new Generator([]);
  const dict = dictView(value);
  if (dict === undefined) throw new TemplateError('TypeError', 'Can only get item pairs from a mapping.');
  return new Generator(dict.entries().map((entry) => new Tuple(entry)));
}

/** `first`, `last` and `random`. */
const one = (name: string, message: string, index: (length: number) => number) =>
  filter(name, [], ([value]) => {
    const all = itemsOf(value);
    return all.length === 0 ? new Undefined(name, message) : all[index(all.length)];
  });

const length = filter('length', [], ([value]) => lengthOf(value));

/** Filters that take or arrange items. */
export const SEQUENCE_FILTERS: readonly NativeFunction[] = [
  length,
  alias('count', length),
  one('first', 'No first item, sequence was empty.', () => 0),
  one('last', 'No last item, sequence was empty.', (count) => count - 1),
  one('random', 'No random item, sequence was empty.', (count) => Math.floor(Math.random() * count)),
  filter('list', [], ([value]) => [...itemsOf(value)]),
  filter('join', ['d?', 'attribute?'], join),
  filter('batch', ['linecount', 'fill_with?'], batch),
  filter('slice', ['slices', 'fill_with?'], sliceInto),
  filter('reverse', [], reverse),
  filter('items', [], items),
];
