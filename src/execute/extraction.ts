import { cancelledError } from '../core/cancelled.js';
import { dottedName } from '../core/dotted-name.js';
import type { Permits } from '../core/permits.js';
import { withoutStandIns } from '../core/stand-ins.js';
import type { Connection } from '../spi/connection.js';
import type { ExposedRelation } from '../spi/engine.js';
import type { PlannedScan } from '../spi/plan.js';
import type { ExtractionResult } from '../spi/run-result.js';
import type { ScanPlan, ScanRequest } from '../spi/scan.js';
import type { ExtractedRelation, NodeWork } from './node-work.js';
import { reduceScan } from './reduce-scan.js';

const SHOWN_CHARACTERS = 2000;

type ReadPlan = Extract<ScanPlan, { kind: 'read' }>;

/** A relation that the engine can read now. */
export interface Extracted {
  readonly relation: ExposedRelation;
  /** the staging table, to be dropped after use; null where the engine reads the relation itself */
  readonly staged: string | null;
  readonly result: ExtractionResult | null;
}

/**
 * Brings what one scan needs within the engine's reach, by an extraction that other nodes share where there is one.
 * `fetched` waits for another scan of the node, of which keys may be needed.
 */
export async function extractScan(
  work: NodeWork,
  scan: PlannedScan,
  table: string,
  fetched: (scan: number) => Promise<ExposedRelation>,
): Promise<Extracted> {
  if (!scan.read) return { relation: exposed(scan, { expression: neverRead(scan) }), staged: null, result: null };
  const shared = (await work.shared?.join(work, scan)) ?? null;
  if (shared !== null)
    return {
      relation: exposed(shared.predicate === scan.predicate ? scan : withoutStandIns(scan), shared.from),
      staged: null,
      result: shared.result,
    };
  const { from, result } = await extractReduced(work, scan, table, fetched);
  return { relation: exposed(scan, from), staged: 'staged' in from ? from.staged : null, result };
}

async function extractReduced(
  work: NodeWork,
  scan: PlannedScan,
  table: string,
  fetched: (scan: number) => Promise<ExposedRelation>,
): Promise<ExtractedRelation> {
  if (scan.reduction === null) return extractRelation(work, scan, table);
  const { context, plan, signal } = work;
  const { dialect } = await context.connections.get(scan.input.connection);
  const engine = await context.engine();
  const namespace = `${table}_keys`;
  const reduced = await reduceScan(scan, { engine, dialect, scans: plan.scans, fetched, namespace, signal });
  const { from, result } = await extractRelation(work, reduced.scan, table);
  return { from, result: result && { ...result, reducedBy: reduced.outcomes } };
}

/** What a planned scan asks of its connection. */
export function scanRequest(scan: PlannedScan, maxSplits: number): ScanRequest {
  const columns = scan.columns.filter((column) => column.fetched).map((column) => column.scan);
  return { relation: scan.relation, columns, predicate: scan.predicate, maxSplits };
}

/** Fetches a scan by an extraction of its own, or finds how the engine reads it. */
export async function extractRelation(work: NodeWork, scan: PlannedScan, table: string): Promise<ExtractedRelation> {
  const { connections } = work.context;
  const connection = await connections.get(scan.input.connection);
  const permits = await connections.extractions(scan.input.connection);
  if (work.signal.aborted) throw cancelledError();
  const request = scanRequest(scan, permits.total);
  const reader = await work.context.snapshots.reader(work.plan, scan);
  const first = await reader.scan(request);
  if (first.kind === 'engine') return { from: { expression: renamed(scan, first.from) }, result: null };
  let planned: ReadPlan | null = first;
  const plan = async (): Promise<ReadPlan> => {
    const next = planned ?? ((await reader.scan(request)) as ReadPlan);
    planned = null;
    return next;
  };
  let staged = false;
  try {
    const result = await stage(work, scan, plan, connection, permits, table);
    staged = true;
    return { from: { staged: table }, result };
  } finally {
    reader.end(staged);
  }
}

/** The engine's own table expression with the names that federated SQL uses. */
function renamed(scan: PlannedScan, from: string): string {
  const fetched = scan.columns.filter((column) => column.fetched);
  if (fetched.every((column) => column.name === column.scan.name)) return from;
  const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
  return `(select ${fetched.map((column) => `${quoted(column.scan.name)} as ${quoted(column.name)}`).join(', ')} from ${from})`;
}

async function stage(
  work: NodeWork,
  scan: PlannedScan,
  plan: () => Promise<ReadPlan>,
  connection: Connection,
  permits: Permits,
  table: string,
): Promise<ExtractionResult> {
  const { context, signal } = work;
  const { node } = work.plan;
  const started = performance.now();
  const relation = nameOf(scan);
  const fetched = scan.columns.filter((column) => column.fetched);
  const { rows, bytes } = await context.extract({
    engine: await context.engine(),
    table,
    columns: fetched.map((column) => ({ name: column.name, type: column.scan.type })),
    expectedBytes: scan.estimate.bytes,
    plan: async () => {
      const planned = await plan();
      for (const { sql } of planned.tasks) {
        const message = `fetch from ${connection.name}: ${shortened(sql)}`;
        context.emit({ type: 'debug', message, fields: { node: node.id } });
      }
      return planned;
    },
    permits,
    room: context.connections.room(connection.name),
    cancelOnServer: (key) => connection.cancel(key),
    signal,
    onProgress: (progress) =>
      context.emit({
        type: 'extraction progress',
        node,
        connection: connection.name,
        relation,
        rows: progress.rows,
        estimatedRows: scan.estimate.rows,
      }),
    onRetry: (error) =>
      context.emit({ type: 'notice', message: `Fetching ${relation} failed (${error.message}); trying again.` }),
  });
  return {
    connection: connection.name,
    relation,
    rows,
    bytes,
    milliseconds: performance.now() - started,
    estimatedRows: scan.estimate.rows,
    estimatedBytes: scan.estimate.bytes,
    reducedBy: [],
  };
}

/** A list of keys can be megabytes long. */
function shortened(sql: string): string {
  return sql.length <= SHOWN_CHARACTERS ? sql : `${sql.slice(0, SHOWN_CHARACTERS)} ... (${sql.length} characters)`;
}

function exposed(scan: PlannedScan, from: ExposedRelation['from']): ExposedRelation {
  return {
    ...scan.input.federated,
    columns: scan.columns.map(({ name, scan: { type }, fetched, standIn }) => ({
      name,
      type,
      fetched,
      ...(standIn !== undefined && { standIn }),
    })),
    from,
  };
}

/** A table expression that fails when a row is asked of it: the planner said that none would be. */
function neverRead(scan: PlannedScan): string {
  const message = `${nameOf(scan)} was not fetched`.replaceAll("'", "''");
  return `(select i from range(1) r(i) where error('${message}' || i::varchar) is null)`;
}

/** A relation as federated SQL names it, a block by what it reads. */
function nameOf({ input: { federated }, relation: { block } }: PlannedScan): string {
  if (block !== undefined) return `block over ${block.reads.map(dottedName).join(', ')}`;
  return `${federated.catalog}.${federated.schema}.${federated.identifier}`;
}
