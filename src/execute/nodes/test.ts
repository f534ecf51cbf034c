import { placeError } from '../../core/place-error.js';
import type { CompiledNode } from '../../spi/compiled.js';
import type { TestNode } from '../../spi/node.js';
import type { ResultTable, ResultValue } from '../../spi/result-table.js';
import { withNamespace } from '../federated.js';
import type { NodeWork, Published } from '../node-work.js';
import { runModel } from './model.js';
import { publishable } from './publishable.js';

/** Runs a test where its relations are, or in the engine over the columns that it needs. */
export async function runTest(work: NodeWork): Promise<Published> {
  const { plan, stopwatch, context, signal } = work;
  const node = plan.node as TestNode;
  const { compiled } = plan;
  if (node.route.kind === 'in place') {
    const connection = await context.connections.get(node.connection);
    const result = await stopwatch.time('execute', () =>
      connection.query(compiled.sql, { signal }).catch((error: unknown) => {
        throw placeError(error, compiled);
      }),
    );
    return { ...verdict(node, result, context), rows: null, bytesLoaded: null, extractions: [] };
  }
  return withNamespace(work, async (namespace, extracted) => {
    const engine = await context.engine();
    const cancel = (): void => void engine.cancel(namespace);
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const result = await stopwatch.time('compute', () => engine.query({ namespace, sql: compiled.sql }, 1));
      const extractions = extracted.map((one) => one.result).filter((one) => one !== null);
      return { ...verdict(node, result, context), rows: null, bytesLoaded: null, extractions };
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  });
}

/** `store_failures`: the rows become a table of the target first, and the test counts those. */
export async function storeFailures(
  work: NodeWork,
  plan: (compiled: CompiledNode) => Promise<NodeWork['plan']>,
): Promise<Published> {
  const { context, stopwatch } = work;
  const node = publishable(work.plan.node);
  const materialized = node.config.raw['store_failures_as'] === 'view' ? 'view' : 'table';
  const asModel = { ...node, config: { ...node.config, materialized } };
  const compiled = limited(work.plan.compiled);
  const stored = await runModel({ ...work, plan: { ...work.plan, node: asModel, compiled } });
  const { dialect } = await context.connections.get(node.connection);
  const failedRows = dialect.relation(node.relation);
  // Counted where it was stored, by the same wrapping in the target's dialect.
  const counted = { ...node, route: { ...node.route, kind: 'in place' as const, engine: null } };
  const select = { ...work.plan.compiled, node: counted, sql: `select * from ${failedRows}`, locate: () => null };
  const result = await runTest({ context, stopwatch, signal: work.signal, shared: null, plan: await plan(select) });
  return { ...result, bytesLoaded: stored.bytesLoaded, extractions: stored.extractions, failedRows };
}

/** `limit` of the configs: so many rows are stored at most. */
function limited(compiled: CompiledNode): CompiledNode {
  const { limit } = compiled.node.config.raw;
  if (typeof limit !== 'number') return compiled;
  const [head, tail] = ['select * from (\n', `\n) as dbt_limited limit ${limit}`];
  const locate = (offset: number) => (offset < head.length ? null : compiled.locate(offset - head.length));
  return { ...compiled, sql: head + compiled.sql + tail, locate };
}

function verdict(
  node: TestNode,
  { rows }: ResultTable,
  { warningTestsFail }: Pick<NodeWork['context'], 'warningTestsFail'>,
): Pick<Published, 'status' | 'message' | 'failures'> {
  const [failures, shouldWarn, shouldError] = rows[0] ?? [0, false, false];
  const count = Number(failures ?? 0);
  const got = `Got ${count} result${count === 1 ? '' : 's'}, configured to`;
  const { raw } = node.config;
  const severity = String(raw['severity'] ?? 'ERROR').toUpperCase();
  if (severity === 'ERROR' && isTrue(shouldError)) {
    return { status: 'fail', failures: count, message: `${got} fail if ${raw['error_if'] ?? '!= 0'}` };
  }
  if (isTrue(shouldWarn)) {
    if (warningTestsFail) {
      return { status: 'fail', failures: count, message: `${got} fail if ${raw['warn_if'] ?? '!= 0'}` };
    }
    return { status: 'warn', failures: count, message: `${got} warn if ${raw['warn_if'] ?? '!= 0'}` };
  }
  // As in dbt, what is found within the limits is no failure.
  return { status: 'pass', failures: 0, message: null };
}

/** Databases without booleans answer with numbers. */
function isTrue(value: ResultValue | undefined): boolean {
  return value === true || value === 1 || value === 1n || value === 'true' || value === 't' || value === '1';
}
