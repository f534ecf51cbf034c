import type { ManifestNode } from '../spi/node.js';
import { countOf } from './units.js';

/** `2 view models, 1 seed, 3 data tests`; `nothing` for none */
export function kindCounts(nodes: readonly ManifestNode[]): string {
  const counts = new Map<string, number>();
  for (const node of nodes) counts.set(counted(node), (counts.get(counted(node)) ?? 0) + 1);
  return [...counts].map(([kind, count]) => countOf(count, kind)).join(', ') || 'nothing';
}

/** as dbt counts: `view model`, `seed`, `data test`, `project hook` */
function counted(node: ManifestNode): string {
  if (node.kind === 'model') return `${node.config.materialized} model`;
  if (node.kind === 'operation') return 'project hook';
  if (node.kind === 'test') return kindText(node) === 'unit_test' ? 'unit test' : 'data test';
  return node.kind;
}

/** The kind as dbt's lines name it; a unit test is a test of its own kind. */
export function kindText(node: ManifestNode): string {
  return node.config.materialized === 'unit' ? 'unit_test' : node.kind;
}
