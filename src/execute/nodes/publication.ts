import type { InSession, PublishOptions } from '../../spi/connection.js';
import type { ManifestNode } from '../../spi/node.js';
import type { NodeMacros } from '../../spi/node-macros.js';
import type { RelationName } from '../../spi/relation.js';
import type { SqlSession } from '../../spi/session.js';
import type { RunContext } from '../run-context.js';
import { cancellable } from './cancellable-session.js';

/** The two halves of publishing a table or view, and what they belong to. */
export interface PublicationSteps<Loaded, Result> {
  readonly node: ManifestNode & { readonly relation: RelationName };
  /** the node's query in its target's dialect */
  readonly sql: string;
  readonly signal: AbortSignal;
  /** what happens outside of the target's transaction: loading what the engine computes */
  load(): Promise<Loaded>;
  /** makes the relation; in the session where there is one */
  publish(loaded: Loaded, within: InSession & { readonly macros?: NodeMacros }): Promise<Result>;
}

/**
 * Publishes with what dbt does around it: hooks outside of the transaction, then one transaction with the inner hooks, the
 * relation itself, its indexes, grants and comments. Inner post-hooks of a table come before its grants and comments, those of
 * views and seeds after them. When any of that fails the old relation stays, where the database
 * can undo DDL. A node with nothing of the kind needs no session.
 */
export async function publication<Loaded, Result>(
  context: RunContext,
  steps: PublicationSteps<Loaded, Result>,
): Promise<Result> {
  const { node } = steps;
  if (!needsSession(node)) return steps.publish(await steps.load(), {});
  const connection = await context.connections.get(node.connection);
  await context.connections.target(node.connection, node.relation);
  const session = await connection.session();
  try {
    const runner = await context.macros();
    const macros = await runner.over(node, cancellable(session, steps.signal), { sql: steps.sql });
    const existed = (await connection.describe([node.relation]))[0] != null;
    await macros.hooks('pre-hook', false);
    if (checksStrategy(node)) await macros.call('check_incremental_strategy');
    const loaded = await steps.load();
    await session.begin();
    await macros.hooks('pre-hook', true);
    const result = await steps.publish(loaded, { session, macros });
    const there = existed && !context.fullRefresh;
    const isTable = node.kind === 'model' && node.config.materialized !== 'view';
    await createIndexes(node, macros, there);
    if (isTable) await macros.hooks('post-hook', true);
    await grantAndDescribe(node, macros, there);
    if (!isTable) await macros.hooks('post-hook', true);
    await session.commit();
    await macros.hooks('post-hook', false);
    return result;
  } catch (error) {
    await undo(session);
    throw error;
  } finally {
    await session.close();
  }
}

/** Undoes what is open; the error that led here is what the user should see. */
async function undo(session: SqlSession): Promise<void> {
  await session.rollback().catch(() => undefined);
}

type Node = PublicationSteps<never, never>['node'];

/** `there`: the relation was there before, and is not built anew. */
async function createIndexes(node: Node, macros: NodeMacros, there: boolean): Promise<void> {
  const kept = node.kind === 'seed' && there;
  if (hasEntries(node.config.raw['indexes']) && !kept) await macros.call('create_indexes', [relationOf(node, macros)]);
}

async function grantAndDescribe(node: Node, macros: NodeMacros, there: boolean): Promise<void> {
  const { raw } = node.config;
  const relation = relationOf(node, macros);
  if (hasEntries(raw['grants'])) await macros.call('apply_grants', [relation, raw['grants'], there]);
  if (hasEntries(raw['persist_docs'])) await macros.call('persist_docs', [relation, macros.model]);
}

function relationOf({ relation, config }: Node, macros: NodeMacros) {
  return macros.relation(relation, config.materialized === 'view' ? 'view' : 'table');
}

/** The first build of an incremental model tells of a strategy that the next one could not carry out. */
function checksStrategy({ config, route }: ManifestNode): boolean {
  return config.materialized === 'incremental' && route.kind === 'in place';
}

/** Whether dbt's macros have something to do when the node is published. */
function needsSession(node: ManifestNode): boolean {
  if (checksStrategy(node)) return true;
  const { raw } = node.config;
  const configs = ['pre-hook', 'pre_hook', 'post-hook', 'post_hook', 'indexes', 'grants', 'persist_docs', 'sql_header'];
  return configs.some((name) => hasEntries(raw[name])) || hasContract(raw) || raw['unlogged'] === true;
}

/** Indexes and keys that configs or hooks make each time would be there twice, were the old table's kept. */
export function ownIndexes({ config: { raw } }: ManifestNode): Pick<PublishOptions, 'indexes'> {
  return ['indexes', 'post-hook', 'post_hook'].some((name) => hasEntries(raw[name])) ? { indexes: 'own' } : {};
}

/** Whether the node's columns and their types are promised. */
export function hasContract(raw: Readonly<Record<string, unknown>>): boolean {
  const contract = raw['contract'];
  return typeof contract === 'object' && contract !== null && (contract as { enforced?: unknown }).enforced === true;
}

/** Whether a config says something. */
export function hasEntries(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return typeof value === 'string' && value !== '';
}
