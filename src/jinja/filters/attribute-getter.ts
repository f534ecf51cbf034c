import { type MaybePromise, mapInOrder, then } from '../maybe-promise.js';
import type { CallContext } from '../values/native-function.js';
import { isInt } from '../values/number.js';
import { toText } from '../values/print.js';
import { Tuple } from '../values/tuple.js';
import { Undefined } from '../values/undefined.js';
import type { Value } from '../values/value.js';

/** Takes from an item what a filter works with. */
export type Getter = (item: Value) => MaybePromise<Value>;

const itself: Getter = (item) => item;

/** `attribute='a.b.0'` of filters: steps from an item to a value; without an attribute the item itself. */
export function attributeGetter(attribute: Value, context: CallContext, fallback?: Value): Getter {
  if (attribute === undefined || attribute === null) return itself;
  const steps: readonly Value[] = isInt(attribute)
    ? [attribute]
    : toText(attribute)
        .split('.')
        .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  const from = (value: Value, index: number): MaybePromise<Value> => {
    if (index === steps.length) return value;
    return then(context.item(value, steps[index]), (next) =>
      from(next instanceof Undefined && fallback !== undefined ? fallback : next, index + 1),
    );
  };
  return (item) => from(item, 0);
}

/** The key for sorting by `'a,b'`: a tuple, in which missing attributes equal each other. */
export function attributesGetter(attribute: Value, context: CallContext, prepare: (value: Value) => Value): Getter {
  const single = typeof attribute === 'string' && attribute.includes(',') ? attribute.split(',') : [attribute];
  const getters = single.map((part) => attributeGetter(part, context));
  return (item) =>
    then(
      mapInOrder(getters, (getter) => getter(item)),
      (values) => new Tuple(values.map(prepare)),
    );
}

/** What sorting and comparing without regard to case looks at. */
export function ignoreCase(value: Value): Value {
  return typeof value === 'string' ? value.toLowerCase() : value;
}
