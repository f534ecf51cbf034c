import { type Diagnostic, DvtError } from '../core/errors.js';
import type { ManifestNode } from '../spi/node.js';
import type { NodeResult } from '../spi/run-result.js';
import type { RunContext } from './run-context.js';

/** The result of a node that did not come to its end. */
export function failedResult(
  error: unknown,
  node: ManifestNode,
  context: Pick<RunContext, 'emit'>,
  signal: AbortSignal,
): NodeResult {
  return {
    node,
    status: signal.aborted ? 'cancelled' : 'error',
    message: null,
    failures: null,
    failedRows: null,
    diagnostics: diagnosticsOf(error, node, context),
    startedAt: null,
    completedAt: new Date(),
    rows: null,
    bytesLoaded: null,
    extractions: [],
    compiledSql: null,
    compiledPath: null,
    timing: [],
    skippedBecause: null,
  };
}

/** What went wrong, placed in the node's file where nothing better is known. */
export function diagnosticsOf(
  error: unknown,
  node: ManifestNode,
  context: Pick<RunContext, 'emit'>,
): readonly Diagnostic[] {
  const where = { path: node.path, line: 1, column: 1 };
  if (error instanceof DvtError) return error.diagnostics.map((diagnostic) => ({ location: where, ...diagnostic }));
  const stack = error instanceof Error ? error.stack : undefined;
  context.emit({ type: 'debug', message: stack ?? String(error), fields: { node: node.id } });
  const message = error instanceof Error ? error.message : String(error);
  return [
    { code: 'DVT5000', message, location: where, hint: 'This is a defect of dvt; --debug shows where it happened.' },
  ];
}
