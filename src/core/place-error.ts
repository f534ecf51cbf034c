import type { CompiledNode } from '../spi/compiled.js';
import { codeFrame } from './code-frame.js';
import { type Diagnostic, DvtError } from './errors.js';
import { offsetIn } from './sql-place.js';

/** An error about a model's SQL (a `SqlPlace` as its cause), placed where the model's author wrote it. */
export function placeError(error: unknown, compiled: CompiledNode): unknown {
  if (!(error instanceof DvtError)) return error;
  const offset = offsetIn(error, compiled.sql);
  const location = offset === null ? null : compiled.locate(offset);
  if (location === null) {
    const where = { path: compiled.node.path, line: 1, column: 1 };
    return new DvtError(
      error.diagnostics.map((diagnostic) => ({ location: where, ...diagnostic })),
      { cause: error },
    );
  }
  // The model's own file is at hand; a macro's is not, and its place alone has to do.
  const frame = location.path === compiled.node.path ? codeFrame(compiled.node.rawCode, location) : '';
  const placed = (diagnostic: Diagnostic): Diagnostic => ({
    ...diagnostic,
    location,
    ...(frame === '' ? {} : { frame }),
  });
  return new DvtError(error.diagnostics.map(placed), { cause: error });
}
