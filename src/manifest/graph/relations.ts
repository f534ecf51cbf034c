import type { Diagnostic } from '../../core/errors.js';
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

/** Relations of all nodes that have one; two nodes with one relation are reported. */
export async function relationsOf(
  order: readonly GraphNode[],
  found: Found,
): Promise<ReadonlyMap<string, RelationName>> {
  const { connections, request, report, packages } = found;
  const shared = new Map(packages.map(({ parsing }) => [parsing.project.name, parsing.shared]));
  const relations = new Map<string, RelationName>();
  const known: KnownNames = new Map();
  const owners = new Map<string, ParsedNode>();
  for (const { node } of order) {
    if (!hasRelation(node)) continue;
    const profile = await connections.profile(node.connection);
    const own = shared.get(node.packageName)!;
    const relation = await report.try(() => nodeRelation(node, profile, request.templater, { shared: own, known }));
    if (relation === undefined) continue;
    relations.set(node.id, relation);
    const key = JSON.stringify([node.connection, relation.database, relation.schema, relation.identifier]);
    const owner = owners.get(key);
    if (owner === undefined) owners.set(key, node);
    else report.add(sameRelation(node, owner, profile.adapter.dialect.relation(relation)));
  }
  return relations;
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
