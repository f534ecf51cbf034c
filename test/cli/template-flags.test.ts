import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith } from '../config/files.js';
import { dvt } from './dvt.js';

test('templates see what the command line says, by the names that dbt gives it', async () => {
  const cwd = await folderWith({
    'dvt_project.yml': 'name: shop\nprofile: shop\n',
    'profiles.yml': 'shop: {adapter: duckdb, path: a.duckdb}\n',
    'models/said.sql': `select '{{ [flags.FAIL_FAST, flags.FULL_REFRESH, flags.VARS, flags.INDIRECT_SELECTION, flags.TARGET,
  flags.WHICH, invocation_args_dict.select, invocation_args_dict.vars, invocation_args_dict.which] | tojson }}' as said`,
  });
  const args = ['run', '--select', 'said', '--fail-fast', '--full-refresh', '--vars', '{a: 1}'];
  expect(await dvt(args, { cwd })).toMatchObject({ code: 0 });
  const { stdout } = await dvt(['show', '--inline', "select said from {{ ref('said') }}", '--output', 'json'], { cwd });
  const [row] = (JSON.parse(stdout) as { show: { said: string }[] }).show;
  const expected = [true, true, { a: 1 }, 'eager', null, 'run', ['said'], { a: 1 }, 'run'];
  expect(JSON.parse(row!.said)).toEqual(expected);
});

test('what templates print is shown with --quiet, as it is', async () => {
  const cwd = await folderWith({
    'dvt_project.yml': 'name: shop\nprofile: shop\n',
    'profiles.yml': 'shop: {adapter: duckdb, path: a.duckdb}\n',
    'macros/say.sql': "{% macro say() %}{% do log('not this', info=true) %}{% do print('version: 2') %}{% endmacro %}",
  });
  expect(await dvt(['run-operation', 'say', '--quiet'], { cwd })).toMatchObject({ code: 0, stdout: 'version: 2\n' });
});

/** What dbt-core 1.12.6 writes of such a command, but for the parts of dbt that dvt has no counterpart of. */
const ARGUMENTS = {
  ...{ defer: false, empty: true, favor_state: true, full_refresh: true, print: true, quiet: false, write_json: true },
  ...{ log_file_max_bytes: 10485760, log_format: 'default', log_format_file: 'debug', log_level: 'info' },
  ...{ log_level_file: 'debug', partial_parse: false, printer_width: 100, use_colors: true, version_check: true },
  ...{ select: ['said'], exclude: ['other'], indirect_selection: 'cautious', target: 'dev', threads: 3 },
  ...{ event_time_start: '2024-01-01T00:00:00', event_time_end: '2024-02-01T10:00:00', which: 'run', vars: { a: 1 } },
  warn_error_options: { error: ['NoNodesForSelectionCriteria'], warn: [], silence: ['DeprecatedModel'] },
  ...{ allow_jinja_file_extensions: false, enable_grouped_warn_error_parser_logs: false },
  latest_version_pointer_enabled_by_default: false,
  require_all_warnings_handled_by_warn_error: true,
  require_batched_execution_for_custom_microbatch_strategy: true,
  require_corrected_analysis_fqns: true,
  require_explicit_package_overrides_for_builtin_materializations: true,
  require_generic_test_arguments_property: true,
  require_nested_cumulative_type_params: true,
  require_ref_searches_node_package_before_root: false,
  require_resource_names_without_spaces: true,
  require_source_and_semantic_model_names_without_spaces: false,
  require_sql_header_in_test_configs: false,
  require_unique_project_resource_names: false,
  require_valid_schema_from_generate_schema_name: false,
  require_yaml_configuration_for_mf_time_spines: true,
  ...{ skip_nodes_if_on_run_start_fails: true, source_freshness_run_project_hooks: true, use_catalogs_v2: false },
  ...{ state_modified_compare_more_unrendered_values: true, state_modified_compare_vars: false },
  ...{ support_custom_ref_kwargs: false, validate_macro_args: true },
};

const GIVEN = [
  ...[
    'run',
    '--select',
    'said',
    '--exclude',
    'other',
    '--full-refresh',
    '--empty',
    '--favor-state',
    '--vars',
    '{a: 1}',
  ],
  ...['--target', 'dev', '--threads', '3', '--printer-width', '100', '--no-partial-parse', '--log-path', 'elsewhere'],
  ...[
    '--indirect-selection',
    'cautious',
    '--event-time-start',
    '2024-01-01',
    '--event-time-end',
    '2024-02-01 10:00:00',
  ],
  ...['--warn-error-options', '{error: [NoNodesForSelectionCriteria], silence: [DeprecatedModel]}'],
];

test('invocation_args_dict and args of run_results.json have what dbt has, by its names', async () => {
  const cwd = await folderWith({
    'dvt_project.yml':
      'name: shop\nprofile: shop\nlog-path: of_project\nflags: {require_corrected_analysis_fqns: true}\n',
    'profiles.yml': 'shop: {target: dev, outputs: {dev: {type: duckdb, path: a.duckdb}}}\n',
    'models/other.sql': 'select 1 as one',
    'models/said.sql':
      "{{ print('ARGS ' ~ tojson(invocation_args_dict) ~ flags.LOG_PATH) if execute }} select 1 as one",
  });
  const { code, stdout } = await dvt(GIVEN, { cwd });
  expect(code).toBe(0);
  const folder = await realpath(cwd);
  const command = ['dbt', ...GIVEN].join(' ');
  const places = { log_path: `${folder}/elsewhere`, profiles_dir: folder, project_dir: folder };
  const expected = { ...ARGUMENTS, ...places, invocation_command: command };
  const [, seen = '', logPath] = /ARGS (\{.*\})(.*)$/m.exec(stdout) ?? [];
  expect(JSON.parse(seen)).toEqual(expected);
  expect(logPath).toBe(`${folder}/elsewhere`);
  const { args } = JSON.parse(await readFile(join(cwd, 'target/run_results.json'), 'utf8')) as { args: object };
  expect(args).toEqual({ ...expected, dvt: expect.any(Object) });
  const again = await dvt(['compile', '--select', 'said'], { cwd });
  expect(again.stdout + again.stderr).toContain(`${folder}/of_project\n`);
});

test.each([
  ['docs generate', 'generate'],
  ['source freshness', 'freshness'],
  ['run-operation say', 'run-operation'],
])('%s is called %s', async (command, which) => {
  const cwd = await folderWith({
    'dvt_project.yml': `name: shop\nprofile: shop\non-run-start: "{{ say() }}"\n`,
    'profiles.yml': 'shop: {adapter: duckdb, path: a.duckdb}\n',
    'models/one.sql': '{{ say() }} select 1 as one',
    'macros/say.sql':
      "{% macro say(x) %}{% if execute %}{{ print('IS ' ~ flags.WHICH ~ ' ' ~ invocation_args_dict.which) }}{% endif %}{% endmacro %}",
    'models/raw.yml':
      'sources: [{name: main, tables: [{name: one, loaded_at_field: current_timestamp, freshness: {warn_after: {count: 1, period: day}}}]}]',
  });
  const { stdout } = await dvt(command.split(' '), { cwd });
  expect(stdout).toContain(`IS ${which} ${which}\n`);
});
