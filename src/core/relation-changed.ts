import { DvtError } from './errors.js';

/** The error of a relation that is not what it was when it was described: its plan does not fit it any more. */
export function relationChanged(relation: string, what: string, cause?: unknown): DvtError {
  return new DvtError(
    {
      code: 'DVT5113',
      message: `${relation} is no longer what it was when the run was planned: ${what}`,
      hint: 'Run again: the plan is then made for what is there.',
    },
    { cause },
  );
}
