import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { Redactor } from '../core/redact.js';
import { createStyle } from '../report/style.js';
import type { CommandSpec } from './command-spec.js';
import { createConsole, processStream, type Stream, wantsColors } from './console.js';
import { FrameDrawer, rootOf } from './draw-frames.js';
import { EventHub } from './event-hub.js';
import type { ExitCode } from './exit-code.js';
import { failureText, showFailure } from './failure.js';
import { abortOnInterrupt } from './interrupt.js';
import { type Given, mergeOptions } from './merge-options.js';
import { eventStream, openReporter } from './open-reporter.js';
import { optionsOf } from './option-table/options-of.js';
import { parseCommandLine } from './program.js';
import { findFlags } from './project-flags.js';
import { dvtVersion } from './version.js';
import { warningPolicy } from './warning-policy.js';

/** The command line: reads what the process was given, runs one command and ends the process with its code. */
export async function main(): Promise<void> {
  const out = processStream(process.stdout);
  const err = processStream(process.stderr);
  const redactor = new Redactor();
  const argv = process.argv.slice(2);
  const failed = (error: unknown) =>
    showFailure(error, err, { options: shownBefore(argv), env: process.env, redactor });
  // What nobody caught passes the redactor like all else; the exit handlers put the terminal right.
  process.on('uncaughtException', (error) => process.exit(failed(error)));
  let code: ExitCode;
  try {
    const request = await parseCommandLine(argv, { write: out.write, version: dvtVersion(), columns: out.columns });
    code = request.kind === 'done' ? 0 : await start(request, { argv, out, err, redactor });
  } catch (error) {
    code = failed(error);
  }
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  // A connection that someone forgot to close must not keep a finished command alive.
  process.exit(code);
}

interface Started {
  readonly command: CommandSpec;
  readonly names: readonly string[];
  readonly given: Given;
}

interface Surroundings {
  readonly argv: readonly string[];
  readonly out: Stream;
  readonly err: Stream;
  readonly redactor: Redactor;
}

async function start(
  { command, names, given }: Started,
  { argv, out, err, redactor }: Surroundings,
): Promise<ExitCode> {
  const env = process.env;
  const specs = optionsOf(command);
  const early = mergeOptions(given, specs, env);
  const root = rootOf(early, process.cwd());
  const profilesDir = early.profilesDir === null ? null : resolve(process.cwd(), early.profilesDir);
  const flags = await findFlags({ root, profilesDir, env, home: homedir() });
  const options = mergeOptions(given, specs, env, flags.all);
  const policy = warningPolicy(options);
  const style = createStyle(wantsColors(out, options.color, env));
  const console = createConsole(out, err, { redactor, style, input: process.stdin.isTTY === true });
  const { registerSecretVariables } = await import('../config/environment.js');
  registerSecretVariables(env, redactor);
  const stream = eventStream(console, command.printsResult ?? false);
  const frames = new FrameDrawer(root);
  const reporter = await openReporter(stream, { options, env, redactor });
  const hub = new EventHub(reporter, { frames, policy, prints: options.print });
  process.on('exit', () => hub.close());
  const notice = 'Cancelling on the servers too; Ctrl-C again stops at once.';
  const signal = abortOnInterrupt(process, () => hub.emit({ type: 'notice', message: notice }));
  try {
    return await command.run({
      id: randomUUID(),
      startedAt: new Date(),
      command: command.name,
      words: argv,
      names,
      options,
      profileFlags: flags.ofProfiles,
      env,
      cwd: process.cwd(),
      home: homedir(),
      version: dvtVersion(),
      signal,
      redactor,
      console,
      events: hub,
      frames,
      policy,
    });
  } catch (error) {
    const logged = hub.record(`failed: ${failureText(error)}`);
    hub.close();
    return showFailure(error, err, { options, env, redactor, frames, logged });
  }
}

/** How to show a mistake of the command line itself, whose options could not be read. */
function shownBefore(argv: readonly string[]) {
  const json = argv.some(
    (word, i) => word === '--log-format=json' || (word === '--log-format' && argv[i + 1] === 'json'),
  );
  const color = argv.includes('--no-color') ? false : null;
  return { logFormat: json ? ('json' as const) : ('text' as const), debug: argv.includes('--debug'), color };
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (!stream.writable) resolve();
    else stream.write('', () => resolve());
  });
}
