import { isCancelled } from '../../core/cancelled.js';
import { DvtError } from '../../core/errors.js';
import type { ExitCode } from '../exit-code.js';
import { showFailure } from '../failure.js';
import { macroArguments } from '../macro-arguments.js';
import type { Options } from '../options.js';
import { INLINE, type ParsedProject, parse } from '../parsed-project.js';
import { openRuntime, type Runtime } from '../runtime.js';
import type { Session } from '../session.js';
import { writeManifest } from '../write-artifacts.js';

const NO_MACRO = 'DVT2126';

/** `dvt run-operation`: calls a macro, whose statements run in one session of the project's own target. */
export async function runOperationCommand(session: Session, options: Options): Promise<ExitCode> {
  const [macro = null] = session.invocation.names;
  checkAsked(macro, options);
  const args = macroArguments(options.args);
  const parsed = await parse(session, options.sql);
  await writeManifest(session, parsed);
  const runtime = openRuntime(session, parsed, new Set([session.target]));
  try {
    const connection = await runtime.connections.get(session.target);
    const sql = await connection.session();
    try {
      if (macro !== null) await (await runtime.macros()).operation(macro, args, sql);
      else await sql.query(await statements(parsed, runtime, session));
      await sql.commit();
    } catch (error) {
      // As in dbt: an operation that fails is a failed node, while one that does not exist is a command that cannot be carried out.
      if (!(error instanceof DvtError) || isCancelled(error) || error.code === NO_MACRO) throw error;
      showFailure(error, session.invocation.console.err, session.invocation);
      return 1;
    } finally {
      await sql.close();
    }
    return 0;
  } finally {
    await runtime.close();
  }
}

function checkAsked(macro: string | null, { sql, args }: Options): void {
  const refused = (message: string, hint: string) => new DvtError({ code: 'DVT1040', message, hint });
  if (macro === null && sql === null) throw refused('run-operation needs a macro.', 'Name one, or give --sql.');
  if (sql === null) return;
  if (macro !== null) throw refused('run-operation takes a macro or --sql, not both.', 'Leave one of them out.');
  if (args !== null) throw refused('--args are those of a macro.', 'Write the values into --sql.');
}

/** The statements of `--sql`, in the words of the target's own database. */
async function statements({ manifest }: ParsedProject, runtime: Runtime, session: Session): Promise<string> {
  const node = manifest.nodes.get(`model.${manifest.projectName}.${INLINE}`)!;
  if (node.route.kind === 'in place' && node.connection === session.target) return (await runtime.compile(node)).sql;
  const message = `--sql names relations that are not on ${session.target}: ${node.route.reason}.`;
  throw new DvtError({ code: 'DVT1040', message, hint: 'Statements run on the target alone.' });
}
