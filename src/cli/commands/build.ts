import type { ExitCode } from '../exit-code.js';
import { runNodes } from '../run-nodes.js';
import type { Session } from '../session.js';

/** `dvt build`: seeds, models, snapshots and tests in the order of the graph. */
export function buildCommand(session: Session): Promise<ExitCode> {
  return runNodes(session, { kinds: ['seed', 'model', 'snapshot', 'test', 'unit_test'], testsGate: true });
}
