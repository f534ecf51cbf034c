type Entry = Readonly<Record<string, unknown>>;

/** Parts of a node that are objects of dbt's own, too. */
const PARTS = ['config', 'docs', 'contract', 'test_metadata'];

/** A node as templates find it in `model`: fields that say nothing are not there, where `graph` has them as none. */
export function withoutNones(node: Entry): Entry {
  const present = omitted(node);
  const parts = PARTS.filter((name) => isEntry(present[name])).map((name) => [name, omitted(present[name] as Entry)]);
  const refs = present['refs'];
  return {
    ...present,
    ...Object.fromEntries(parts),
    ...(Array.isArray(refs) && { refs: refs.map((ref) => omitted(ref as Entry)) }),
    ...(isEntry(present['columns']) && {
      columns: Object.fromEntries(
        Object.entries(present['columns']).map(([name, entry]) => [name, omitted(entry as Entry)]),
      ),
    }),
  };
}

function omitted(entry: Entry): Entry {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== null && value !== undefined));
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
