import type { ExitCode } from '../exit-code.js';
import { runNodes } from '../run-nodes.js';
import type { Session } from '../session.js';

/** `dvt snapshot`: records how rows change. */
export function snapshotCommand(session: Session): Promise<ExitCode> {
  return runNodes(session, { kinds: ['snapshot'], testsGate: false });
}
