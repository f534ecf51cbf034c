import type { OptionSpec } from './option-spec.js';

export const INDIRECT_SELECTION_OPTION: OptionSpec = {
  key: 'indirectSelection',
  flags: '--indirect-selection <mode>',
  description: 'tests that come with their nodes: eager, cautious, buildable, empty',
  kind: 'text',
  choices: ['eager', 'cautious', 'buildable', 'empty'],
  env: ['DVT_INDIRECT_SELECTION', 'DBT_INDIRECT_SELECTION'],
};

export const STATE_OPTION: OptionSpec = {
  key: 'state',
  flags: '--state <folder>',
  description: 'artifacts of an earlier run, for state:, result: and source_status:',
  kind: 'text',
  env: ['DVT_STATE', 'DBT_STATE', 'DBT_ARTIFACT_STATE_PATH'],
};

/** Which nodes a command works on. */
export const SELECTION_OPTIONS: readonly OptionSpec[] = [
  {
    key: 'select',
    flags: '-s, --select <nodes...>',
    description: 'nodes: names, +name+, tag:x, path:x, source:x ...; blanks unite, commas intersect',
    kind: 'list',
  },
  { key: 'select', flags: '-m, --models <nodes...>', description: '', kind: 'list', hidden: true },
  { key: 'select', flags: '--model <nodes...>', description: '', kind: 'list', hidden: true },
  {
    key: 'exclude',
    flags: '--exclude <nodes...>',
    description: 'nodes to leave out, written as for --select',
    kind: 'list',
  },
  { key: 'selector', flags: '--selector <name>', description: 'a selector of selectors.yml', kind: 'text' },
  INDIRECT_SELECTION_OPTION,
  STATE_OPTION,
];

/** Those of `ls`, for which `--models` means models alone. */
export const LISTING_OPTIONS: readonly OptionSpec[] = SELECTION_OPTIONS.map((option) =>
  option.flags.includes('--model') ? { ...option, key: 'models' } : option,
);

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
