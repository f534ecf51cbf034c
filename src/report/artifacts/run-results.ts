import { statementResponse } from '../../core/statement-response.js';
import { threadNames } from '../../core/thread-names.js';
import type { NodeResult, Timing } from '../../spi/run-result.js';
import { duration, isPartial } from '../node-lines.js';
import { type ArtifactSource, metadata } from './metadata.js';
import { type SnapshotSummary, snapshotsSection } from './snapshots.js';

/**
 * `run_results.json` in dbt's schema v6 (https://schemas.getdbt.com/dbt/run-results/v6.json). What dvt knows beyond it
 * is in each `adapter_response` (route, rows, bytes, extractions) and in `args.dvt` (the states of the sources), the two
 * places where the schema takes what it does not know.
 */
export function runResultsArtifact(
  results: readonly NodeResult[],
  run: ArtifactSource & {
    /** of the whole run */
    readonly milliseconds: number;
    /** the options of the command */
    readonly args: Readonly<Record<string, unknown>>;
    /** a node's relation as its own database spells it; null for an ephemeral model */
    readonly relationName: (node: NodeResult['node']) => string | null;
    /** the states of the sources that were read */
    readonly snapshots: SnapshotSummary;
  },
): Readonly<Record<string, unknown>> {
  const threads = threadNames(results);
  return {
    metadata: metadata('run-results/v6', run),
    results: results.map((result, i) => ({
      status: isPartial(result) ? 'partial success' : STATUS[result.status],
      timing: timings(result.timing),
      thread_id: threads[i],
      execution_time: (duration(result) ?? 0) / 1000,
      adapter_response: adapterResponse(result),
      message: message(result),
      failures: failures(result),
      unique_id: result.node.id,
      // A seed has nothing to compile.
      compiled: result.node.kind === 'seed' ? null : result.compiledSql !== null,
      compiled_code: result.compiledSql,
      relation_name: run.relationName(result.node),
      batch_results: result.batches ?? null,
    })),
    elapsed_time: run.milliseconds / 1000,
    args: { ...run.args, dvt: snapshotsSection(run.snapshots) },
  };
}

/** dbt has no word for a node that was stopped: to its tools it is an error. */
const STATUS = {
  success: 'success',
  pass: 'pass',
  warn: 'warn',
  fail: 'fail',
  error: 'error',
  skipped: 'skipped',
  cancelled: 'error',
} as const;

function timings(timing: readonly Timing[]) {
  return timing.map(({ name, startedAt, completedAt }) => ({
    name,
    started_at: startedAt.toISOString(),
    completed_at: completedAt.toISOString(),
  }));
}

function message(result: NodeResult): string | null {
  if (result.status === 'skipped')
    return result.skippedBecause === null ? result.message : `skipped: ${result.skippedBecause} failed`;
  if (result.status === 'cancelled') return 'Cancelled.';
  if (result.node.kind === 'operation' && result.status === 'success') {
    const { packageName, moment, index } = result.node;
    return `${packageName}.${moment}.${index} passed`;
  }
  if (result.status === 'error')
    return result.diagnostics.map(({ code, message: text }) => `${code} ${text}`).join('\n');
  return result.message;
}

/** Of hooks too, as dbt counts them. */
function failures({ node, status, failures: found }: NodeResult): number | null {
  return node.kind === 'operation' ? Number(status !== 'success') : found;
}

function adapterResponse(result: NodeResult): Readonly<Record<string, unknown>> {
  if (result.status === 'skipped') return {};
  const { route, connection } = result.node;
  return {
    ...answer(result),
    connection,
    route: route.kind,
    engine: route.engine,
    route_reason: route.reason,
    bytes_loaded: result.bytesLoaded,
    extractions: result.extractions,
    diagnostics: result.diagnostics.map(({ frame: _, ...rest }) => rest),
  };
}

/** What the database answered to the last statement, `SELECT 4`; a test is a query of one row. */
function answer({ status, message: said, rows }: NodeResult): Readonly<Record<string, unknown>> {
  if (status === 'error' || status === 'cancelled') return {};
  if (status !== 'success') return { ...statementResponse('SELECT 1', null) };
  const isStatement = said !== null && said !== 'OK' && said !== 'SUCCESS';
  return isStatement ? { ...statementResponse(said, rows) } : { _message: said ?? 'OK' };
}
