import { literalValue } from './literal-value.js';
import type { Expression } from './syntax/ast.js';
import { walk } from './syntax/walk.js';
import type { Value } from './values/value.js';

/** A call by name that stands in a template's text, whether or not a rendering makes it. */
export interface NamedCall {
  /** before the dot: `dbt_utils` of `dbt_utils.star()`; null for a plain name. Calls of longer paths are left out. */
  readonly object: string | null;
  readonly name: string;
  /** undefined for an argument that is no constant */
  readonly positional: readonly (Value | undefined)[];
  readonly named: ReadonlyMap<string, Value | undefined>;
}

/** The calls by name in a part of the tree, in the order of the text. */
export function namedCalls(part: unknown): readonly NamedCall[] {
  const calls: NamedCall[] = [];
  walk(part, (node) => {
    if (node.kind !== 'Call') return;
    const { callee, args } = node as Expression & { readonly kind: 'Call' };
    const name = calledName(callee);
    if (name === null) return;
    const positional = args.positional.map(literalValue);
    calls.push({ ...name, positional, named: new Map(args.named.map((one) => [one.name, literalValue(one.value)])) });
  });
  return calls;
}

function calledName(callee: Expression): Pick<NamedCall, 'object' | 'name'> | null {
  if (callee.kind === 'Name') return { object: null, name: callee.name };
  if (callee.kind !== 'Attribute' || callee.object.kind !== 'Name') return null;
  return { object: callee.object.name, name: callee.name };
}
