import type { CompiledNode } from '../spi/compiled.js';
import { codeFrame } from './code-frame.js';
import { type Diagnostic, DvtError } from './errors.js';
import type { Location } from './position.js';
import { offsetIn } from './sql-place.js';

/**
 * A mistake without a place, given one in a node's file. What a server refuses (codes 4xxx) is about no line of it, and a
 * frame around its first line would send a person to the wrong file.
 */
export function placedIn(location: Location, diagnostic: Diagnostic): Diagnostic {
  return diagnostic.code.startsWith('DVT4') ? diagnostic : { location, ...diagnostic };
}

/** An error about a model's SQL (a `SqlPlace` as its cause), placed where the model's author wrote it. */
export function placeError(error: unknown, compiled: CompiledNode): unknown {
  if (!(error instanceof DvtError)) return error;
  const offset = offsetIn(error, compiled.sql);
  const location = offset === null ? null : compiled.locate(offset);
  if (location === null) {
    const where = { path: compiled.node.path, line: 1, column: 1 };
    return new DvtError(
      error.diagnostics.map((diagnostic) => placedIn(where, diagnostic)),
      { cause: error },
    );
  }
  // The node's own file is at hand, unless it is one block of it; others are read where mistakes are shown.
  const { node } = compiled;
  const whole = location.path === node.path && node.kind !== 'snapshot';
  const frame = whole ? codeFrame(node.rawCode, location) : '';
  const placed = ({ frame: _, ...diagnostic }: Diagnostic): Diagnostic => ({
    ...diagnostic,
    location,
    ...(frame === '' ? {} : { frame }),
  });
  return new DvtError(error.diagnostics.map(placed), { cause: error });
}
