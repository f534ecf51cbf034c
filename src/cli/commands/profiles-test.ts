import { connectionLines } from '../../report/connection-lines.js';
import { chosenConnections } from '../chosen-connections.js';
import { DEFAULT_ENGINE_SETTINGS, lazyEngine } from '../engine.js';
import type { ExitCode } from '../exit-code.js';
import { findProjectIfAny } from '../find-project.js';
import type { Invocation } from '../invocation.js';
import { openProfiles } from '../open-profiles.js';
import { type ConnectionTest, testConnection } from '../test-connection.js';

/** `dvt profiles test`: reaches connections, all at once, and goes on when some fail. 1 when any did. */
export async function profilesTestCommand(invocation: Invocation): Promise<ExitCode> {
  const { console, options, signal } = invocation;
  const project = await findProjectIfAny(invocation);
  const open = await openProfiles(invocation, project);
  const names = chosenConnections(open, invocation);
  const engine = lazyEngine(DEFAULT_ENGINE_SETTINGS, invocation.id);
  const context = {
    profiles: open.profiles,
    projectDir: project?.root ?? invocation.cwd,
    engine: async () => (await engine.get()).sql(),
    signal,
  };
  try {
    const running = names.map((name) => testConnection(name, context));
    const tests: ConnectionTest[] = [];
    // In the file's order, each as soon as it and those before it are known.
    for (const each of running) {
      const test = await each;
      tests.push(test);
      if (options.output !== 'json') console.print(connectionLines(test, console.style).join('\n'));
    }
    if (options.output === 'json') console.printJson(tests.map(withoutFrames), { indent: 2 });
    const failed = tests.filter(({ server }) => server === null).length;
    if (options.output !== 'json' && tests.length > 1) {
      console.print(`\n${tests.length - failed} reached, ${failed} failed`);
    }
    return failed > 0 ? 1 : 0;
  } finally {
    await engine.close();
  }
}

function withoutFrames(test: ConnectionTest) {
  return { ...test, diagnostics: test.diagnostics.map(({ frame: _, ...rest }) => rest) };
}
