/** Types that a properties file may give an argument of a macro, and how many types stand in their brackets. */
const TYPES: Readonly<Record<string, number>> = {
  str: 0,
  string: 0,
  bool: 0,
  int: 0,
  integer: 0,
  float: 0,
  any: 0,
  relation: 0,
  column: 0,
  list: 1,
  optional: 1,
  dict: 2,
};

/** Whether a text is a type of dbt's for macro arguments, e.g. `optional[list[string]]`; blanks do not count. */
export function isMacroType(text: string): boolean {
  return afterType(text.replace(/[ \t]/g, '')) === '';
}

/** What follows the type that a text begins with; null where it begins with none. */
function afterType(text: string): string | null {
  const name = /^[a-z]*/.exec(text)![0];
  if (!Object.hasOwn(TYPES, name)) return null;
  const parameters = TYPES[name]!;
  let rest = text.slice(name.length);
  for (let i = 0; i < parameters; i++) {
    if (!rest.startsWith(i === 0 ? '[' : ',')) return null;
    const after = afterType(rest.slice(1));
    if (after === null) return null;
    rest = after;
  }
  if (parameters === 0) return rest;
  return rest.startsWith(']') ? rest.slice(1) : null;
}
