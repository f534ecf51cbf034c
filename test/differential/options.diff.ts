import { differential } from './differential.js';
import type { Step } from './suite.js';

type Env = Readonly<Record<string, string>>;

const step = (command: string, env?: Env): Step => ({ args: words(command), ...(env && { env }) });
const shown = (command: string, env?: Env): Step => ({ ...step(command, env), output: true });

/** The words of a command line; quotes hold some together. */
function words(command: string): readonly string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
}

/** The project file with `flags:`. */
const flags = (text: string): Readonly<Record<string, string>> => ({
  'dbt_project.yml': `name: options\nversion: '1.0'\nprofile: shop\nmodels: {+materialized: table}\nflags: ${text}\n`,
});

/** Options of the command line, some of them in the environment and in the project file. */
const STEPS: readonly Step[] = [
  step('seed'),
  step('run'),
  // Inputs: none of their rows, or a part.
  step('run --empty --select first second third'),
  step('run --select first --sample \'{"start": "2024-01-01", "end": "2024-01-31"}\''),
  step("run --select first --sample '2 days'"),
  step('run --select first --sample nonsense'),
  step('run --exclude flags_seen', { DBT_EMPTY: 'true' }),
  step('run'),
  // Warnings.
  step('test --warn-error'),
  step("test --warn-error-options '{error: [LogTestResult]}'"),
  step("test --warn-error --warn-error-options '{error: all}'"),
  step('run --select nothing_of_this_name --warn-error'),
  step("run --select nothing_of_this_name --warn-error-options '{error: [NoNodesForSelectionCriteria]}'"),
  step("run --select old --vars '{with_old: true}'"),
  step("run --select old --vars '{with_old: true}' --warn-error"),
  step("run --select old --vars '{with_old: true}' --warn-error-options '{error: [DeprecatedModel]}'"),
  // Tests that come with their nodes, and kinds of nodes.
  step('build --select second --indirect-selection cautious'),
  step('build --select second --indirect-selection buildable'),
  step('build --select second --indirect-selection wrong'),
  step('build --select second', { DBT_INDIRECT_SELECTION: 'empty' }),
  step('build --resource-type model --exclude third'),
  step('build --exclude-resource-type test model'),
  step('build --exclude-resource-type wrong'),
  step('build', { DBT_RESOURCE_TYPES: 'seed' }),
  shown('ls --quiet', { DBT_RESOURCE_TYPES: 'source model' }),
  shown('ls --quiet --output json --output-keys name alias resource_type tags --select first events'),
  shown("ls --quiet --output json --output-keys 'unique_id depends_on' --select third"),
  shown('ls --quiet --output json --output-keys config.materialized no_such_key --select second'),
  shown('ls --quiet --output path --select first,resource_type:model source:raw.fine'),
  step('test --store-failures --select first'),
  step('test --select third', { DBT_STORE_FAILURES: 'true' }),
  // Places.
  step('run --target-path elsewhere --select first --no-partial-parse --log-path other_logs --printer-width 120'),
  shown('ls --quiet --select result:success --state elsewhere'),
  step('ls --quiet --select result:success --state no_such_folder'),
  step('run --profile integration_tests --select first'),
  step('run --profile no_such_profile --select first'),
  step('run --select first', { DBT_TARGET: 'no_such_target' }),
  // What is not built here is read where another run built it.
  step("seed --vars '{where: prod}'"),
  step("run --vars '{where: prod}' --target-path prod_state"),
  step("run --vars '{where: branch}' --select third --defer"),
  step("run --vars '{where: branch}' --select third --defer --state no_such_folder"),
  step("run --vars '{where: branch}' --select third --defer --state prod_state"),
  step("run --vars '{where: branch}' --select second --defer --state prod_state"),
  step("run --vars '{where: branch}' --select third --defer --state prod_state"),
  step("run --vars '{where: branch}' --select third --defer --favor-state --defer-state prod_state --state elsewhere"),
  step("test --vars '{where: branch}' --select third second", { DBT_DEFER: 'true', DBT_STATE: 'prod_state' }),
  step("compile --vars '{where: branch}' --select third --defer --state no_such_folder"),
  step("run --vars '{where: branch}' --select third", {
    DBT_DEFER_TO_STATE: '1',
    DBT_ARTIFACT_STATE_PATH: 'prod_state',
  }),
  // Words that may stand before the command, and older ones.
  step("--defer --state prod_state --fail-fast run --vars '{where: branch}' --select third"),
  step('--log-level ERROR --log-format default --no-print --indirect-selection EMPTY build --select second'),
  step('run --model first'),
  shown('ls --quiet --models first second'),
  step('ls --models first --select second'),
  shown('ls --quiet --output NAME --select first'),
  step('source snapshot-freshness --select source:raw.fine'),
  // Less than usual.
  step('seed --empty'),
  step('seed --show'),
  step('build --empty --select events first'),
  step('build --show --select events first'),
  step("show --inline 'select 1' --select first"),
  shown("run-operation --quiet --no-print say --args '{what: hello}'"),
  shown("run-operation --quiet say --args '{what: hello}'", { DBT_PRINT: 'false' }),
  // Statements in place of a macro.
  step('run-operation --sql \'create table made as select count(*) as n from {{ ref("first") }}; drop table made\''),
  step("run-operation --sql 'select no_such_column'"),
  step("run-operation say --sql 'select 1'"),
  step("run-operation --sql 'select 1' --args '{a: 1}'"),
  // What templates see of it.
  shown('run --quiet --select flags_seen'),
  shown(
    'run --quiet --select flags_seen --full-refresh --empty --fail-fast --warn-error --no-partial-parse --printer-width 40',
  ),
  shown('run --quiet --select flags_seen', {
    DBT_FULL_REFRESH: '1',
    DBT_FAIL_FAST: 'yes',
    DBT_INDIRECT_SELECTION: 'empty',
  }),
  {
    ...shown('run --quiet --select flags_seen'),
    files: flags('{fail_fast: true, indirect_selection: cautious, printer_width: 60}'),
  },
  { ...step('build --select second'), files: flags('{indirect_selection: empty, nonsense: 1}') },
  { ...step('test'), files: flags('{warn_error: true}') },
  { ...step('test'), files: flags('{warn_error_options: {error: [LogTestResult]}}') },
  { ...step('test'), files: flags('{warn_error_options: {error: [NoSuchWarning]}}') },
];

differential({ project: 'options', kinds: ['duckdb'], steps: STEPS });
