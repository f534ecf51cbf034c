import type { Manifest } from '../spi/manifest.js';
import type { ManifestNode } from '../spi/node.js';

/**
 * For each node of a run, the other nodes of the run that must be published before it. Nodes that are not run themselves
 * (ephemeral, not selected) pass their parents on, as dbt does.
 */
export function dependenciesWithin(
  nodes: readonly ManifestNode[],
  manifest: Manifest,
): Map<string, ReadonlySet<string>> {
  const run = new Set(nodes.map((node) => node.id));
  const behind = new Map<string, ReadonlySet<string>>();
  const nearest = (id: string): ReadonlySet<string> => {
    const known = behind.get(id);
    if (known !== undefined) return known;
    const found = new Set<string>();
    behind.set(id, found);
    for (const parent of manifest.nodes.get(id)?.dependsOn ?? []) {
      if (run.has(parent)) found.add(parent);
      else for (const further of nearest(parent)) found.add(further);
    }
    return found;
  };
  return new Map(nodes.map((node) => [node.id, nearest(node.id)]));
}
