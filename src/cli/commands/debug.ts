import { dirname } from 'node:path';
import { DvtError } from '../../core/errors.js';
import { connectionLines } from '../../report/connection-lines.js';
import { countOf } from '../../report/units.js';
import { DEFAULT_ENGINE_SETTINGS, lazyEngine } from '../engine.js';
import type { ExitCode } from '../exit-code.js';
import { showFailure } from '../failure.js';
import { findProject, findProjectIfAny } from '../find-project.js';
import type { Invocation } from '../invocation.js';
import { openProfiles, profilesPath } from '../open-profiles.js';
import { openSession } from '../session.js';
import { testConnection } from '../test-connection.js';

/** `dvt debug`, as dbt has it: project, profile and target one after the other; 1 when something is wrong. */
export async function debugCommand(invocation: Invocation): Promise<ExitCode> {
  const { console, version } = invocation;
  if (invocation.options.configDir) return sayWhere(invocation);
  const { style } = console;
  const failures: DvtError[] = [];
  const step = async <T>(title: string, check: () => Promise<readonly [text: string, value: T]>): Promise<T | null> => {
    try {
      const [text, value] = await check();
      console.print(`${title.padEnd(WIDTH)} ${text} ${style.green('[OK]')}`);
      return value;
    } catch (error) {
      if (!(error instanceof DvtError)) throw error;
      console.print(`${title.padEnd(WIDTH)} ${style.red('[ERROR]')}`);
      failures.push(error);
      return null;
    }
  };

  console.print(`dvt ${version}, Node.js ${process.versions.node}, ${process.platform} ${process.arch}`);
  const file = await step('project', async () => {
    const found = await findProject(invocation);
    return [`${found.root}/${found.name}`, found];
  });
  const open =
    file &&
    (await step('profiles', async () => {
      const found = await openProfiles(invocation, file);
      return [found.profiles.path, found];
    }));
  const session =
    open &&
    (await step('configuration', async () => {
      const found = await openSession(invocation);
      return [`${found.project.name}, target ${found.target}, ${countOf(found.threads, 'thread')}`, found];
    }));
  if (session) {
    const engine = lazyEngine(DEFAULT_ENGINE_SETTINGS, invocation.id);
    const context = {
      profiles: session.profiles,
      projectDir: session.project.root,
      engine: async () => (await engine.get()).sql(),
      signal: session.signal,
    };
    const test = await testConnection(session.target, context).finally(() => engine.close());
    console.print(connectionLines(test, style).join('\n'));
    if (!test.server) return 1;
  }
  for (const failure of failures) showFailure(failure, console.err, invocation);
  if (failures.length === 0) console.print(style.green('\nAll checks passed!'));
  return failures.length === 0 ? 0 : 1;
}

/** `--config-dir`: as in dbt, a line that opens the folder on this system. */
async function sayWhere(invocation: Invocation): Promise<ExitCode> {
  const folder = dirname(await profilesPath(invocation, await findProjectIfAny(invocation)));
  const openers: Readonly<Record<string, string>> = { darwin: 'open', win32: 'start' };
  invocation.console.print(`To view your profiles.yml, run:\n\n${openers[process.platform] ?? 'xdg-open'} ${folder}`);
  return 0;
}

const WIDTH = 14;
