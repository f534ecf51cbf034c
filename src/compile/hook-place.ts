import { codeFrame } from '../core/code-frame.js';
import { type Diagnostic, DvtError } from '../core/errors.js';
import { positionAt } from '../core/position.js';
import type { ManifestNode } from '../spi/node.js';

/** An error in a node's hooks: it says so, and is placed where the node's file configures them. */
export function inHook(error: DvtError, moment: 'pre-hook' | 'post-hook', node: ManifestNode): DvtError {
  const written = /(?:pre|post)[-_]hook/g;
  const offset = [...node.rawCode.matchAll(written)].find(([name]) => name.replace('_', '-') === moment)?.index;
  const place = offset === undefined ? { line: 1, column: 1 } : positionAt(node.rawCode, offset);
  const location = { path: node.path, ...place, ...(offset !== undefined && { length: moment.length }) };
  const diagnostics = error.diagnostics.map(({ frame, related = [], ...diagnostic }): Diagnostic => {
    const message = `${diagnostic.message}\nin a ${moment} of ${node.name}`;
    const elsewhere = diagnostic.location !== undefined && diagnostic.location.path !== node.path;
    if (elsewhere) return { ...diagnostic, message, related, ...(frame !== undefined && { frame }) };
    return {
      ...diagnostic,
      message,
      location,
      ...(offset !== undefined && { frame: codeFrame(node.rawCode, location) }),
    };
  });
  return new DvtError(diagnostics, { cause: error, terminal: error.terminal });
}
