/** What something reads, in dbt's order: sources before nodes. */
export function sourcesFirst(ids: readonly string[]): readonly string[] {
  const isSource = (id: string): boolean => id.startsWith('source.');
  return [...ids.filter(isSource), ...ids.filter((id) => !isSource(id))];
}
