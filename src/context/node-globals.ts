import { type Globals, HostObject, hostFunction, type Value } from '../jinja/index.js';
import type { MacroNames } from './macro-names.js';

/** Names of which a project's macro may take the place, and that it then finds under `builtins`. */
const BUILTINS = ['ref', 'source', 'config'];

/**
 * What a node's templates and the macros they call can name: the project's macros, the node's own names, those of the
 * invocation, then dvt's macros and the packages. `used` gets the names of macros as they are looked up.
 */
export function nodeGlobals(
  base: ReadonlyMap<string, Value>,
  node: ReadonlyMap<string, Value>,
  macros: MacroNames,
  used: (macro: string) => void = () => {},
): Globals {
  const names = function* (): Iterable<string> {
    yield* node.keys();
    yield* base.keys();
    yield* macros.names();
  };
  const get = (name: string): Value | undefined => {
    const own = macros.own(name);
    if (own !== undefined) {
      used(name);
      return own;
    }
    const value = node.get(name) ?? base.get(name);
    if (value !== undefined) return value;
    if (name === 'builtins') return builtinsObject(node);
    if (name === 'context') return contextObject(get, names);
    const fallback = macros.fallback(name);
    if (fallback !== undefined) used(name);
    return fallback;
  };
  return { get, names };
}

function builtinsObject(node: ReadonlyMap<string, Value>): HostObject {
  const attributes = Object.fromEntries(BUILTINS.map((name) => [name, node.get(name)]));
  return new HostObject({ typeName: 'builtins', attributes });
}

/** `context['name']`: names that are made up at run time. */
function contextObject(get: Globals['get'], names: Globals['names']): HostObject {
  const read = hostFunction('get', ['name', 'default?'], ([name, fallback]) => get(String(name)) ?? fallback ?? null);
  return new HostObject({
    typeName: 'context',
    attributes: { get: read },
    getAttribute: get,
    attributeNames: names,
    getItem: (key) => get(String(key)),
    contains: (key) => get(String(key)) !== undefined,
  });
}
