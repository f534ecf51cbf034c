import { COMMAND_SCOPES, type ScopedCommand } from '../command-scopes.js';
import type { ExitCode } from '../exit-code.js';
import { runNodes } from '../run-nodes.js';
import type { Session } from '../session.js';

/** `dvt run`, `build`, `test`, `seed` and `snapshot`: runs the selected nodes of the command's kinds. */
export function runCommand(session: Session): Promise<ExitCode> {
  return runNodes(session, COMMAND_SCOPES[session.invocation.command as ScopedCommand]);
}
