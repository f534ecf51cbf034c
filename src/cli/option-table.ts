import { DBT_OPTIONS } from './dbt-options.js';
import type { Options } from './options.js';

/** How one option is written, and what it is called in the environment. */
export interface OptionSpec {
  /** null: taken and without effect */
  readonly key: keyof Options | null;
  /** in commander's notation */
  readonly flags: string;
  readonly description: string;
  /** `list` takes several words, and may be given several times */
  readonly kind: 'text' | 'number' | 'flag' | 'off' | 'list';
  readonly choices?: readonly string[];
  /** the first that is set counts */
  readonly env?: readonly string[];
  /** other spellings of dbt, not shown in help */
  readonly hidden?: boolean;
}

/** Options that every command takes, before its name or after it. */
export const GLOBAL_OPTIONS: readonly OptionSpec[] = [
  {
    key: 'projectDir',
    flags: '--project-dir <folder>',
    description: 'where dvt_project.yml (or dbt_project.yml) is; default the current folder or one above it',
    kind: 'text',
    env: ['DVT_PROJECT_DIR', 'DBT_PROJECT_DIR'],
  },
  // Its variables are places of the search order, see src/config/profiles-path.ts.
  { key: 'profilesDir', flags: '--profiles-dir <folder>', description: 'where profiles.yml is', kind: 'text' },
  {
    key: 'profile',
    flags: '--profile <name>',
    description: 'profile to use in place of the one that the project names',
    kind: 'text',
    env: ['DVT_PROFILE', 'DBT_PROFILE'],
  },
  {
    key: 'target',
    flags: '-t, --target <name>',
    description: "output of the project's own profile",
    kind: 'text',
    env: ['DVT_TARGET', 'DBT_TARGET'],
  },
  {
    key: 'vars',
    flags: '--vars <yaml>',
    description: 'variables, a YAML mapping',
    kind: 'text',
    env: ['DVT_VARS', 'DBT_VARS'],
  },
  {
    key: 'threads',
    flags: '--threads <number>',
    description: 'nodes that run at once; default what the profile says',
    kind: 'number',
    env: ['DVT_THREADS', 'DBT_THREADS'],
  },
  {
    key: 'targetPath',
    flags: '--target-path <folder>',
    description: 'where compiled SQL and artifacts go',
    kind: 'text',
    env: ['DVT_TARGET_PATH', 'DBT_TARGET_PATH'],
  },
  {
    key: 'logPath',
    flags: '--log-path <folder>',
    description: 'where dvt.log is written',
    kind: 'text',
    env: ['DVT_LOG_PATH', 'DBT_LOG_PATH'],
  },
  {
    key: 'logFormat',
    flags: '--log-format <format>',
    description: 'text, or one JSON object a line',
    kind: 'text',
    choices: ['text', 'json'],
    env: ['DVT_LOG_FORMAT', 'DBT_LOG_FORMAT'],
  },
  {
    key: 'quiet',
    flags: '-q, --quiet',
    description: 'only what went wrong',
    kind: 'flag',
    env: ['DVT_QUIET', 'DBT_QUIET'],
  },
  {
    key: 'color',
    flags: '--no-color',
    description: 'no colours (also NO_COLOR)',
    kind: 'off',
    env: ['DVT_USE_COLORS', 'DBT_USE_COLORS'],
  },
  { key: 'color', flags: '--no-use-colors', description: '', kind: 'off', hidden: true },
  {
    key: 'debug',
    flags: '-d, --debug',
    description: 'everything, stack traces too',
    kind: 'flag',
    env: ['DVT_DEBUG', 'DBT_DEBUG'],
  },
  {
    key: 'partialParse',
    flags: '--partial-parse',
    description: '',
    kind: 'flag',
    env: ['DVT_PARTIAL_PARSE', 'DBT_PARTIAL_PARSE'],
    hidden: true,
  },
  {
    key: 'partialParse',
    flags: '--no-partial-parse',
    description: 'parse everything, whatever the last parse pass left in the target path',
    kind: 'off',
  },
  {
    key: 'versionCheck',
    flags: '--version-check',
    description: '',
    kind: 'flag',
    env: ['DVT_VERSION_CHECK', 'DBT_VERSION_CHECK'],
    hidden: true,
  },
  {
    key: 'versionCheck',
    flags: '--no-version-check',
    description: 'take any `require-dbt-version`',
    kind: 'off',
  },
  ...DBT_OPTIONS,
];

export const SELECTION_OPTIONS: readonly OptionSpec[] = [
  {
    key: 'select',
    flags: '-s, --select <nodes...>',
    description: 'nodes: names, +name+, tag:x, path:x, source:x ...; blanks unite, commas intersect',
    kind: 'list',
  },
  { key: 'select', flags: '-m, --models <nodes...>', description: '', kind: 'list', hidden: true },
  {
    key: 'exclude',
    flags: '--exclude <nodes...>',
    description: 'nodes to leave out, written as for --select',
    kind: 'list',
  },
  { key: 'selector', flags: '--selector <name>', description: 'a selector of selectors.yml', kind: 'text' },
  {
    key: 'indirectSelection',
    flags: '--indirect-selection <mode>',
    description: 'tests that come with their nodes: eager, cautious, buildable, empty',
    kind: 'text',
    choices: ['eager', 'cautious', 'buildable', 'empty'],
    env: ['DVT_INDIRECT_SELECTION', 'DBT_INDIRECT_SELECTION'],
  },
  {
    key: 'state',
    flags: '--state <folder>',
    description: 'artifacts of an earlier run, for state:, result: and source_status:',
    kind: 'text',
    env: ['DVT_STATE', 'DBT_STATE'],
  },
];

/** `--resource-type` and `--exclude-resource-type`, for commands that work on several kinds. */
export const RESOURCE_TYPE_OPTIONS: readonly OptionSpec[] = [
  {
    key: 'resourceTypes',
    flags: '--resource-type <types...>',
    description: 'kinds of nodes: model, seed, snapshot, test, unit_test, source, exposure, analysis ...',
    kind: 'list',
    env: ['DVT_RESOURCE_TYPES', 'DBT_RESOURCE_TYPES'],
  },
  { key: 'resourceTypes', flags: '--resource-types <types...>', description: '', kind: 'list', hidden: true },
  {
    key: 'excludeResourceTypes',
    flags: '--exclude-resource-type <types...>',
    description: 'kinds of nodes to leave out',
    kind: 'list',
    env: ['DVT_EXCLUDE_RESOURCE_TYPES', 'DBT_EXCLUDE_RESOURCE_TYPES'],
  },
  {
    key: 'excludeResourceTypes',
    flags: '--exclude-resource-types <types...>',
    description: '',
    kind: 'list',
    hidden: true,
  },
];

export const RUN_OPTIONS: readonly OptionSpec[] = [
  {
    key: 'fullRefresh',
    flags: '-f, --full-refresh',
    description: 'build incremental models anew',
    kind: 'flag',
    env: ['DVT_FULL_REFRESH', 'DBT_FULL_REFRESH'],
  },
  { key: 'fullRefresh', flags: '--no-full-refresh', description: '', kind: 'off', hidden: true },
  {
    key: 'failFast',
    flags: '-x, --fail-fast',
    description: 'stop at the first error',
    kind: 'flag',
    env: ['DVT_FAIL_FAST', 'DBT_FAIL_FAST'],
  },
  { key: 'failFast', flags: '--no-fail-fast', description: '', kind: 'off', hidden: true },
];

/** Options of commands that read what is built elsewhere, or a part of it. */
export const INPUT_OPTIONS: readonly OptionSpec[] = [
  {
    key: 'empty',
    flags: '--empty',
    description: 'read inputs without their rows: what is built is empty',
    kind: 'flag',
    env: ['DVT_EMPTY', 'DBT_EMPTY'],
  },
  { key: 'empty', flags: '--no-empty', description: '', kind: 'off', hidden: true },
  {
    key: 'sample',
    flags: '--sample <window>',
    description: "read a part of inputs with event_time: '3 days', or {start: 2024-01-01, end: 2024-02-01}",
    kind: 'text',
    env: ['DVT_SAMPLE', 'DBT_SAMPLE'],
  },
  {
    key: 'defer',
    flags: '--defer',
    description: 'read what is not selected where the run of --state published it',
    kind: 'flag',
    env: ['DVT_DEFER', 'DBT_DEFER'],
  },
  { key: 'defer', flags: '--no-defer', description: '', kind: 'off', hidden: true },
  {
    key: 'favorState',
    flags: '--favor-state',
    description: 'with --defer: also what this target has',
    kind: 'flag',
    env: ['DVT_FAVOR_STATE', 'DBT_FAVOR_STATE'],
  },
  { key: 'favorState', flags: '--no-favor-state', description: '', kind: 'off', hidden: true },
  {
    key: 'deferState',
    flags: '--defer-state <folder>',
    description: 'artifacts to defer to, in place of --state',
    kind: 'text',
    env: ['DVT_DEFER_STATE', 'DBT_DEFER_STATE'],
  },
];

export const EVENT_TIME_OPTIONS: readonly OptionSpec[] = [
  {
    key: 'eventTimeStart',
    flags: '--event-time-start <time>',
    description: 'microbatch models: from here on, ISO 8601, UTC',
    kind: 'text',
    env: ['DVT_EVENT_TIME_START', 'DBT_EVENT_TIME_START'],
  },
  {
    key: 'eventTimeEnd',
    flags: '--event-time-end <time>',
    description: 'microbatch models: up to here',
    kind: 'text',
    env: ['DVT_EVENT_TIME_END', 'DBT_EVENT_TIME_END'],
  },
];

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

export const ARGS_OPTION: OptionSpec = {
  key: 'args',
  flags: '--args <yaml>',
  description: 'arguments of the macro, a YAML mapping',
  kind: 'text',
};

export const COMPUTE_OPTION: OptionSpec = {
  key: 'compute',
  flags: '--compute <engine>',
  description: 'engine of federated models, in place of compute.default_engine',
  kind: 'text',
  choices: ['duckdb', 'spark'],
};

/** `--output`, in the forms that a command has. */
export function outputOption(...choices: readonly string[]): OptionSpec {
  return {
    key: 'output',
    flags: '--output <form>',
    description: `${choices.join(', ')}; default ${choices[0]}`,
    kind: 'text',
    choices,
  };
}

export const INLINE_OPTION: OptionSpec = {
  key: 'inline',
  flags: '--inline <sql>',
  description: 'a query to use in place of a model',
  kind: 'text',
};

export const LIMIT_OPTION: OptionSpec = {
  key: 'limit',
  flags: '--limit <rows>',
  description: 'rows to show; -1 for all; default 5',
  kind: 'number',
};
