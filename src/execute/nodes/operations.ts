import type { OperationNode } from '../../spi/node.js';
import type { NodeResult, Timing } from '../../spi/run-result.js';
import { failedResult } from '../failed-result.js';
import type { RunContext } from '../run-context.js';
import { cancellable } from './cancellable-session.js';

/**
 * Runs the hooks of a moment, each in a session of its own; after one that failed the others are skipped, as in dbt.
 * @param done what the nodes of the run came to; empty before the run
 */
export async function runOperations(
  moment: OperationNode['moment'],
  context: RunContext,
  done: readonly NodeResult[],
  signal: AbortSignal,
): Promise<NodeResult[]> {
  const hooks = [...context.manifest.nodes.values()].filter(
    (node): node is OperationNode => node.kind === 'operation' && node.moment === moment,
  );
  const results: NodeResult[] = [];
  for (const [at, node] of hooks.entries()) {
    const place = { index: at + 1, total: hooks.length };
    const failed = results.find(({ status }) => status !== 'success');
    if (failed === undefined) context.emit({ type: 'node started', node, ...place });
    const result = failed === undefined ? await runOne(node, context, done, signal) : skipped(node, failed);
    results.push(result);
    context.emit({ type: 'node finished', result, ...place });
  }
  return results;
}

async function runOne(
  node: OperationNode,
  context: RunContext,
  done: readonly NodeResult[],
  signal: AbortSignal,
): Promise<NodeResult> {
  const base = { ...NOTHING, node, startedAt: new Date(), completedAt: null };
  let compiledSql: string | null = null;
  let compiledAt = base.startedAt;
  try {
    const connection = await context.connections.get(node.connection);
    const session = await connection.session();
    try {
      const within = cancellable(session, signal);
      const facts = { results: done, schemas: schemasOf(done) };
      compiledSql = await (await context.macros()).hookSql(node, within, facts);
      compiledAt = new Date();
      if (compiledSql !== '') await within.query(compiledSql);
      await session.commit();
    } finally {
      await session.close();
    }
    const completedAt = new Date();
    const timing: readonly Timing[] = [
      { name: 'compile', startedAt: base.startedAt, completedAt: compiledAt },
      { name: 'execute', startedAt: compiledAt, completedAt },
    ];
    return { ...base, status: 'success', message: 'OK', compiledSql, timing, completedAt };
  } catch (error) {
    return { ...failedResult(error, node, context, signal), startedAt: base.startedAt, compiledSql };
  }
}

const NOTHING = {
  message: null,
  failures: null,
  diagnostics: [],
  rows: null,
  bytesLoaded: null,
  extractions: [],
  compiledPath: null,
  failedRows: null,
  timing: [],
  skippedBecause: null,
} as const;

function skipped(node: OperationNode, failed: NodeResult): NodeResult {
  const because = { skippedBecause: failed.node.id, compiledSql: null };
  return { ...NOTHING, ...because, node, status: 'skipped', startedAt: null, completedAt: null };
}

/** Schemas in which the run built something, each once. */
function schemasOf(done: readonly NodeResult[]): readonly string[] {
  const built = done.filter(({ node, status }) => status === 'success' && node.kind !== 'operation');
  return [...new Set(built.flatMap(({ node }) => node.relation?.schema ?? []))];
}
