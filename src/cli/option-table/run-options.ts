import type { OptionSpec } from './option-spec.js';

/** Commands without it take neither the option nor the variable: a snapshot is never built anew. */
export const FULL_REFRESH_OPTIONS: readonly OptionSpec[] = [
  {
    key: 'fullRefresh',
    flags: '-f, --full-refresh',
    description: 'build incremental models anew',
    kind: 'flag',
    env: ['DVT_FULL_REFRESH', 'DBT_FULL_REFRESH'],
  },
  { key: 'fullRefresh', flags: '--no-full-refresh', description: '', kind: 'off', hidden: true },
];

/** How nodes are run. */
export const RUN_OPTIONS: readonly OptionSpec[] = [
  {
    key: 'failFast',
    flags: '-x, --fail-fast',
    description: 'stop at the first error',
    kind: 'flag',
    env: ['DVT_FAIL_FAST', 'DBT_FAIL_FAST'],
  },
  { key: 'failFast', flags: '--no-fail-fast', description: '', kind: 'off', hidden: true },
];

/** Of commands that run data tests. */
export const STORE_FAILURES_OPTIONS: readonly OptionSpec[] = [
  {
    key: 'storeFailures',
    flags: '--store-failures',
    description: 'tests keep the rows that they find in a table',
    kind: 'flag',
    env: ['DVT_STORE_FAILURES', 'DBT_STORE_FAILURES'],
  },
  { key: 'storeFailures', flags: '--no-store-failures', description: '', kind: 'off', hidden: true },
];

/** Where federated models are computed. */
export const COMPUTE_OPTION: OptionSpec = {
  key: 'compute',
  flags: '--compute <engine>',
  description: 'engine of federated models, in place of compute.default_engine',
  kind: 'text',
  choices: ['duckdb', 'spark'],
};

/** Of `run-operation`. */
export const ARGS_OPTION: OptionSpec = {
  key: 'args',
  flags: '--args <yaml>',
  description: 'arguments of the macro, a YAML mapping',
  kind: 'text',
};

/** Of `run-operation`. */
export const SQL_OPTION: OptionSpec = {
  key: 'sql',
  flags: '--sql <sql>',
  description: 'statements to run in place of a macro, with Jinja',
  kind: 'text',
};

/** dbt prints rows of the seeds that it loads; taken, and without effect. */
export const SHOW_OPTION: OptionSpec = { key: null, flags: '--show', description: '', kind: 'flag', hidden: true };
