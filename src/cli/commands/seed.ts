import type { ExitCode } from '../exit-code.js';
import { runNodes } from '../run-nodes.js';
import type { Session } from '../session.js';

/** `dvt seed`: loads CSV files. */
export function seedCommand(session: Session): Promise<ExitCode> {
  return runNodes(session, { kinds: ['seed'], testsGate: false });
}
