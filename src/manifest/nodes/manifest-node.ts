import type { ManifestNode, Route } from '../../spi/node.js';
import type { RelationName } from '../../spi/relation.js';
import { refsOf, sourcesOf } from '../exposures.js';
import type { GraphNode } from '../graph/order.js';
import { docsOf } from '../properties/macro-patch.js';
import { isMapping } from '../properties/property-reader.js';

/** What linking found out about a node. */
interface Linked {
  readonly route: Route;
  readonly materialized: string;
}

/** A node of the manifest from what its parse pass and linking found. */
export function manifestNode(
  { node, dependsOn }: GraphNode,
  linked: Linked,
  relation: RelationName | null,
): ManifestNode {
  const { calls, config, traits, location: _, configPlace: ___, ...described } = node;
  const { target: __, ...declared } = config;
  const { materialized, route } = linked;
  const { meta, docs } = config.raw;
  return {
    ...described,
    ...traits,
    meta: isMapping(meta) ? meta : {},
    docs: docsOf(isMapping(docs) ? docs : {}),
    config: { ...declared, materialized, raw: { ...config.raw, tags: node.tags, materialized } },
    refs: refsOf(calls),
    sources: sourcesOf(calls),
    dependsOn,
    relation,
    route,
  };
}
