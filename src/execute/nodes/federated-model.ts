import { withNamespace } from '../federated.js';
import type { NodeWork, Published } from '../node-work.js';
import { runInPlace } from './in-place-model.js';
import { dropQuietly, type Loaded, loadStaging } from './load-staging.js';
import { hasContract, ownIndexes, publication } from './publication.js';
import { publishable } from './publishable.js';

/** Computes a model in the engine, and publishes the result as a table of its target. */
export async function runFederated(work: NodeWork): Promise<Published> {
  const { context, plan, stopwatch, signal } = work;
  const node = publishable(plan.node);
  if (hasContract(node.config.raw)) return runPromised(work);
  return publication(context, {
    node,
    sql: plan.compiled.sql,
    signal,
    load: () => computed(work),
    publish: async ({ loaded, published }, { session }) => {
      const target = await context.connections.target(node.connection, node.relation);
      const options = { runId: context.runId, rows: loaded.rows, onDependents: node.config.onDependents };
      const publish = { ...options, ...ownIndexes(node), ...(session && { session }) };
      try {
        await stopwatch.time('publish', () => target.publishTable(loaded.staging, node.relation, publish));
      } catch (error) {
        await session?.rollback().catch(() => undefined);
        await dropQuietly(target, loaded.staging);
        throw error;
      }
      return { ...published, message: `SELECT ${loaded.rows}` };
    },
  });
}

/** With a contract the result is loaded first; the target then checks it, and makes the table with its constraints. */
async function runPromised(work: NodeWork): Promise<Published> {
  const { context, plan } = work;
  const node = publishable(plan.node);
  const { loaded, published } = await computed(work);
  const target = await context.connections.target(node.connection, node.relation);
  try {
    const { dialect } = await context.connections.get(node.connection);
    const sql = `select * from ${dialect.relation(loaded.staging)}`;
    const asTable = { ...node, config: { ...node.config, materialized: 'table' } };
    const inTarget = { ...plan, node: asTable, compiled: { ...plan.compiled, sql, locate: () => null } };
    const { message } = await runInPlace({ ...work, plan: inTarget }, '_promised');
    return { ...published, message };
  } finally {
    await dropQuietly(target, loaded.staging);
  }
}

/** Fetches what the plan names, runs the query over it and loads the result into staging. */
export async function computed(
  work: NodeWork,
): Promise<{ readonly loaded: Loaded; readonly published: Omit<Published, 'message'> }> {
  const { context, plan, stopwatch, signal } = work;
  const { connection, relation: final } = publishable(plan.node);
  const { sql, columnTypes } = plan.compiled;
  const columns = plan.columns ?? [];
  // Before anything is fetched that could not be loaded: it throws for a type that the target does not have.
  const { dialect } = await context.connections.get(connection);
  for (const { name, type } of columns) if (!columnTypes.has(name)) dialect.columnType(type, name);
  await context.connections.loadable(connection, final);
  return withNamespace(work, async (namespace, extracted) => {
    const request = { connection, final, namespace, sql, columns, columnTypes, signal };
    const loaded = await stopwatch.time('compute', () => loadStaging(context, request));
    const extractions = extracted.map((one) => one.result).filter((result) => result !== null);
    return { loaded, published: { rows: loaded.rows, bytesLoaded: loaded.bytes, extractions } };
  });
}
