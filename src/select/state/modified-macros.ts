import { type Json, mapping } from './artifacts.js';

/** Ids of macros that were added, changed or taken out between two manifests. */
function changedMacros(before: Json, now: Json): ReadonlySet<string> {
  const [old, current] = [mapping(before['macros']), mapping(now['macros'])];
  const changed = new Set(Object.keys(old).filter((id) => !Object.hasOwn(current, id)));
  for (const [id, macro] of Object.entries(current)) {
    if (!Object.hasOwn(old, id) || mapping(old[id])['macro_sql'] !== mapping(macro)['macro_sql']) changed.add(id);
  }
  return changed;
}

/** Says of an entry whether a macro that it calls, through whatever others, changed. */
export function usesChangedMacro(before: Json, now: Json): (entry: Json) => boolean {
  // A comparison with dbt's own manifest: its built-in macros are not dvt's, and dvt's are not its.
  const changed = new Set([...changedMacros(before, now)].filter((id) => !id.startsWith('macro.dbt')));
  const macros = mapping(now['macros']);
  const macrosOf = (entry: unknown): readonly string[] => {
    const called = mapping(mapping(entry)['depends_on'])['macros'];
    return Array.isArray(called) ? (called as string[]) : [];
  };
  const calledBy = calledMacros(macros);
  return (entry) => {
    if (changed.size === 0) return false;
    const seen = new Set<string>();
    const open = [...macrosOf(entry)];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (changed.has(id)) return true;
      if (seen.has(id)) continue;
      seen.add(id);
      open.push(...macrosOf(macros[id]), ...calledBy(macros[id]));
    }
    return false;
  };
}

/**
 * Ids of the macros whose names a macro's text calls or dispatches, in whatever package: a manifest of dvt says of nodes
 * alone which macros they use.
 */
function calledMacros(macros: Json): (macro: unknown) => readonly string[] {
  const ids = new Map<string, string[]>();
  for (const id of Object.keys(macros)) {
    const name = id.slice(id.lastIndexOf('.') + 1);
    for (const one of new Set([name, name.replace(/^[a-z]+__/, '')])) ids.set(one, [...(ids.get(one) ?? []), id]);
  }
  return (macro) => {
    const text = mapping(macro)['macro_sql'];
    if (typeof text !== 'string') return [];
    const names = [...text.matchAll(/dispatch\(\s*['"](\w+)['"]|(\w+)\s*\(/g)].map(
      ([, dispatched, called]) => dispatched ?? called!,
    );
    return names.flatMap((name) => ids.get(name) ?? []);
  };
}
