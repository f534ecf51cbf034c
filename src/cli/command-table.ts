import type { CommandSpec } from './command-spec.js';
import type { ExitCode } from './exit-code.js';
import type { Invocation } from './invocation.js';
import {
  ARGS_OPTION,
  COMPUTE_OPTION,
  EVENT_TIME_OPTIONS,
  INLINE_OPTION,
  INPUT_OPTIONS,
  LIMIT_OPTION,
  outputOption,
  RESOURCE_TYPE_OPTIONS,
  RUN_OPTIONS,
  SELECTION_OPTIONS,
  STORE_FAILURES_OPTIONS,
} from './option-table.js';
import type { Options } from './options.js';
import type { Session } from './session.js';

/** Every command of dvt, in the order of the help. */
export const COMMANDS: readonly CommandSpec[] = [
  {
    name: 'init',
    description: 'make a new project that runs',
    argument: ['[name]', "the project's name and folder"],
    options: [
      { key: 'yes', flags: '-y, --yes', description: 'ask nothing, take the defaults', kind: 'flag' },
      {
        key: 'adapter',
        flags: '--adapter <type>',
        description: 'database that the models are published in; default duckdb',
        kind: 'text',
      },
    ],
    examples: ['dvt init shop', 'dvt init shop --adapter sqlite --yes', 'mkdir shop && cd shop && dvt init --yes'],
    run: async (invocation) => (await import('./commands/init.js')).initCommand(invocation),
  },
  {
    name: 'run',
    description: 'compute models and publish them',
    options: [...SELECTION_OPTIONS, ...RUN_OPTIONS, ...INPUT_OPTIONS, ...EVENT_TIME_OPTIONS, COMPUTE_OPTION],
    examples: [
      'dvt run',
      'dvt run --select stg_orders+',
      'dvt run -s tag:daily --exclude path:models/old --target prod',
    ],
    run: inSession(async () => (await import('./commands/run.js')).runCommand),
  },
  {
    name: 'build',
    description:
      'seeds, models, snapshots and tests, in the order of the graph; what fails a test stops what comes after',
    options: [
      ...SELECTION_OPTIONS,
      ...RUN_OPTIONS,
      ...INPUT_OPTIONS,
      ...EVENT_TIME_OPTIONS,
      ...STORE_FAILURES_OPTIONS,
      COMPUTE_OPTION,
      ...RESOURCE_TYPE_OPTIONS,
    ],
    examples: ['dvt build', 'dvt build --select +orders', 'dvt build --exclude-resource-type unit_test'],
    run: inSession(async () => (await import('./commands/run.js')).runCommand),
  },
  {
    name: 'test',
    description: 'run data tests and unit tests',
    options: [
      ...SELECTION_OPTIONS,
      ...RUN_OPTIONS,
      ...INPUT_OPTIONS,
      ...STORE_FAILURES_OPTIONS,
      COMPUTE_OPTION,
      ...RESOURCE_TYPE_OPTIONS,
    ],
    examples: ['dvt test', 'dvt test --select orders', 'dvt test --select test_type:unit'],
    run: inSession(async () => (await import('./commands/run.js')).runCommand),
  },
  {
    name: 'seed',
    description: 'load CSV files',
    options: [...SELECTION_OPTIONS, ...RUN_OPTIONS],
    examples: ['dvt seed', 'dvt seed --select countries --full-refresh'],
    run: inSession(async () => (await import('./commands/run.js')).runCommand),
  },
  {
    name: 'snapshot',
    description: 'record how rows change',
    options: [...SELECTION_OPTIONS, ...RUN_OPTIONS, ...INPUT_OPTIONS, COMPUTE_OPTION],
    examples: ['dvt snapshot', 'dvt snapshot --select orders_history'],
    run: inSession(async () => (await import('./commands/run.js')).runCommand),
  },
  {
    name: 'retry',
    description: 'run again what failed or was skipped in the last run, with its options',
    options: [
      ...RUN_OPTIONS,
      { key: 'state', flags: '--state <folder>', description: 'where run_results.json of that run is', kind: 'text' },
    ],
    examples: ['dvt retry', 'dvt retry --threads 8'],
    run: async (invocation) => (await import('./commands/retry.js')).retryCommand(invocation),
  },
  {
    name: 'run-operation',
    description: 'call a macro',
    argument: ['<macro>', 'its name, or package.name'],
    options: [ARGS_OPTION],
    examples: [`dvt run-operation grant_select --args '{role: reporter}'`],
    run: inSession(async () => (await import('./commands/run-operation.js')).runOperationCommand),
  },
  {
    name: 'clone',
    description: 'make views on what the run of --state published',
    options: [...SELECTION_OPTIONS, ...RUN_OPTIONS, ...RESOURCE_TYPE_OPTIONS],
    examples: ['dvt clone --state prod-artifacts', 'dvt clone --state prod-artifacts --select orders+ --full-refresh'],
    run: inSession(async () => (await import('./commands/clone.js')).cloneCommand),
  },
  {
    name: 'source freshness',
    description: 'say how old the newest rows of the sources are',
    options: [
      ...SELECTION_OPTIONS,
      { key: 'output', flags: '-o, --output <file>', description: 'where sources.json goes', kind: 'text' },
    ],
    examples: ['dvt source freshness', 'dvt source freshness --select source:shop'],
    run: inSession(async () => (await import('./commands/source-freshness.js')).sourceFreshnessCommand),
  },
  {
    name: 'compile',
    description: "write the models' SQL to target/compiled without running it",
    options: [...SELECTION_OPTIONS, ...INPUT_OPTIONS, COMPUTE_OPTION, INLINE_OPTION, outputOption('text', 'json')],
    printsResult: true,
    examples: [
      'dvt compile',
      'dvt compile --select orders',
      `dvt compile --inline "select * from {{ ref('orders') }}"`,
    ],
    run: inSession(async () => (await import('./commands/compile.js')).compileCommand),
  },
  {
    name: 'parse',
    description: 'read the project and write target/manifest.json',
    options: [],
    examples: ['dvt parse'],
    run: inSession(async () => (await import('./commands/parse.js')).parseCommand),
  },
  {
    name: 'show',
    description: 'compute a model or a query and print its first rows',
    options: [...SELECTION_OPTIONS, COMPUTE_OPTION, INLINE_OPTION, LIMIT_OPTION, outputOption('table', 'json', 'csv')],
    printsResult: true,
    examples: [
      'dvt show --select orders --limit 10',
      `dvt show --inline "select * from {{ ref('orders') }}" --output csv`,
    ],
    run: inSession(async () => (await import('./commands/show.js')).showCommand),
  },
  {
    name: 'ls',
    aliases: ['list'],
    description: 'list nodes, sources, tests, exposures',
    options: [
      ...SELECTION_OPTIONS,
      ...RESOURCE_TYPE_OPTIONS,
      outputOption('selector', 'name', 'path', 'json'),
      { key: 'outputKeys', flags: '--output-keys <keys...>', description: 'fields of --output json', kind: 'list' },
    ],
    printsResult: true,
    examples: ['dvt ls', 'dvt ls --select +orders --output path', 'dvt ls --output json --output-keys name route'],
    run: inSession(async () => (await import('./commands/ls.js')).lsCommand),
  },
  {
    name: 'plan',
    description: 'show what a run would fetch, where it would compute and what it would write',
    options: [
      ...SELECTION_OPTIONS,
      ...RUN_OPTIONS,
      COMPUTE_OPTION,
      outputOption('text', 'json', 'html'),
      { key: 'last', flags: '--last', description: 'what the last run fetched, beside its estimates', kind: 'flag' },
    ],
    printsResult: true,
    examples: ['dvt plan', 'dvt plan --select orders', 'dvt plan --output html', 'dvt plan --last'],
    run: inSession(async () => (await import('./commands/plan.js')).planCommand),
  },
  {
    name: 'docs generate',
    description: 'write catalog.json, what the databases hold, beside manifest.json',
    options: [
      ...SELECTION_OPTIONS,
      COMPUTE_OPTION,
      { key: 'compileDocs', flags: '--no-compile', description: 'leave the SQL of the models away', kind: 'off' },
      { key: 'emptyCatalog', flags: '--empty-catalog', description: 'ask no database', kind: 'flag' },
    ],
    examples: ['dvt docs generate', 'dvt docs generate --select orders --no-compile'],
    run: inSession(async () => (await import('./commands/docs-generate.js')).docsGenerateCommand),
  },
  {
    name: 'deps',
    description: 'install the packages of packages.yml',
    options: [
      { key: 'upgrade', flags: '--upgrade', description: 'choose versions anew, whatever the lock says', kind: 'flag' },
      { key: 'lock', flags: '--lock', description: 'write package-lock.yml alone', kind: 'flag' },
      {
        key: 'addPackage',
        flags: '--add-package <package>',
        description: 'add owner/name@version first',
        kind: 'text',
      },
      {
        key: 'packageSource',
        flags: '--source <kind>',
        description: 'where the added package comes from',
        kind: 'text',
        choices: ['hub', 'git', 'local'],
      },
    ],
    examples: ['dvt deps', 'dvt deps --upgrade', 'dvt deps --add-package dbt-labs/dbt_utils@1.3.0'],
    run: async (invocation) => (await import('./commands/deps.js')).depsCommand(invocation),
  },
  {
    name: 'debug',
    description: 'check the project, the profile and the connection to its target',
    options: [],
    examples: ['dvt debug', 'dvt debug --target prod'],
    run: async (invocation) => (await import('./commands/debug.js')).debugCommand(invocation),
  },
  {
    name: 'clean',
    description: "remove the project's clean-targets",
    options: [],
    examples: ['dvt clean'],
    run: async (invocation) => (await import('./commands/clean.js')).cleanCommand(invocation),
  },
  {
    name: 'profiles list',
    description: 'name the connections of profiles.yml',
    options: [outputOption('text', 'json')],
    printsResult: true,
    examples: ['dvt profiles list'],
    run: async (invocation) => (await import('./commands/profiles-list.js')).profilesListCommand(invocation),
  },
  {
    name: 'profiles show',
    description: 'show connections as rendered, secrets masked',
    argument: ['[names...]', "connections; default the project's own"],
    options: [
      { key: 'all', flags: '--all', description: 'every connection', kind: 'flag' },
      outputOption('text', 'json'),
    ],
    printsResult: true,
    examples: ['dvt profiles show', 'dvt profiles show postgres_prod', 'dvt profiles show --all'],
    run: async (invocation) => (await import('./commands/profiles-show.js')).profilesShowCommand(invocation),
  },
  {
    name: 'profiles test',
    description: 'connect, and say what may be done there',
    argument: ['[names...]', "connections; default the project's own"],
    options: [
      { key: 'all', flags: '--all', description: 'every connection', kind: 'flag' },
      outputOption('text', 'json'),
    ],
    printsResult: true,
    examples: ['dvt profiles test', 'dvt profiles test --all', 'dvt profiles test postgres_prod shop.dev'],
    run: async (invocation) => (await import('./commands/profiles-test.js')).profilesTestCommand(invocation),
  },
  {
    name: 'compute show',
    description: 'show the settings of the engine',
    options: [outputOption('text', 'json')],
    printsResult: true,
    examples: ['dvt compute show'],
    run: async (invocation) => (await import('./commands/compute-show.js')).computeShowCommand(invocation),
  },
  {
    name: 'compute test',
    description: 'start the engine and run a query',
    options: [],
    printsResult: true,
    examples: ['dvt compute test'],
    run: async (invocation) => (await import('./commands/compute-test.js')).computeTestCommand(invocation),
  },
  {
    name: 'adapters',
    description: 'list the databases that dvt speaks to',
    options: [outputOption('text', 'json')],
    printsResult: true,
    examples: ['dvt adapters'],
    run: async (invocation) => (await import('./commands/adapters.js')).adaptersCommand(invocation),
  },
];

/** Descriptions of the words that group commands. */
export const GROUPS: Readonly<Record<string, string>> = {
  profiles: 'list, show and test connections',
  compute: 'show and test the engine',
  docs: 'write what documentation tools read',
  source: 'look at sources',
};

/** What a command does once the project and its profiles are read. */
type SessionCommand = (session: Session, options: Options) => Promise<ExitCode>;

function inSession(load: () => Promise<SessionCommand>): (invocation: Invocation) => Promise<ExitCode> {
  return async (invocation) => {
    const [{ openSession }, command] = await Promise.all([import('./session.js'), load()]);
    return command(await openSession(invocation), invocation.options);
  };
}
