import { type Diagnostic, DvtError } from '../core/errors.js';
import { placedIn } from '../core/place-error.js';
import type { Location } from '../core/position.js';
import type { ManifestNode } from '../spi/node.js';
import type { NodeResult } from '../spi/run-result.js';
import type { RunContext } from './run-context.js';
import { atSnapshot } from './snapshot-place.js';

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

/** What went wrong, placed in the node's file where nothing better is known and it is about that file. */
export function diagnosticsOf(
  error: unknown,
  node: ManifestNode,
  context: Pick<RunContext, 'emit'>,
): readonly Diagnostic[] {
  const declared = declaration(node);
  const where = declared ?? { path: node.path, line: 1, column: 1 };
  if (error instanceof DvtError) {
    const placed = error.diagnostics.map((diagnostic) => placedIn(where, diagnostic));
    if (node.kind === 'snapshot') return placed.map((diagnostic) => atSnapshot(diagnostic, node));
    if (declared === null) return placed;
    return placed.map((one) => (one.location === undefined ? one : atDeclaration(one, declared)));
  }
  const stack = error instanceof Error ? error.stack : undefined;
  context.emit({ type: 'debug', message: stack ?? String(error), fields: { node: node.id } });
  const message = error instanceof Error ? error.message : String(error);
  return [
    { code: 'DVT5000', message, location: where, hint: 'This is a defect of dvt; --debug shows where it happened.' },
  ];
}

/** Where a node is written whose template is no file but a text in YAML, or one that dvt makes of it. */
function declaration(node: ManifestNode): Location | null {
  if (node.kind === 'operation') return node.location;
  return node.kind === 'test' ? (node.generic?.location ?? null) : null;
}

/** Places in such a template mean nothing to a person; those in macros do. */
function atDeclaration(diagnostic: Diagnostic, declared: Location): Diagnostic {
  const { location, frame, related = [], ...what } = diagnostic;
  const calls = related.filter((call) => call.location?.path !== declared.path);
  const further = calls.length === 0 ? {} : { related: calls };
  if (location !== undefined && location.path !== declared.path) {
    return { ...what, location, ...(frame !== undefined && { frame }), ...further };
  }
  return { ...what, location: declared, ...further };
}
