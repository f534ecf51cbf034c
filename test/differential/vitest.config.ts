import { defineConfig } from 'vitest/config';

/** `npm run differential`: the same projects under real dbt and under dvt. Apart from the tests: it needs Python and dbt. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/differential/**/*.{diff,test}.ts'],
    env: { DIFFERENTIAL: process.env['DIFFERENTIAL'] ?? 'live' },
    globalSetup: ['test/differential/install-dbt.ts', 'test/servers/setup.ts'],
    reporters: ['default', './test/reporter.ts'],
    testTimeout: 600_000,
    hookTimeout: 900_000,
    pool: 'forks',
    maxWorkers: 1,
    bail: 0,
    server: { deps: { external: [/\/dist\//] } },
  },
});
