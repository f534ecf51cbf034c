import type { ExitCode } from '../exit-code.js';
import type { Invocation } from '../invocation.js';
import type { Options } from '../options.js';
import type { Session } from '../session.js';

/** What a command does once the project and its profiles are read. */
type SessionCommand = (session: Session, options: Options) => Promise<ExitCode>;

/** A command that works on a read project: both its module and that of sessions are loaded when it is called. */
export function inSession(load: () => Promise<SessionCommand>): (invocation: Invocation) => Promise<ExitCode> {
  return async (invocation) => {
    const [{ openSession }, command] = await Promise.all([import('../session.js'), load()]);
    return command(await openSession(invocation), invocation.options);
  };
}
