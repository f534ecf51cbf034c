import { type Json, mapping } from './artifacts.js';

/** Those that come with dvt: in a manifest that dbt wrote they are other ones. */
const BUILT_IN = 'macro.dbt.';

/** Ids of the macros of users and packages that were added or changed. One that is gone is called by nothing. */
function changedMacros(before: Json, now: Json): ReadonlySet<string> {
  const old = mapping(before['macros']);
  const text = (macro: unknown): unknown => mapping(macro)['macro_sql'];
  const changed = Object.entries(mapping(now['macros'])).filter(
    ([id, macro]) => !id.startsWith(BUILT_IN) && (!Object.hasOwn(old, id) || text(old[id]) !== text(macro)),
  );
  return new Set(changed.map(([id]) => id));
}

/** Says of an entry whether a macro that it calls, through whatever others, changed. */
export function usesChangedMacro(before: Json, now: Json): (entry: Json) => boolean {
  const changed = changedMacros(before, now);
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
