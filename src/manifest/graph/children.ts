interface Child {
  readonly id: string;
  readonly dependsOn: readonly string[];
}

/** id -> ids of what depends on it, in the manifest's order. */
export function childrenOf(items: readonly Child[]): ReadonlyMap<string, readonly string[]> {
  const children = new Map<string, string[]>();
  for (const { id, dependsOn } of items) {
    for (const parent of dependsOn) {
      const list = children.get(parent);
      if (list === undefined) children.set(parent, [id]);
      else list.push(id);
    }
  }
  return children;
}
