import { DvtError } from '../../core/errors.js';
import type { ManifestNode } from '../../spi/node.js';
import type { RelationName } from '../../spi/relation.js';

/** The node, known to have a relation that it is published as. */
export function publishable(node: ManifestNode): ManifestNode & { readonly relation: RelationName } {
  const { relation } = node;
  if (relation !== null) return { ...node, relation };
  throw new DvtError({ code: 'DVT5013', message: `${node.name} has no relation to be published as.` });
}
