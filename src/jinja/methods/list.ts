import { TemplateError, valueError } from '../errors.js';
import { mapInOrder, then } from '../maybe-promise.js';
import { intArgument, optionalInt } from '../values/arguments.js';
import { sortBy } from '../values/compare.js';
import { equals } from '../values/equal.js';
import { itemsOf } from '../values/iterate.js';
import { toRepr } from '../values/print.js';
import { isTrue } from '../values/truth.js';
import type { Value } from '../values/value.js';
import { type MethodTable, method, methodTable } from './method.js';

/** A list that may be changed. */
function changeable(self: Value): Value[] {
  if (Object.isFrozen(self)) throw valueError('This list can not be changed');
  return self as Value[];
}

function position(list: readonly Value[], item: Value, missing: string): number {
  const index = list.findIndex((candidate) => equals(candidate, item));
  if (index < 0) throw valueError(missing);
  return index;
}

/** Where `insert` puts an item: indexes beyond the ends mean the ends. */
function insertionPoint(list: readonly Value[], index: Value): number {
  const at = intArgument(index);
  return at < 0 ? Math.max(0, at + list.length) : Math.min(at, list.length);
}

function pop(list: Value[], index: Value): Value {
  if (list.length === 0) throw new TemplateError('IndexError', 'pop from empty list');
  const at = optionalInt(index, -1);
  const absolute = at < 0 ? at + list.length : at;
  if (absolute < 0 || absolute >= list.length) throw new TemplateError('IndexError', 'pop index out of range');
  return list.splice(absolute, 1)[0];
}

/** Methods of lists and of tuples. */
export const TUPLE_METHODS: MethodTable = methodTable([
  method('index', ['value'], ([self, item]) => position(itemsOf(self), item, 'tuple.index(x): x not in tuple')),
  method('count', ['value'], ([self, item]) => itemsOf(self).filter((candidate) => equals(candidate, item)).length),
]);

/** Methods of lists. */
export const LIST_METHODS: MethodTable = methodTable([
  method('append', ['object'], ([self, item], { budget }) => {
    budget.spend(1);
    changeable(self).push(item);
    return null;
  }),
  method('extend', ['iterable'], ([self, iterable], { budget }) => {
    const items = [...itemsOf(iterable)];
    budget.spend(items.length);
    const list = changeable(self);
    for (const item of items) list.push(item);
    return null;
  }),
  method('insert', ['index', 'object'], ([self, index, item]) => {
    const list = changeable(self);
    list.splice(insertionPoint(list, index), 0, item);
    return null;
  }),
  method('pop', ['index?'], ([self, index]) => pop(changeable(self), index)),
  method('remove', ['value'], ([self, item]) => {
    const list = changeable(self);
    list.splice(position(list, item, 'list.remove(x): x not in list'), 1);
    return null;
  }),
  method('index', ['value', 'start?'], ([self, item, start]) => {
    const list = self as Value[];
    const from = Math.max(0, optionalInt(start, 0));
    return position(list.slice(from), item, `${toRepr(item)} is not in list`) + from;
  }),
  method('count', ['value'], ([self, item]) => (self as Value[]).filter((other) => equals(other, item)).length),
  method('sort', ['key?', 'reverse?'], ([self, key, reverse], context) => {
    const list = changeable(self);
    const keys = key === undefined || key === null ? [...list] : mapInOrder(list, (item) => context.call(key, [item]));
    return then(keys, (values) => {
      list.splice(0, list.length, ...sortBy(list, values, isTrue(reverse)));
      return null;
    });
  }),
  method('reverse', [], ([self]) => {
    changeable(self).reverse();
    return null;
  }),
  method('clear', [], ([self]) => {
    changeable(self).length = 0;
    return null;
  }),
  method('copy', [], ([self]) => [...(self as Value[])]),
]);
