/**
 * A copy of plain data that a template may change: its lists and dicts are new, what else they hold is shared. Macros take
 * entries out of what `model` and `graph` give them, which in dbt are dicts made for them.
 */
export function ownCopy<T>(value: T): T {
  return copied(value) as T;
}

function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  if (value instanceof Map) return new Map([...value].map(([key, entry]) => [key, copied(entry)]));
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, copied(entry)]));
}
