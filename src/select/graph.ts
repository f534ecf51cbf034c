import type { Manifest } from '../spi/manifest.js';
import { parentsOf, selectable, selectables } from './selectable.js';

/** Edges of the manifest in both directions. */
export interface Graph {
  parents(id: string): readonly string[];
  children(id: string): readonly string[];
}

/** Both directions from what nodes say that they read. */
export function graphOf(manifest: Manifest): Graph {
  const children = new Map<string, string[]>();
  for (const item of selectables(manifest)) {
    for (const parent of parentsOf(item)) {
      const list = children.get(parent);
      if (list === undefined) children.set(parent, [item.id]);
      else list.push(item.id);
    }
  }
  return {
    parents: (id) => {
      const item = selectable(manifest, id);
      return item === undefined ? [] : parentsOf(item);
    },
    children: (id) => children.get(id) ?? [],
  };
}

/** What can be reached in at most `depth` steps, the start included. */
export function reachable(
  start: Iterable<string>,
  depth: number,
  next: (id: string) => readonly string[],
): ReadonlySet<string> {
  const found = new Set(start);
  let edge = [...found];
  for (let step = 0; step < depth && edge.length > 0; step++) {
    edge = [...new Set(edge.flatMap(next))].filter((id) => !found.has(id));
    for (const id of edge) found.add(id);
  }
  return found;
}
