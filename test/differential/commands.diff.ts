import { differential } from './differential.js';
import type { Step } from './suite.js';

const run = (...args: readonly string[]): Step => ({ args });
const shown = (...args: readonly string[]): Step => ({ args, output: true });

/** Steps in which no database has a say are taken on one. */
const ONCE = new Set<Step>();

function once(step: Step): Step {
  ONCE.add(step);
  return step;
}

const BROKEN = ['--vars', '{with_failing: true}'];

/** Commands beside those that build: how they end, and what they write. */
const STEPS: readonly Step[] = [
  run('parse'),
  run('debug'),
  run('debug', '--connection'),
  once(run('debug', '--profile', 'no_such_profile')),
  once(run('debug', '--target', 'no_such_target')),
  run('retry'),
  { ...run('source', 'freshness'), apart: ['freshness'] },
  run('seed'),
  run('source', 'freshness'),
  run('source', 'freshness', '--select', 'source:raw.fine', 'source:raw.filtered', 'source:raw.events'),
  { ...run('source', 'freshness', '--select', 'source:raw.events', '--warn-error'), apart: ['freshness'] },
  run('source', 'freshness', '--exclude', 'source:raw.stale', 'source:raw.queried'),
  run('source', 'freshness', '--select', 'source:raw.unwatched'),
  once(run('source', 'freshness', '--select', 'source:raw.no_such_table')),
  run('docs', 'generate'),
  run('run'),
  run('docs', 'generate'),
  run('docs', 'generate', '--select', 'second', 'source:raw.fine'),
  run('docs', 'generate', '--no-compile'),
  { ...run('docs', 'generate', '--no-compile', '--select', 'second', 'source:raw.fine'), apart: ['catalog'] },
  once(run('docs', 'generate', '--empty-catalog')),
  run('docs', 'generate', '--vars', '{with_failing: true}'),
  shown('show', '--quiet', '--select', 'second', '--output', 'json'),
  shown('show', '--quiet', '--select', 'second', '--output', 'json', '--limit', '1'),
  shown('show', '--quiet', '--inline', "select id from {{ ref('first') }} order by id", '--output', 'json'),
  once(run('show', '--quiet', '--inline', "select id from {{ ref('no_such_model') }}", '--output', 'json')),
  once(shown('show', '--quiet', '--select', 'no_such_model', '--output', 'json')),
  run('show', '--inline', 'select no_such_column'),
  once(run('show')),
  once(shown('compile', '--quiet', '--inline', 'select {{ 1 + 1 }} as two')),
  once(run('compile', '--inline', 'select {{ no_such_macro() }}')),
  once(run('compile', '--inline', 'select {{ 1 + }}')),
  once(run('compile', '--select', 'no_such_model')),
  shown('run-operation', '--quiet', 'say', '--args', '{what: hello, times: 2}'),
  once(shown('run-operation', '--quiet', 'options.say', '--args', '{what: hello}')),
  once(run('run-operation', 'say', '--args', '{wrong: 1}')),
  once(run('run-operation', 'say', '--args', '[1, 2]')),
  run('run-operation', 'fail_badly'),
  once(run('run-operation', 'raises')),
  once(run('run-operation', 'warns')),
  once(run('run-operation', 'warns', '--warn-error')),
  once(run('run-operation', 'no_such_macro')),
  once(run('run-operation')),
  // After one of the operations that fail dbt would repeat it; this one is none.
  once(run('retry')),
  run('run', ...BROKEN),
  run('retry', ...BROKEN),
  {
    args: ['retry', ...BROKEN],
    files: { 'models/failing.sql': "{{ config(enabled=var('with_failing', false)) }}\nselect 1 as id" },
  },
  run('retry'),
  run('test', '--select', 'third'),
  run('retry'),
  run('run', '--vars', '{where: prod}', '--target-path', 'prod_state'),
  once(run('clone', '--vars', '{where: branch}')),
  once(run('clone', '--vars', '{where: branch}', '--state', 'no_such_folder')),
  run('clone', '--vars', '{where: branch}', '--state', 'prod_state', '--select', 'third', 'events'),
  run('clone', '--vars', '{where: branch}', '--state', 'prod_state'),
  run('clone', '--vars', '{where: branch}', '--state', 'prod_state', '--full-refresh', '--select', 'third'),
  run('clone', '--vars', '{where: branch}', '--state', 'prod_state', '--select', 'no_such_model'),
  run('clone', '--vars', '{where: branch, with_old: true}', '--state', 'prod_state', '--select', 'old'),
  once(run('deps')),
  once(run('clean')),
  once(run('no-such-command')),
];

differential({
  project: 'options',
  name: 'commands',
  steps: (kind) => STEPS.filter((step) => kind === 'duckdb' || !ONCE.has(step)),
});
