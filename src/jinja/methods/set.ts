import { TemplateError } from '../errors.js';
import { itemsOf } from '../values/iterate.js';
import { toRepr } from '../values/print.js';
import { PySet } from '../values/set.js';
import type { Tuple } from '../values/tuple.js';
import type { Value } from '../values/value.js';
import { type MethodTable, method, methodTable } from './method.js';

const asSet = (value: Value): PySet => (value instanceof PySet ? value : new PySet(itemsOf(value)));

/** All items of the other iterables of a call. */
const restItems = (rest: Value): Value[] => (rest as Tuple).items.flatMap((other) => [...itemsOf(other)]);

/** A method that makes a new set of the set's own items and another one's. */
const combine = (name: string, items: (self: PySet, other: PySet) => Value[]) =>
  method(name, ['other'], ([self, other]) => new PySet(items(self as PySet, asSet(other))));

const check = (name: string, test: (self: PySet, other: PySet) => boolean) =>
  method(name, ['other'], ([self, other]) => test(self as PySet, asSet(other)));

const missingFrom = (items: readonly Value[], set: PySet): Value[] => items.filter((item) => !set.has(item));

/** Methods of sets. */
export const SET_METHODS: MethodTable = methodTable([
  method('add', ['item'], ([self, item]) => {
    (self as PySet).add(item);
    return null;
  }),
  method('update', ['*others'], ([self, others]) => {
    for (const item of restItems(others)) (self as PySet).add(item);
    return null;
  }),
  method('union', ['*others'], ([self, others]) => new PySet([...(self as PySet).items(), ...restItems(others)])),
  combine('intersection', (self, other) => self.items().filter((item) => other.has(item))),
  combine('difference', (self, other) => missingFrom(self.items(), other)),
  combine('symmetric_difference', (self, other) => [
    ...missingFrom(self.items(), other),
    ...missingFrom(other.items(), self),
  ]),
  check('issubset', (self, other) => self.items().every((item) => other.has(item))),
  check('issuperset', (self, other) => other.items().every((item) => self.has(item))),
  check('isdisjoint', (self, other) => !other.items().some((item) => self.has(item))),
  method('remove', ['item'], ([self, item]) => {
    if (!(self as PySet).delete(item)) throw new TemplateError('KeyError', toRepr(item));
    return null;
  }),
  method('discard', ['item'], ([self, item]) => {
    (self as PySet).delete(item);
    return null;
  }),
  method('pop', [], ([self]) => {
    const set = self as PySet;
    if (set.size === 0) throw new TemplateError('KeyError', "'pop from an empty set'");
    const [first] = set.items();
    set.delete(first);
    return first;
  }),
  method('clear', [], ([self]) => {
    (self as PySet).clear();
    return null;
  }),
  method('copy', [], ([self]) => new PySet((self as PySet).items())),
]);
