import { typeError } from '../errors.js';
import { dictView } from './dict-view.js';
import { equals } from './equal.js';
import { HostObject } from './host-object.js';
import { itemsOrNone } from './iterate.js';
import { PySet } from './set.js';
import { typeName } from './type-name.js';
import type { Value } from './value.js';

/** `item in container` */
export function contains(container: Value, item: Value): boolean {
  if (typeof container === 'string') {
    if (typeof item === 'string') return container.includes(item);
    throw typeError(`'in <string>' requires string as left operand, not ${typeName(item)}`);
  }
  if (container instanceof PySet) return container.has(item);
  if (container instanceof HostObject && container.traits.contains !== undefined) {
    return container.traits.contains(item);
  }
  const dict = dictView(container);
  if (dict !== undefined) return dict.has(item);
  const items = itemsOrNone(container);
  if (items === undefined) throw typeError(`argument of type '${typeName(container)}' is not iterable`);
  return items.some((candidate) => candidate === item || equals(candidate, item));
}
