import { BUILT_IN, type MacroNames } from '../context/index.js';
import type { NamedCall } from '../jinja/index.js';
import type { MacroEntry } from '../spi/manifest.js';
import type { MacroLibrary } from './load-macros.js';

/** Names that mean dbt's own functions, whatever macros there are. */
const BUILTINS: ReadonlySet<string> = new Set(['ref', 'source', 'config']);

/**
 * The macros, each with the ids of those that its text calls: by name, by a package's name, or through
 * `adapter.dispatch` in any of the dialects. As in dbt nothing is rendered: a call that never happens counts, a name
 * that is put together at run time does not.
 */
export function linkedMacros(
  { entries, names, calls }: MacroLibrary,
  dialects: readonly string[],
): ReadonlyMap<string, MacroEntry> {
  const linked = new Map<string, MacroEntry>();
  for (const [id, macro] of entries) {
    const seen = names.within(macro.packageName);
    const called = new Set((calls.get(id)?.() ?? []).flatMap((call) => targets(call, seen, dialects)));
    called.delete(id);
    linked.set(id, { ...macro, macroDependsOn: [...called] });
  }
  return linked;
}

function targets(call: NamedCall, names: MacroNames, dialects: readonly string[]): readonly string[] {
  const { object, name } = call;
  if (object === 'adapter') return name === 'dispatch' ? dispatched(call, names, dialects) : [];
  if (object === null && BUILTINS.has(name)) return [];
  const own = object === null ? names.own(name) : undefined;
  const macro = own ?? names.package(object ?? BUILT_IN)?.get(name);
  const id = macro === undefined ? null : names.idOf(macro);
  return id === null ? [] : [id];
}

function dispatched(call: NamedCall, names: MacroNames, dialects: readonly string[]): readonly string[] {
  const name = call.positional[0] ?? call.named.get('macro_name');
  const namespace = call.positional[1] ?? call.named.get('macro_namespace') ?? null;
  if (typeof name !== 'string') return [];
  return dialects.flatMap((dialect) => {
    const from = typeof namespace === 'string' ? namespace : null;
    const macro = names.dispatched(name, from, [dialect, 'default']);
    const id = macro === undefined ? null : names.idOf(macro);
    return id === null ? [] : [id];
  });
}
