import type { ManifestNode, TestNode } from '../../spi/node.js';
import { manifestNode } from '../nodes/manifest-node.js';
import type { Linked } from './link.js';
import type { GraphNode } from './order.js';
import type { Relations } from './relations.js';

/** Nodes that nothing selects or runs, as the manifest shows them. */
export interface OffNodes {
  readonly disabled: readonly ManifestNode[];
  readonly testsWithoutInput: readonly TestNode[];
}

/** Nodes that are switched off, and tests without an input, with the relations that they would have. */
export async function offNodes(linked: Linked, relations: Relations): Promise<OffNodes> {
  const disabled: ManifestNode[] = [];
  for (const entry of linked.disabledNodes) disabled.push(await offNode(entry, 'it is disabled', relations));
  const testsWithoutInput: TestNode[] = [];
  for (const entry of linked.testsWithoutInput) {
    const node = await offNode(entry, 'something that it reads is missing or disabled', relations);
    if (node.kind === 'test') testsWithoutInput.push(node);
  }
  return { disabled, testsWithoutInput };
}

async function offNode(entry: GraphNode, reason: string, { ofOffNode }: Relations): Promise<ManifestNode> {
  const materialized = entry.node.config.materialized ?? 'view';
  const place = await ofOffNode(entry.node);
  return manifestNode(
    entry,
    { route: { kind: 'in place', engine: null, reason }, materialized },
    { ...place, tests: [] },
  );
}
