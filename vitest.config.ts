import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

/** Folders whose files leave nothing behind in their process: they share one per worker, as starting one takes half a second. */
const SHARED =
  'batches,cli,compile,config,context,core,differential,docs,jinja,macros,manifest,mistakes,plan,report,select';
const shared = `test/{${SHARED}}/**/*.test.ts`;

/** A project of test files; one group runs after the other. */
function group(order: number, test: TestProjectInlineConfiguration['test']): TestProjectInlineConfiguration {
  return {
    test: {
      // For a machine that is slow, or busy with something else: a limit only ends what hangs.
      testTimeout: 300_000,
      hookTimeout: 300_000,
      expect: { poll: { timeout: 60_000 } },
      pool: 'forks',
      maxWorkers: 2,
      sequence: { groupOrder: order },
      // The built product is what the tests load: worker threads start from the same files.
      server: { deps: { external: [/\/dist\//] } },
      ...test,
    },
  };
}

export default defineConfig({
  test: {
    // Of the root alone: both groups use the servers that it offers.
    globalSetup: ['test/servers/setup.ts'],
    reporters: ['default', './test/reporter.ts'],
    projects: [
      group(0, { name: 'alone', include: ['test/**/*.test.ts'], exclude: [shared, '**/node_modules/**'] }),
      group(1, { name: 'shared', include: [shared], isolate: false }),
    ],
  },
});
