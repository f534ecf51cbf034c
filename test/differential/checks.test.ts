import { differential } from './differential.js';
import type { Step } from './suite.js';

const ls = (...args: readonly string[]): Step => ({ args: ['ls', '--quiet', ...args], output: true });
const run = (...args: readonly string[]): Step => ({ args });

/**
 * Tests of every kind, unit tests, and what a build does with them. On PostgreSQL views over what a step replaces are
 * tables: dbt would drop them.
 */
const STEPS: readonly Step[] = [
  ls(),
  ls('--resource-type', 'test', '--output', 'name'),
  ls('--resource-type', 'unit_test'),
  ls('--exclude-resource-type', 'test', 'unit_test'),
  run('seed'),
  // A failed test of a view holds up what comes after it.
  run('build'),
  run('run'),
  run('snapshot'),
  run('test'),
  run('test', '--store-failures', '--select', 'people_view'),
  run('test', '--select', 'source:raw'),
  run('test', '--select', 'loose'),
  run('test', '--select', 'ages', 'cities'),
  run('test', '--select', 'inc', 'versioned', 'tag:quick'),
  run('test', '--select', 'broken', '--vars', '{with_broken: true}'),
  run('test', '--select', 'test_type:data', '--exclude', 'tag:bounded'),
  run('test', '--resource-type', 'unit_test'),
  run('build', '--exclude', 'test_type:data', 'grown_wrong', '--full-refresh'),
  run('build', '--select', 'cities', '--indirect-selection', 'cautious'),
  run('build', '--select', 'people_view', '--indirect-selection', 'buildable'),
  run('build', '--resource-type', 'seed', '--resource-type', 'test'),
  run('test', '--select', 'unique_enough', 'nobody_is_old', '--fail-fast', '--threads', '1'),
  run('test', '--select', 'no_such'),
  run('run', '--empty', '--exclude', 'from_eph'),
  { args: ['compile'], compiled: true, nodes: true },
];

differential({ project: 'checks', steps: STEPS });
