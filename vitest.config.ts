import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/servers/setup.ts'],
    reporters: ['default', './test/reporter.ts'],
    // For a machine that is slow, or busy with something else: a limit only ends what hangs.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    pool: 'forks',
    maxWorkers: 2,
    // The built product is what the tests load: worker threads start from the same files.
    server: { deps: { external: [/\/dist\//] } },
  },
});
