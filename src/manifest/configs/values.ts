/** A value of a config as messages show it. */
export function show(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
