import { DvtError } from './errors.js';

const CODE = 'DVT5111';

/**
 * The error of a read whose state of the source is gone with the session that held it. It may pass: a new state can be
 * taken where nothing of the lost one has been used.
 */
export function snapshotLost(detail: string, cause?: unknown): DvtError {
  return new DvtError(
    {
      code: CODE,
      message: `The snapshot of the source is lost: ${detail}`,
      hint: 'The server was restarted or ended the session, or the network failed; run again.',
    },
    { cause, terminal: false },
  );
}

export function isSnapshotLost(error: unknown): boolean {
  return error instanceof DvtError && error.code === CODE;
}
