import type { CommandSpec } from '../command-spec.js';
import { EMPTY_OPTIONS, EVENT_TIME_OPTIONS, INPUT_OPTIONS } from '../option-table/input-options.js';
import {
  ARGS_OPTION,
  COMPUTE_OPTION,
  FULL_REFRESH_OPTIONS,
  RUN_OPTIONS,
  SHOW_OPTION,
  SQL_OPTION,
  STORE_FAILURES_OPTIONS,
} from '../option-table/run-options.js';
import { RESOURCE_TYPE_OPTIONS, SELECTION_OPTIONS } from '../option-table/selection-options.js';
import { inSession } from './in-session.js';

/** Commands that change what is in a database. */
export const BUILD_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'run',
    description: 'compute models and publish them',
    options: [
      ...SELECTION_OPTIONS,
      ...FULL_REFRESH_OPTIONS,
      ...RUN_OPTIONS,
      ...INPUT_OPTIONS,
      ...EVENT_TIME_OPTIONS,
      COMPUTE_OPTION,
    ],
    examples: [
      'dvt run',
      'dvt run --select stg_orders+',
      'dvt run -s tag:daily --exclude path:models/old --target prod',
    ],
    run: inSession(async () => (await import('../commands/run.js')).runCommand),
  },
  {
    name: 'build',
    description:
      'seeds, models, snapshots and tests, in the order of the graph; what fails a test stops what comes after',
    options: [
      ...SELECTION_OPTIONS,
      ...FULL_REFRESH_OPTIONS,
      ...RUN_OPTIONS,
      ...INPUT_OPTIONS,
      ...EVENT_TIME_OPTIONS,
      ...STORE_FAILURES_OPTIONS,
      COMPUTE_OPTION,
      SHOW_OPTION,
      ...RESOURCE_TYPE_OPTIONS,
    ],
    examples: ['dvt build', 'dvt build --select +orders', 'dvt build --exclude-resource-type unit_test'],
    run: inSession(async () => (await import('../commands/run.js')).runCommand),
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
    run: inSession(async () => (await import('../commands/run.js')).runCommand),
  },
  {
    name: 'seed',
    description: 'load CSV files',
    options: [...SELECTION_OPTIONS, ...FULL_REFRESH_OPTIONS, ...RUN_OPTIONS, ...EMPTY_OPTIONS, SHOW_OPTION],
    examples: ['dvt seed', 'dvt seed --select countries --full-refresh'],
    run: inSession(async () => (await import('../commands/run.js')).runCommand),
  },
  {
    name: 'snapshot',
    description: 'record how rows change',
    options: [...SELECTION_OPTIONS, ...RUN_OPTIONS, ...INPUT_OPTIONS, COMPUTE_OPTION],
    examples: ['dvt snapshot', 'dvt snapshot --select orders_history'],
    run: inSession(async () => (await import('../commands/run.js')).runCommand),
  },
  {
    name: 'retry',
    description: 'run again what failed or was skipped in the last run, with its options',
    options: [
      ...FULL_REFRESH_OPTIONS,
      ...RUN_OPTIONS,
      { key: 'state', flags: '--state <folder>', description: 'where run_results.json of that run is', kind: 'text' },
    ],
    examples: ['dvt retry', 'dvt retry --threads 8'],
    run: async (invocation) => (await import('../commands/retry.js')).retryCommand(invocation),
  },
  {
    name: 'run-operation',
    description: 'call a macro',
    argument: ['[macro]', 'its name, or package.name'],
    options: [ARGS_OPTION, SQL_OPTION],
    examples: [`dvt run-operation grant_select --args '{role: reporter}'`, `dvt run-operation --sql 'vacuum'`],
    run: inSession(async () => (await import('../commands/run-operation.js')).runOperationCommand),
  },
  {
    name: 'clone',
    description: 'make views on what the run of --state published',
    options: [...SELECTION_OPTIONS, ...FULL_REFRESH_OPTIONS, ...RUN_OPTIONS, ...RESOURCE_TYPE_OPTIONS],
    examples: ['dvt clone --state prod-artifacts', 'dvt clone --state prod-artifacts --select orders+ --full-refresh'],
    run: inSession(async () => (await import('../commands/clone.js')).cloneCommand),
  },
];
