import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Options that dbt takes from `flags:` of the project file too (`ProjectFlags` of dbt-core 1.12); others are nothing there. */
export const OPTIONS_AS_FLAGS: ReadonlySet<string> = new Set([
  ...[
    'cache_selected_only',
    'debug',
    'fail_fast',
    'hints_enabled',
    'indirect_selection',
    'log_format',
    'log_format_file',
  ],
  ...['log_level', 'log_level_file', 'maximum_seed_size_mib', 'partial_parse', 'populate_cache', 'printer_width'],
  ...['send_anonymous_usage_stats', 'snowflake_projects_otel', 'static_parser', 'use_colors', 'use_colors_file'],
  ...['use_experimental_parser', 'use_v2_parser', 'v2_parser', 'version_check', 'warn_error', 'warn_error_options'],
  'write_json',
]);

const FILES = ['dvt_project.yml', 'dbt_project.yml'];

/**
 * `flags:` of the project file, by dbt's names (`warn_error`). Empty where there is no project, or none that can be read:
 * what is wrong with it is told when the project is loaded.
 * @param root folder of the project
 */
export async function projectFlags(root: string): Promise<Readonly<Record<string, unknown>>> {
  for (const file of FILES) {
    const text = await readFile(join(root, file), 'utf8').catch(() => null);
    if (text === null) continue;
    if (!/^flags\s*:/m.test(text)) return {};
    const { parseDocument } = await import('yaml');
    const flags: unknown = parseDocument(text, { logLevel: 'silent' }).toJS()?.flags;
    return typeof flags === 'object' && flags !== null ? (flags as Record<string, unknown>) : {};
  }
  return {};
}
