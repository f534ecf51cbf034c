import type { ManifestNode, Route } from '../../spi/node.js';
import { refsOf, sourcesOf } from '../exposures.js';
import type { GraphNode } from '../graph/order.js';
import { type KeyTest, primaryKey } from '../graph/primary-keys.js';
import { docsOf } from '../properties/macro-patch.js';
import { isMapping } from '../properties/property-reader.js';
import { contractChecksum } from './contract-checksum.js';

/** What linking found out about a node. */
interface Linked {
  readonly route: Route;
  readonly materialized: string;
}

/** Where a node is, and what tests it. */
interface Placed extends Pick<ManifestNode, 'relation' | 'namespace'> {
  /** of a model: the generic tests under it */
  readonly tests: readonly KeyTest[];
}

/** A node of the manifest from what its parse pass and linking found. */
export function manifestNode(
  { node, dependsOn }: GraphNode,
  linked: Linked,
  { relation, namespace, tests }: Placed,
): ManifestNode {
  const { calls, config, traits, location: _, configPlace: ___, ...described } = node;
  const { target: __, ...declared } = config;
  const { materialized, route } = linked;
  const { meta, docs, contract, tags } = config.raw;
  // A copy for each of thousands of nodes is worth sparing.
  const raw =
    tags != null && config.raw['materialized'] === materialized
      ? config.raw
      : { ...config.raw, tags: tags ?? [], materialized };
  const promised = traits.kind === 'model' && isMapping(contract) && contract['enforced'] === true;
  const ofModel = traits.kind === 'model' && {
    primaryKey: primaryKey(traits.constraints, node.columns, tests),
    ...(promised && { contractChecksum: contractChecksum({ ...node, constraints: traits.constraints, materialized }) }),
  };
  // A literal that spreads several objects takes fifteen times as long (V8 11), and there are thousands of nodes.
  return Object.assign(described, traits, ofModel, {
    meta: isMapping(meta) ? meta : {},
    docs: docsOf(isMapping(docs) ? docs : {}),
    config: { ...declared, materialized, raw },
    refs: refsOf(calls),
    sources: sourcesOf(calls),
    dependsOn,
    relation,
    namespace: { database: namespace.database, schema: namespace.schema },
    route,
  });
}
