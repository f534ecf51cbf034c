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
  return (entry) => {
    if (changed.size === 0) return false;
    const seen = new Set<string>();
    const open = [...macrosOf(entry)];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (changed.has(id)) return true;
      if (seen.has(id)) continue;
      seen.add(id);
      open.push(...macrosOf(macros[id]));
    }
    return false;
  };
}
