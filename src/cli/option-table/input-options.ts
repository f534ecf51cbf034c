import type { OptionSpec } from './option-spec.js';

/** Inputs that are read without their rows. */
export const EMPTY_OPTIONS: readonly OptionSpec[] = [
  {
    key: 'empty',
    flags: '--empty',
    description: 'read inputs without their rows: what is built is empty',
    kind: 'flag',
    env: ['DVT_EMPTY', 'DBT_EMPTY'],
  },
  { key: 'empty', flags: '--no-empty', description: '', kind: 'off', hidden: true },
];

/** What is not built here is read where another run built it. */
export const DEFER_OPTIONS: readonly OptionSpec[] = [
  {
    key: 'defer',
    flags: '--defer',
    description: 'read what is not selected where the run of --state published it',
    kind: 'flag',
    env: ['DVT_DEFER', 'DBT_DEFER', 'DBT_DEFER_TO_STATE'],
  },
  { key: 'defer', flags: '--no-defer', description: '', kind: 'off', hidden: true },
  {
    key: 'favorState',
    flags: '--favor-state',
    description: 'with --defer: also what this target has',
    kind: 'flag',
    env: ['DVT_FAVOR_STATE', 'DBT_FAVOR_STATE', 'DBT_FAVOR_STATE_MODE'],
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

/** Options of commands that read what is built elsewhere, or a part of it. */
export const INPUT_OPTIONS: readonly OptionSpec[] = [
  ...EMPTY_OPTIONS,
  {
    key: 'sample',
    flags: '--sample <window>',
    description: "read a part of inputs with event_time: '3 days', or {start: 2024-01-01, end: 2024-02-01}",
    kind: 'text',
    env: ['DVT_SAMPLE', 'DBT_SAMPLE'],
  },
  ...DEFER_OPTIONS,
];

/** The time that microbatch models are built for. */
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
