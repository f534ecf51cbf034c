import pRetry from 'p-retry';
import { batchLayout } from '../core/batch/layout.js';
import { cancelledError } from '../core/cancelled.js';
import { DvtError } from '../core/errors.js';
import type { ResultColumn } from '../spi/column-type.js';
import type { Connection } from '../spi/connection.js';
import type { ExposedRelation } from '../spi/engine.js';
import type { PlannedScan } from '../spi/plan.js';
import type { ExtractionResult } from '../spi/run-result.js';
import type { ScanPlan } from '../spi/scan.js';
import type { NodeWork } from './node-work.js';

const RETRIES = 2;

/** A relation that the engine can read now. */
export interface Extracted {
  readonly relation: ExposedRelation;
  /** the staging table, to be dropped after use; null where the engine reads the relation itself */
  readonly staged: string | null;
  readonly result: ExtractionResult | null;
}

/** Brings what one scan needs within the engine's reach. A fault that may pass is tried again, from a new snapshot. */
export async function extractScan(work: NodeWork, scan: PlannedScan, table: string): Promise<Extracted> {
  if (!scan.read) return { relation: exposed(scan, { expression: neverRead(scan) }), staged: null, result: null };
  const connection = await work.context.connections.get(scan.input.connection);
  return pRetry(() => attempt(work, scan, table, connection), {
    retries: RETRIES,
    minTimeout: 500,
    randomize: true,
    shouldRetry: ({ error }) => error instanceof DvtError && !error.terminal && !work.signal.aborted,
  });
}

async function attempt(work: NodeWork, scan: PlannedScan, table: string, connection: Connection): Promise<Extracted> {
  const permits = await work.context.connections.extractions(scan.input.connection);
  const fetched = scan.columns.filter((column) => column.fetched);
  const plan = await connection.scan({
    relation: scan.relation,
    columns: fetched.map((column) => column.scan),
    predicate: scan.predicate,
    maxSplits: permits.total,
  });
  if (plan.kind === 'engine') return { relation: exposed(scan, { expression: plan.from }), staged: null, result: null };
  try {
    const columns = fetched.map((column) => ({ name: column.name, type: column.scan.type }));
    const result = await permits.hold(plan.tasks.length, () => stage(work, scan, plan, connection, columns, table));
    return { relation: exposed(scan, { staged: table }), staged: table, result };
  } finally {
    await plan.release();
  }
}

async function stage(
  work: NodeWork,
  scan: PlannedScan,
  plan: Extract<ScanPlan, { kind: 'read' }>,
  connection: Connection,
  columns: readonly ResultColumn[],
  table: string,
): Promise<ExtractionResult> {
  if (work.signal.aborted) throw cancelledError();
  const { context } = work;
  const started = performance.now();
  const relation = nameOf(scan);
  for (const task of plan.tasks) {
    context.emit({
      type: 'debug',
      message: `fetch ${connection.name}: ${task.sql}`,
      fields: { node: work.plan.node.id },
    });
  }
  const { rows, bytes } = await context.extract({
    tasks: plan.tasks,
    engine: await context.engine(),
    table,
    columns,
    layout: batchLayout(columns.map((column) => column.type)),
    cancelOnServer: (key) => connection.cancel(key),
    signal: work.signal,
    onProgress: (progress) =>
      context.emit({
        type: 'extraction progress',
        node: work.plan.node,
        connection: connection.name,
        relation,
        rows: progress.rows,
        estimatedRows: scan.estimate.rows,
      }),
  });
  return { connection: connection.name, relation, rows, bytes, milliseconds: performance.now() - started };
}

function exposed(scan: PlannedScan, from: ExposedRelation['from']): ExposedRelation {
  return {
    ...scan.input.federated,
    columns: scan.columns.map((column) => ({ name: column.name, type: column.scan.type, fetched: column.fetched })),
    from,
  };
}

/** A table expression that fails when a row is asked of it: the planner said that none would be. */
function neverRead(scan: PlannedScan): string {
  const message = `${nameOf(scan)} was not fetched`.replaceAll("'", "''");
  return `(select i from range(1) r(i) where error('${message}' || i::varchar) is null)`;
}

function nameOf(scan: PlannedScan): string {
  const { catalog, schema, identifier } = scan.input.federated;
  return `${catalog}.${schema}.${identifier}`;
}
