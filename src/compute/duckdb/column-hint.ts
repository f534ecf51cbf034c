import { DvtError } from '../../core/errors.js';
import { nearest } from '../../core/nearest.js';
import type { StubRelation } from '../../spi/engine.js';

const NO_COLUMN = /^Binder Error: Table ".*" does not have a column named "(.*)"$/;

/** DuckDB names the nearest columns of tables and none of views, which stubs are. */
export function withColumnHint(error: Error, relations: readonly StubRelation[]): Error {
  if (!(error instanceof DvtError)) return error;
  const missing = NO_COLUMN.exec(error.message)?.[1];
  const known = new Set(relations.flatMap(({ columns }) => columns.map(({ name }) => name)));
  const near = missing === undefined ? null : nearest(missing, known);
  if (near === null) return error;
  const diagnostics = error.diagnostics.map((one) => ({ ...one, hint: `Did you mean ${near}?` }));
  return new DvtError(diagnostics, { cause: error.cause, terminal: error.terminal });
}
