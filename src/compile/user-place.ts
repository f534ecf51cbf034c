import { BUILT_IN_PATH } from '../context/index.js';
import { codeFrame } from '../core/code-frame.js';
import { type Diagnostic, DvtError } from '../core/errors.js';
import type { ManifestNode } from '../spi/node.js';

/**
 * The error with its mistakes placed in the user's files: one inside dvt's own macros is shown where they were called.
 * @param node whose file is the last resort; null where nothing but a macro is run
 */
export function placedInUserFiles(error: DvtError, node: ManifestNode | null): DvtError {
  if (!error.diagnostics.some(isInside)) return error;
  const diagnostics = error.diagnostics.map((diagnostic) =>
    isInside(diagnostic) ? promoted(diagnostic, node) : diagnostic,
  );
  return new DvtError(diagnostics, { cause: error.cause ?? error, terminal: error.terminal });
}

function isInside({ location }: Diagnostic): boolean {
  return location !== undefined && isDvts(location.path);
}

/** dvt's own macros, and texts of the configs, which are no files. */
function isDvts(path: string): boolean {
  return path.startsWith(BUILT_IN_PATH) || path.startsWith('<') || path === '';
}

function promoted(diagnostic: Diagnostic, node: ManifestNode | null): Diagnostic {
  const { location, frame, related = [], ...what } = diagnostic;
  const index = related.findIndex((call) => call.location && !isDvts(call.location.path));
  const place = related[index]?.location ?? (node === null ? null : { path: node.path, line: 1, column: 1 });
  if (place === null) return what;
  const shown = place.path === node?.path && node.kind !== 'snapshot' ? codeFrame(node.rawCode, place) : '';
  const rest = index < 0 ? [] : related.slice(index + 1);
  return { ...what, location: place, ...(shown && { frame: shown }), ...(rest.length > 0 && { related: rest }) };
}
