/** What differs between two outcomes, one line a place: `relations.main.orders.rows: [...] instead of [...]`. */
export function differences(expected: unknown, actual: unknown, path = ''): readonly string[] {
  if (isObject(expected) && isObject(actual)) {
    const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
    return names.flatMap((name) => differences(expected[name], actual[name], path === '' ? name : `${path}.${name}`));
  }
  const [wanted, found] = [JSON.stringify(expected), JSON.stringify(actual)];
  return wanted === found ? [] : [`${path}: ${found} instead of ${wanted}`];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
