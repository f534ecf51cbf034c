import type { Diagnostic } from '../core/errors.js';
import type { RunEvent } from '../spi/event.js';
import type { NodeResult } from '../spi/run-result.js';
import { duration } from './node-lines.js';

const LEVELS = ['debug', 'info', 'warn', 'error', 'none'] as const;

type LogLevel = Exclude<LeastLevel, 'none'>;

/** The least grave that is shown; of `none` nothing is. */
export type LeastLevel = (typeof LEVELS)[number];

/** Whether an event is shown from a level on. What templates print is, unless nothing is. */
export function isShown(event: RunEvent, least: LeastLevel): boolean {
  if (event.type === 'notice' && event.printed === true) return least !== 'none';
  return LEVELS.indexOf(eventLevel(event)) >= LEVELS.indexOf(least);
}

/** How grave an event is. */
export function eventLevel(event: RunEvent): LogLevel {
  if (event.type === 'warning') return 'warn';
  if (event.type === 'debug' || event.type === 'extraction progress') return 'debug';
  if (event.type === 'node finished')
    return failed(event.result) ? 'error' : event.result.status === 'warn' ? 'warn' : 'info';
  if (event.type === 'run finished') return event.results.some(failed) ? 'error' : 'info';
  return 'info';
}

/** An event's data for machines: names and figures (rows, bytes, milliseconds), no nested nodes. */
export function eventFields(event: RunEvent): Readonly<Record<string, unknown>> {
  switch (event.type) {
    case 'run started':
      return {
        runId: event.runId,
        models: event.nodes.length,
        sources: event.sources,
        threads: event.threads,
        target: event.target,
      };
    case 'node started':
      return { node: event.node.id, index: event.index, total: event.total, route: event.node.route };
    case 'extraction progress':
      return {
        node: event.node.id,
        connection: event.connection,
        relation: event.relation,
        rows: event.rows,
        estimatedRows: event.estimatedRows,
      };
    case 'node finished':
      return { index: event.index, total: event.total, ...resultFields(event.result) };
    case 'run finished':
      return {
        milliseconds: event.milliseconds,
        results: event.results.map(({ node, status }) => ({ node: node.id, status })),
      };
    case 'warning':
      return { diagnostic: diagnosticFields(event.diagnostic) };
    case 'notice':
      return {};
    case 'debug':
      return event.fields ?? {};
  }
}

function resultFields(result: NodeResult): Readonly<Record<string, unknown>> {
  return {
    node: result.node.id,
    status: result.status,
    milliseconds: duration(result),
    rows: result.rows,
    bytesLoaded: result.bytesLoaded,
    route: result.node.route,
    extractions: result.extractions,
    skippedBecause: result.skippedBecause,
    diagnostics: result.diagnostics.map(diagnosticFields),
  };
}

/** A mistake without its drawing. */
function diagnosticFields({ frame: _, ...rest }: Diagnostic): Readonly<Record<string, unknown>> {
  return rest;
}

/** Whether a node ended such that the command's exit code tells of it. */
export function failed({ status }: NodeResult): boolean {
  return status === 'error' || status === 'fail';
}
