import type { ExitCode } from '../exit-code.js';
import { runNodes } from '../run-nodes.js';
import type { Session } from '../session.js';

/** `dvt test`: runs data tests and unit tests. */
export function testCommand(session: Session): Promise<ExitCode> {
  return runNodes(session, { kinds: ['test', 'unit_test'], testsGate: false });
}
