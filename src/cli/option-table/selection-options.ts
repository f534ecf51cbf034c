import type { OptionSpec } from './option-spec.js';

/** Which nodes a command works on. */
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
