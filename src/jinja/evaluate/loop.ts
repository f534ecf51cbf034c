import { equals } from '../values/equal.js';
import { HostObject } from '../values/host-object.js';
import type { NativeFunction } from '../values/native-function.js';
import { hostFunction } from '../values/native-function.js';
import type { Tuple } from '../values/tuple.js';
import { Undefined } from '../values/undefined.js';
import type { Value } from '../values/value.js';

/** Where a for loop is. */
export interface LoopState {
  /** The list itself, so that what is appended to it during the loop is seen. */
  readonly items: readonly Value[];
  index: number;
  /** How many recursive loops are around it. */
  readonly depth: number;
}

/** The variable `loop`. `recurse` is what `loop(…)` does in a recursive loop. */
export function loopObject(state: LoopState, recurse: NativeFunction | null): HostObject {
  const cycle = hostFunction('cycle', ['*values'], ([values]) => {
    const { items } = values as Tuple;
    return items[state.index % items.length];
  });
  let last: Value | undefined;
  const changed = hostFunction('changed', ['*values'], ([values]) => {
    const same = last !== undefined && equals(last, values);
    last = values;
    return !same;
  });
  return new HostObject({
    typeName: 'LoopContext',
    attributes: { cycle, changed },
    getAttribute: (name) => loopAttribute(state, name),
    attributeNames: () => NAMES,
    ...(recurse === null ? {} : { call: recurse }),
    print: () => `<LoopContext ${state.index + 1}/${state.items.length}>`,
  });
}

const NAMES = 'index index0 revindex revindex0 first last length depth depth0 previtem nextitem'.split(' ');

function loopAttribute({ items, index, depth }: LoopState, name: string): Value | undefined {
  switch (name) {
    case 'index':
      return index + 1;
    case 'index0':
      return index;
    case 'revindex':
      return items.length - index;
    case 'revindex0':
      return items.length - index - 1;
    case 'first':
      return index === 0;
    case 'last':
      return index === items.length - 1;
    case 'length':
      return items.length;
    case 'depth':
      return depth + 1;
    case 'depth0':
      return depth;
    case 'previtem':
      return index > 0 ? items[index - 1] : new Undefined('previtem', 'there is no previous item');
    case 'nextitem':
      return index < items.length - 1 ? items[index + 1] : new Undefined('nextitem', 'there is no next item');
    default:
      return undefined;
  }
}
