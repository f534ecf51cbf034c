import { readFileSync } from 'node:fs';
import { differential } from './differential.js';
import type { Kind, Step } from './suite.js';

const run = (...args: readonly string[]): Step => ({ args });
const ls = (...args: readonly string[]): Step => ({ args: ['ls', '--quiet', ...args], output: true });
const selected = (...criteria: readonly string[]): Step => ls('--select', ...criteria, '--state', 'state');
const suffixed = (suffix: string): readonly string[] => ['--vars', `{suffix: ${suffix}}`];

/** A file of the project with some texts in the place of others. */
function edited(path: string, ...replacements: readonly (readonly [before: string, after: string])[]): string {
  let text = readFileSync(new URL(`./projects/changes/${path}`, import.meta.url), 'utf8');
  for (const [before, after] of replacements) text = text.replaceAll(before, after);
  return text;
}

/** What is changed after the state was written. */
const EDITS: Readonly<Record<string, string | null>> = {
  'models/plain.sql': "select id, letter, 1 as one from {{ ref('letters') }}\n",
  'models/leaving.sql': null,
  'models/arriving.sql': 'select 1 as id\n',
  'models/area/secret.sql': edited('models/area/secret.sql', ["='table'", "='view'"]),
  'models/contracted.sql': edited('models/contracted.sql', ['as integer', 'as bigint']),
  'macros/macros.sql': edited('macros/macros.sql', ['* 2', '* 3']),
  'seeds/letters.csv': `${edited('seeds/letters.csv')}3,c,2020-01-03 00:00:00\n`,
  'models/sources.yml': `${edited('models/sources.yml', ['36500, period: day}, error_after: null', '36501, period: day}, error_after: null'])}      - name: added
        identifier: letters
        config: {freshness: null}
`,
  'models/schema.yml': edited(
    'models/schema.yml',
    ['Number of the letter', 'Its number'],
    ['data_type: integer', 'data_type: bigint'],
    ['alias: vers_newest', 'alias: vers_new'],
    ['twice: 4', 'twice: 6'],
    ['maturity: high', 'maturity: low'],
    ['values: [a, b]', 'values: [a, b, c]'],
    ['access: public', 'access: protected'],
    ['data_tests: [not_null]', 'data_tests: [{not_null: {config: {severity: warn}}}]'],
  ),
};

const CHANGES = ['modified', 'unmodified', 'new', 'old'];
const PARTS = ['body', 'configs', 'persisted_descriptions', 'relation', 'macros', 'contract'];
const STATUSES = ['success', 'pass', 'fail', 'error', 'skipped', 'warn', 'no_such_status'];

/** What is chosen does not depend on the database: compared on one of them. */
const SELECTIONS: readonly Step[] = [
  ...CHANGES.map((change) => selected(`state:${change}`)),
  ...PARTS.map((part) => selected(`state:modified.${part}`)),
  run('ls', '--select', 'state:modified.no_such_part', '--state', 'state'),
  selected('state:modified+'),
  selected('state:modified.body+', 'result:error+'),
  ls('--select', 'plain+', '--exclude', 'state:modified', '--state', 'state'),
  ...STATUSES.map((status) => selected(`result:${status}`)),
];

const FAILING = ['--vars', '{broken: true}'];

/** dbt drops views that read a replaced table, here they are made again: both begin anew. */
const ANEW = ['', '_clone', '_two', '_three', '_four'].map((suffix) => `drop schema if exists dev${suffix} cascade;`);

const steps = (kind: Kind): readonly Step[] => [
  run('seed'),
  run('build', '--target-path', 'state'),
  run('source', 'freshness', '--target-path', 'state'),
  run('run'),
  ls('--select', 'state:modified', 'state:new', '--state', 'state'),
  run('clone', '--state', 'state', ...suffixed('_clone')),
  run('clone', '--state', 'state', ...suffixed('_clone')),
  { ...run('ls', '--select', 'state:modified'), files: EDITS },
  ...(kind === 'duckdb' ? SELECTIONS : []),
  run('ls', '--select', 'state:modified', '--state', 'no_such_folder'),
  run('run', '--select', 'doubled', 'steady', '--defer', '--state', 'state', ...suffixed('_two')),
  run('run', '--select', 'plain', 'doubled', '--defer', '--favor-state', '--state', 'state', ...suffixed('_three')),
  run('test', '--select', 'plain', '--defer', '--state', 'state', ...suffixed('_four')),
  run('run', '--select', 'steady', '--defer', '--state', 'no_such_folder'),
  run('run', '--select', 'steady', '--defer'),
  {
    ...run('seed'),
    files: { 'models/broken.sql': "select {{ 'no_such_column' if var('broken', false) else 1 }} as id" },
  },
  run('source', 'freshness'),
  selected('source_status:fresher'),
  selected('source_status:fresher+', 'source:feed.queried'),
  { ...run('build'), ...(kind === 'postgres' && { sql: ANEW.join('\n') }) },
  run('retry'),
  run('run', '--select', 'broken', 'arriving', 'steady', ...FAILING),
  run('retry', ...FAILING),
  run('retry'),
  run('retry'),
];

differential({ project: 'changes', name: 'state', steps });
