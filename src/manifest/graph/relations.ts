import type { Diagnostic } from '../../core/errors.js';
import type { ManifestNode } from '../../spi/node.js';
import type { RelationName } from '../../spi/relation.js';
import type { Found } from '../build-manifest.js';
import type { Connections } from '../connections.js';
import type { ParsedNode } from '../nodes/parsed-node.js';
import { type KnownNames, nodeRelation } from '../nodes/relation.js';
import { storesFailures } from '../tests/config.js';
import type { GraphNode } from './order.js';

/** Connections of nodes whose adapter cannot run SQL itself, with its title. */
export async function connectionsWithoutSql(
  order: readonly GraphNode[],
  connections: Connections,
): Promise<ReadonlyMap<string, string>> {
  const titles = new Map<string, string>();
  for (const connection of new Set(order.map((entry) => entry.node.connection))) {
    const { adapter } = await connections.profile(connection);
    if (!adapter.capabilities.inPlace) titles.set(connection, adapter.title);
  }
  return titles;
}

/** Where nodes are published. */
export interface Relations {
  /** of the nodes that have one, by id */
  readonly relations: ReadonlyMap<string, RelationName>;
  /** database and schema that any other node would be in */
  namespace(node: ParsedNode): ManifestNode['namespace'];
  /** where a node that is switched off would be; a naming macro may know nothing of it */
  ofOffNode(node: ParsedNode): Promise<Pick<ManifestNode, 'relation' | 'namespace'>>;
}

/** Relations of all nodes that have one; two nodes with one relation are reported. */
export async function relationsOf(order: readonly GraphNode[], found: Found): Promise<Relations> {
  const { connections, request, report, packages } = found;
  const shared = new Map(packages.map(({ parsing }) => [parsing.project.name, parsing.shared]));
  const relations = new Map<string, RelationName>();
  const known: KnownNames = new Map();
  const namespaces = new Map<string, ManifestNode['namespace']>();
  const named = async (node: ParsedNode): Promise<RelationName> => {
    const own = shared.get(node.packageName)!;
    return nodeRelation(node, await connections.profile(node.connection), request.templater, { shared: own, known });
  };
  // Only artifacts show it: thousands of tests share a few, whatever a macro would say of each.
  const namespaceOf = async (node: ParsedNode): Promise<ManifestNode['namespace']> => {
    const key = namespaceKey(node);
    const before = namespaces.get(key);
    if (before !== undefined) return before;
    const made = await named({ ...node, config: { ...node.config, alias: null } }).catch(() => NOWHERE);
    namespaces.set(key, made);
    return made;
  };
  const owners = new Map<string, ParsedNode>();
  for (const { node } of order) {
    if (!hasRelation(node)) {
      await namespaceOf(node);
      continue;
    }
    const relation = await report.try(() => named(node));
    if (relation === undefined) continue;
    relations.set(node.id, relation);
    const key = JSON.stringify([node.connection, relation.database, relation.schema, relation.identifier]);
    const owner = owners.get(key);
    if (owner === undefined) owners.set(key, node);
    else {
      const { adapter } = await connections.profile(node.connection);
      report.add(sameRelation(node, owner, adapter.dialect.relation(relation)));
    }
  }
  return {
    relations,
    namespace: (node) => namespaces.get(namespaceKey(node)) ?? NOWHERE,
    ofOffNode: async (node) => {
      const relation = hasRelation(node) ? await named(node).catch(() => null) : null;
      return { relation, namespace: relation ?? (await namespaceOf(node)) };
    },
  };
}

/** A naming macro that knows nothing of such a node, or a schema where the database has none. */
const NOWHERE: ManifestNode['namespace'] = { database: null, schema: null };

function namespaceKey({ traits, packageName, connection, config }: ParsedNode): string {
  return JSON.stringify([traits.kind, packageName, connection, config.database, config.schema]);
}

function hasRelation({ traits, config }: ParsedNode): boolean {
  if (traits.kind === 'test') return storesFailures(config);
  if (traits.kind === 'model') return config.materialized !== 'ephemeral';
  return traits.kind === 'seed' || traits.kind === 'snapshot';
}

function sameRelation(node: ParsedNode, owner: ParsedNode, shown: string): Diagnostic {
  const [kind, other] = [node.traits.kind, owner.traits.kind];
  const who =
    kind === other
      ? `The ${kind}s ${owner.name} and ${node.name}`
      : `The ${other} ${owner.name} and the ${kind} ${node.name}`;
  return {
    code: 'DVT1204',
    message: `${who} would both be published as ${shown} on ${node.connection}.`,
    location: node.location,
    hint: 'Give one of them another `alias` or `schema`.',
    related: [{ message: 'the other one', location: owner.location }],
  };
}
