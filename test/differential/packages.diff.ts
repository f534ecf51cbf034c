import { rmSync } from 'node:fs';
import { afterAll, test } from 'vitest';
import { differential } from './differential.js';
import { fetchedPackages } from './packages.js';
import type { Step, Suite } from './suite.js';

const run = (...args: readonly string[]): Step => ({ args });

/** The widely used packages, and how their own integration tests are run. */
const SUITES: Readonly<Record<string, Suite['steps']>> = {
  // The differences of seeds and of FLOAT on DuckDB.
  dbt_utils: (kind) => [
    run('deps'),
    run('build', ...(kind === 'duckdb' ? ['--exclude', 'data_nullcheck_table+', 'test_get_single_value'] : [])),
  ],
  dbt_date: [run('deps'), run('build')],
  // One random value in a thousand is far from the others.
  dbt_expectations: [
    run('deps'),
    {
      ...run('build', '--exclude', 'test_name:expect_column_values_to_be_within_n_moving_stdevs'),
      random: /\.timeseries_/,
    },
  ],
  codegen: [run('deps'), run('run-operation', 'create_source_table'), run('seed'), run('run'), run('test')],
  audit_helper: [
    run('deps'),
    run('build', '--exclude', 'tag:skip', 'test_type:unit', 'unit_test_struct_model_a+', 'unit_test_struct_model_b+'),
  ],
};

if (process.env['DIFFERENTIAL'] === 'live') {
  const folder = fetchedPackages();
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, steps] of Object.entries(SUITES)) {
    differential({ name, project: `${folder}/${name}`, within: 'integration_tests', steps });
  }
} else {
  test.skip('the packages are not ours to keep: DIFFERENTIAL=live npm run differential fetches them', () => {});
}
