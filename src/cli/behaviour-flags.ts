import type { Diagnostic } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import type { Project } from '../spi/project.js';
import { OPTIONS_AS_FLAGS } from './project-flags.js';

/**
 * Behaviour flags of dbt-core 1.12 (`ProjectFlags`) that dvt acts on, or that are about what it does not have: the semantic
 * layer, catalogs.yml, the form of dbt's own messages; with their defaults. `state_modified_compare_vars` does nothing in dbt
 * either.
 */
const TAKEN: Readonly<Record<string, boolean>> = {
  enable_grouped_warn_error_parser_logs: false,
  latest_version_pointer_enabled_by_default: false,
  require_all_warnings_handled_by_warn_error: true,
  require_corrected_analysis_fqns: false,
  require_explicit_package_overrides_for_builtin_materializations: true,
  require_nested_cumulative_type_params: true,
  require_ref_searches_node_package_before_root: false,
  require_unique_project_resource_names: false,
  require_yaml_configuration_for_mf_time_spines: true,
  skip_nodes_if_on_run_start_fails: true,
  source_freshness_run_project_hooks: true,
  state_modified_compare_vars: false,
  use_catalogs_v2: false,
  validate_macro_args: true,
};

/** Of earlier versions of dbt. */
const PAST: readonly string[] = ['require_event_names_in_deprecations'];

/** Flags of which dvt knows one value: that, and what it does. */
const ONE_VALUE: ReadonlyMap<string, readonly [value: boolean, does: string]> = new Map([
  ['allow_jinja_file_extensions', [false, 'reads .sql and .md files alone']],
  ['require_batched_execution_for_custom_microbatch_strategy', [true, 'runs every microbatch model in batches']],
  ['require_generic_test_arguments_property', [true, 'reads `arguments` of a test as its arguments']],
  ['require_resource_names_without_spaces', [true, 'takes names as they are']],
  ['require_source_and_semantic_model_names_without_spaces', [false, 'takes names with spaces']],
  ['require_sql_header_in_test_configs', [false, 'reads no sql_header of tests']],
  ['require_valid_schema_from_generate_schema_name', [false, 'takes what generate_schema_name says']],
  ['state_modified_compare_more_unrendered_values', [true, 'compares configs as they are written']],
  ['support_custom_ref_kwargs', [false, 'knows no other arguments of ref and source than dbt']],
]);

const OFF = 'DVT1218';

/**
 * Warnings about `flags:` of a project: one whose value dvt does not act on, and one whose name is nearly that of a flag. Other
 * unknown names belong to adapters, and dbt takes them in silence.
 */
export function flagWarnings({ flags, locate }: Pick<Project, 'flags' | 'locate'>): readonly Diagnostic[] {
  const known = [...Object.keys(TAKEN), ...PAST, ...ONE_VALUE.keys(), ...OPTIONS_AS_FLAGS];
  return Object.entries(flags).flatMap(([name, value]): Diagnostic[] => {
    const location = locate(['flags', name], 'key');
    const one = ONE_VALUE.get(name);
    if (one !== undefined && typeof value === 'boolean' && value !== one[0]) {
      return [{ code: OFF, message: `\`${name}: ${value}\` has no effect: dvt ${one[1]}.`, location }];
    }
    const near = known.includes(name) ? null : nearest(name, known);
    if (near === null) return [];
    return [{ code: OFF, message: `There is no flag \`${name}\`.`, location, hint: `Did you mean \`${near}\`?` }];
  });
}

/** Every behaviour flag with its value for a project: what it says, or the default. */
export function behaviourFlags({ flags }: Pick<Project, 'flags'>): Readonly<Record<string, unknown>> {
  const defaults = { ...TAKEN, ...Object.fromEntries([...ONE_VALUE].map(([name, [value]]) => [name, value])) };
  return Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, flags[name] ?? value]));
}
