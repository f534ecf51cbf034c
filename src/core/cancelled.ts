import { DvtError } from './errors.js';

/** Code of the error that work ends with when someone asked it to stop: not a failure of its own. */
const CANCELLED = 'DVT5001';

/** The error of work that was stopped on request (Ctrl-C, a failed sibling, a timeout). */
export function cancelledError(): DvtError {
  return new DvtError({ code: CANCELLED, message: 'Cancelled.' });
}

/** Whether an error only says that the work was stopped on request. */
export function isCancelled(error: unknown): boolean {
  return error instanceof DvtError && error.code === CANCELLED;
}
