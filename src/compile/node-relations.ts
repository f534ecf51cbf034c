import {
  ALL_LEVELS,
  defaultsOf,
  type FederatedName,
  federatedName,
  type RelationForm,
  RelationObject,
} from '../context/index.js';
import { DvtError } from '../core/errors.js';
import { nodeAlias } from '../core/node-alias.js';
import type { InputRelation } from '../spi/compiled.js';
import type { ManifestNode, SourceNode } from '../spi/node.js';
import type { ConnectionProfile, Quoting } from '../spi/project.js';
import type { RelationName } from '../spi/relation.js';
import type { CompileContext } from './compile-context.js';
import { cteName } from './inline-ephemerals.js';

/** A relation of the manifest with everything by which SQL may name it. */
export interface KnownRelation {
  readonly node: ManifestNode | SourceNode;
  readonly profile: ConnectionProfile;
  /** complete */
  readonly name: RelationName;
  readonly federated: FederatedName;
}

/** The relation of a source, or of a model that has one. */
export async function knownRelation(node: ManifestNode | SourceNode, context: CompileContext): Promise<KnownRelation> {
  const deferred = node.kind === 'source' ? null : ((await context.services.deferred?.(node)) ?? null);
  if (deferred !== null) {
    const elsewhere = await context.profile(deferred.connection);
    return { node, profile: elsewhere, name: deferred.name, federated: federatedOf(node, deferred.name, elsewhere) };
  }
  return placedRelation(node, context);
}

async function placedRelation(node: ManifestNode | SourceNode, context: CompileContext): Promise<KnownRelation> {
  const profile = await context.profile(node.connection);
  const name = completeName(node, profile);
  return { node, profile, name, federated: federatedOf(node, name, profile) };
}

/** What `this` is: the relation that a node has, or would have if it were published. */
export async function selfRelation(node: ManifestNode, context: CompileContext): Promise<KnownRelation> {
  if (node.relation !== null) return placedRelation(node, context);
  const profile = await context.profile(node.connection);
  const open = { database: null, schema: null, identifier: node.config.alias ?? node.name };
  const name = profile.adapter.completeName(profile.values, open);
  return { node, profile, name, federated: federatedOf(node, name, profile) };
}

function completeName(node: ManifestNode | SourceNode, { adapter, values }: ConnectionProfile): RelationName {
  // A model's name was completed when it was parsed.
  if (node.kind !== 'source') return node.relation!;
  const identifier = node.externalLocation ?? node.relation.identifier;
  try {
    return adapter.completeName(values, { ...node.relation, identifier });
  } catch (error) {
    if (!(error instanceof DvtError)) throw error;
    const diagnostics = error.diagnostics.map((diagnostic) => ({ location: node.location, ...diagnostic }));
    throw new DvtError(diagnostics, { cause: error });
  }
}

function federatedOf(node: ManifestNode | SourceNode, name: RelationName, profile: ConnectionProfile): FederatedName {
  const identifier = node.kind === 'source' ? node.relation.identifier : name.identifier;
  return federatedName(profile.name, { ...name, identifier }, defaultsOf(profile).database);
}

/**
 * Whose SQL a relation is printed in: the engine's, its own database's, or that of a connection, which has native names for
 * its own relations alone. All others have the engine's there: no database knows those, whatever else it has of their name.
 */
export type Shown = 'engine' | 'native' | { readonly nativeOn: string };

/** How a relation looks in the SQL of one consumer. */
export function relationObject(relation: KnownRelation, shown: Shown, quoting: Quoting): RelationObject {
  const { node, profile, name } = relation;
  return new RelationObject({
    connection: profile.name,
    name: node.kind === 'source' ? { ...name, identifier: node.relation.identifier } : name,
    form: formOf(relation, shown),
    type: null,
    include: ALL_LEVELS,
    quoting: node.kind === 'source' ? node.quoting : quoting,
  });
}

function formOf({ node, profile, federated }: KnownRelation, shown: Shown): RelationForm {
  const foreign = typeof shown === 'object' && shown.nativeOn !== profile.name;
  if (shown === 'engine' || foreign) return { kind: 'federated', name: federated };
  if (node.kind === 'source' && node.externalLocation !== null) {
    return { kind: 'text', text: externalText(node.externalLocation) };
  }
  return { kind: 'native', dialect: profile.adapter.dialect };
}

/** As dbt-duckdb prints it: a call stays as it is, a path is a string. */
function externalText(location: string): string {
  return location.includes('(') || location.startsWith("'") ? location : `'${location.replaceAll("'", "''")}'`;
}

/** An ephemeral parent: the name of its common table expression. */
export function ephemeralObject(node: ManifestNode): RelationObject {
  const identifier = cteName(nodeAlias(node));
  return new RelationObject({
    connection: node.connection,
    name: { database: null, schema: null, identifier },
    form: { kind: 'text', text: identifier },
    type: 'cte',
    include: ALL_LEVELS,
    quoting: ALL_LEVELS,
  });
}

/** What the planner gets of a relation. */
export function inputRelation({ node, profile, name, federated }: KnownRelation): InputRelation {
  return { node, connection: profile.name, name, federated };
}
