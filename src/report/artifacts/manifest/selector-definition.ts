const CRITERION =
  /^(?<childrens_parents>@)?(?:(?<parents_depth>\d*)(?<parents>\+))?(?:(?<method>[\w.]+):)?(?<value>.*?)(?:(?<children>\+)(?<children_depth>\d*))?$/s;

/** A definition of selectors.yml with its texts in parts, as dbt writes it. */
export function definitionEntry(definition: unknown): unknown {
  if (typeof definition === 'string') return criterionEntry(definition);
  if (typeof definition !== 'object' || definition === null) return definition;
  const entries = Object.entries(definition);
  const set = entries.find(([key, value]) => (key === 'union' || key === 'intersection') && Array.isArray(value));
  const [first] = set === undefined ? entries : [set];
  if (first === undefined) return definition;
  const [key, value] = first;
  const items = Array.isArray(value) ? value.map(definitionEntry) : value;
  if (set !== undefined || key === 'exclude') return { [key]: items };
  return entries.length === 1 ? { method: key, value: items } : definition;
}

function criterionEntry(text: string): unknown {
  const parts = CRITERION.exec(text)?.groups ?? {};
  const method = parts['method'] ?? (/[/\\]/.test(text) ? 'path' : 'fqn');
  const given = Object.entries({ ...parts, method }).filter(([, value]) => value !== undefined && value !== '');
  const flags = ['childrens_parents', 'parents', 'children'];
  return Object.fromEntries(given.map(([key, value]) => [key, flags.includes(key) ? true : value]));
}
