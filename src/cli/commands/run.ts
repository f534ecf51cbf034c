import type { ExitCode } from '../exit-code.js';
import { runNodes } from '../run-nodes.js';
import type { Session } from '../session.js';

/** `dvt run`: computes models and publishes them. */
export function runCommand(session: Session): Promise<ExitCode> {
  return runNodes(session, { kinds: ['model'], testsGate: false });
}
