import { DvtError } from '../../../core/errors.js';

/** Primary result codes (https://www.sqlite.org/rescode.html). */
const BUSY = 5;
const LOCKED = 6;

const ADVICE: Readonly<Record<number, readonly [code: string, hint: string | null]>> = {
  1: ['DVT5401', null],
  5: ['DVT4403', 'end the other program, or raise `lock_timeout` in the profile (seconds)'],
  8: ['DVT4404', 'SQLite needs write access to the file and to its directory (journal)'],
  10: ['DVT4405', 'the disk reported an error; run `pragma integrity_check`'],
  11: ['DVT4406', 'the file is damaged; run `pragma integrity_check`, and restore it from a copy'],
  13: ['DVT4407', 'free some disk space'],
  14: ['DVT4408', 'check the path, and that this user may read the file and write its directory'],
  26: ['DVT4409', 'give the path of a SQLite 3 file; an encrypted one cannot be read'],
};

/** The primary result code of an error that SQLite reported, or null. */
export function resultCode(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return null;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : null;
}

/** Whether another connection holds a lock, so that trying again may help. */
export function isBusy(error: unknown): boolean {
  const code = resultCode(error);
  return code === BUSY || code === LOCKED;
}

/** An error of SQLite as a DvtError that begins with `what`; anything else as it is. */
export function sqliteError(error: unknown, what: string): Error {
  if (error instanceof DvtError || !(error instanceof Error)) return error as Error;
  const code = resultCode(error);
  if (code === null) return error;
  const [dvt, hint] = ADVICE[code] ?? ['DVT5401', 'see https://www.sqlite.org/rescode.html'];
  return new DvtError(
    { code: dvt, message: `${what}: ${error.message}`, ...(hint !== null && { hint }) },
    { cause: error, terminal: !isBusy(error) },
  );
}
