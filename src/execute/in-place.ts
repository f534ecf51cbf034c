import { stagingName } from '../core/staging-name.js';
import type { NodeWork, Published } from './node-work.js';

/** Computes a model in its own database: the SQL runs there as it is, into staging, and is swapped in. */
export async function runInPlace({ context, plan, stopwatch, signal }: NodeWork): Promise<Published> {
  const { node, compiled } = plan;
  const final = node.relation!;
  const connection = await context.connections.get(node.connection);
  const target = await context.connections.target(node.connection, final);
  const options = { runId: context.runId, rows: null, onDependents: node.config.onDependents };
  if (node.config.materialized === 'view') {
    await stopwatch.time('execute', () => target.publishView(final, compiled.sql, options));
    return { rows: null, bytesLoaded: null, extractions: [] };
  }
  const identifier = stagingName(final.identifier, context.runId, connection.dialect.identifierBytes);
  const staging = { ...final, identifier };
  try {
    const { rows } = await stopwatch.time('execute', () => target.createTableAs(staging, compiled.sql, { signal }));
    await stopwatch.time('publish', () => target.publishTable(staging, final, { ...options, rows }));
    return { rows, bytesLoaded: null, extractions: [] };
  } catch (error) {
    await target.drop(staging).catch(() => undefined);
    throw error;
  }
}
