import { type Diagnostic, DvtError } from './errors.js';

/** An error on its way between threads, where classes do not survive. */
export interface Failure {
  readonly diagnostics: readonly Diagnostic[];
  readonly terminal: boolean;
  /** character offset in the SQL that the work was about */
  readonly position?: number;
  /** set where the error is a defect of dvt: its stack, for `--debug` */
  readonly stack?: string;
}

/** Packs an error. One that is no DvtError is a defect and keeps its name and stack. */
export function toFailure(error: unknown): Failure {
  if (error instanceof DvtError) {
    const position = positionOf(error);
    const packed = { diagnostics: error.diagnostics, terminal: error.terminal };
    return position === null ? packed : { ...packed, position };
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { diagnostics: [{ code: 'DVT5000', message }], terminal: true, stack: stack ?? message };
}

/** Unpacks what `toFailure` packed. */
export function fromFailure(failure: Failure): Error {
  if (failure.stack !== undefined) {
    const defect = new Error(failure.diagnostics[0]?.message ?? 'unknown error');
    defect.stack = failure.stack;
    return defect;
  }
  const cause = failure.position === undefined ? undefined : { position: failure.position };
  return new DvtError(failure.diagnostics, { terminal: failure.terminal, cause });
}

/** The character offset in the SQL that an error points at (`{ position }` as its cause), or null. */
function positionOf(error: unknown): number | null {
  const cause: unknown = error instanceof Error ? error.cause : null;
  if (typeof cause !== 'object' || cause === null || !('position' in cause)) return null;
  return typeof cause.position === 'number' ? cause.position : null;
}
