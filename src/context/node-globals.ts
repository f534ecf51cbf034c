import { dictView, type Globals, HostObject, hostFunction, Macro, NativeFunction, type Value } from '../jinja/index.js';
import type { MacroNames } from './macro-names.js';
import { RUNTIME_CONFIG } from './runtime-config.js';
import { trackedMacro } from './tracked-macro.js';

/** Names of which a project's macro may take the place, and that it then finds under `builtins`. */
const BUILTINS = ['ref', 'source', 'config'];

/**
 * What a node's templates and the macros they call can name: the macros of its package and of the project, the node's
 * own names, those of the invocation, then dvt's macros and the packages. `used` gets the ids of the macros that the
 * node's template calls itself.
 */
export function nodeGlobals(
  base: ReadonlyMap<string, Value>,
  node: ReadonlyMap<string, Value>,
  macros: MacroNames,
  used: ((id: string) => void) | null = null,
): Globals {
  const names = function* (): Iterable<string> {
    yield* node.keys();
    yield* base.keys();
    yield* macros.names();
  };
  const find = (name: string): Value | undefined => {
    const own = macros.own(name);
    if (own !== undefined) return own;
    const value = node.get(name) ?? base.get(name);
    if (value !== undefined) return value;
    if (node.has(name) || base.has(name)) return null;
    if (name === 'builtins') return builtinsObject(base, node);
    if (name === 'context') return contextObject(get, names, added);
    return macros.fallback(name);
  };
  const found = new Map<string, Value | undefined>();
  const added = new Map<string, Value>();
  const get = (name: string): Value | undefined => {
    if (used === null) return find(name);
    if (!found.has(name)) found.set(name, tracked(find(name), macros, used));
    return found.get(name);
  };
  return { get, names };
}

/** Macros and packages that tell of their calls; any other value as it is. */
function tracked(value: Value | undefined, macros: MacroNames, used: (id: string) => void): Value | undefined {
  if (value instanceof Macro) {
    const id = macros.idOf(value);
    return id === null ? value : trackedMacro(value, () => used(id));
  }
  if (!(value instanceof HostObject) || !value.traits.typeName.startsWith('package ')) return value;
  const { getAttribute } = value.traits;
  return new HostObject({ ...value.traits, getAttribute: (name) => tracked(getAttribute?.(name), macros, used) });
}

/** `builtins`: dbt's own `ref`, `source` and `config`, whatever macros took their names. */
function builtinsObject(base: ReadonlyMap<string, Value>, node: ReadonlyMap<string, Value>): HostObject {
  return new HostObject({
    typeName: 'builtins',
    attributes: Object.fromEntries(BUILTINS.map((name) => [name, builtin(name, base, node)])),
    getAttribute: (name) => node.get(name) ?? base.get(name),
  });
}

/** With the `config` that packages look into. */
function builtin(name: string, base: ReadonlyMap<string, Value>, node: ReadonlyMap<string, Value>): Value {
  const value = node.get(name) ?? null;
  if (!(value instanceof NativeFunction) || name === 'config') return value;
  return new HostObject({
    typeName: 'function',
    call: value,
    attributes: { config: base.get(RUNTIME_CONFIG) ?? null },
  });
}

/** `context['name']`: names that are made up at run time, and what `context.update()` has put there for this rendering. */
function contextObject(known: Globals['get'], names: Globals['names'], added: Map<string, Value>): HostObject {
  const get = (name: string): Value | undefined => (added.has(name) ? added.get(name) : known(name));
  const update = hostFunction('update', ['values'], ([values]) => {
    for (const [key, value] of dictView(values)?.entries() ?? []) added.set(String(key), value);
    return null;
  });
  const read = hostFunction('get', ['name', 'default?'], ([name, fallback]) => get(String(name)) ?? fallback ?? null);
  return new HostObject({
    typeName: 'context',
    mapping: true,
    attributes: { get: read, update },
    getAttribute: get,
    attributeNames: names,
    getItem: (key) => get(String(key)),
    contains: (key) => get(String(key)) !== undefined,
  });
}
