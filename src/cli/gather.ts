import { type Diagnostic, DvtError } from '../core/errors.js';

/** Waits for all; what several of them have wrong is thrown as one error. */
export async function gather<T>(work: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(work);
  const diagnostics: Diagnostic[] = [];
  const values: T[] = [];
  for (const one of settled) {
    if (one.status === 'fulfilled') values.push(one.value);
    else if (one.reason instanceof DvtError) diagnostics.push(...one.reason.diagnostics);
    else throw one.reason;
  }
  if (diagnostics.length > 0) throw new DvtError(diagnostics);
  return values;
}
