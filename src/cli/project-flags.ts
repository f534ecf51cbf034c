import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProfiles } from '../config/profiles-path.js';
import { DvtError } from '../core/errors.js';

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

/** Where flags may stand. */
interface FlagsPlace {
  /** folder of the project */
  readonly root: string;
  /** `--profiles-dir`, absolute; null = as the search order says */
  readonly profilesDir: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** `flags:` of the project, and those of them that its own file does not say. */
export interface FoundFlags {
  readonly all: Readonly<Record<string, unknown>>;
  /** `config:` of profiles.yml, where dbt kept them before 1.8 */
  readonly ofProfiles: Readonly<Record<string, unknown>>;
}

/** The flags of a project. Throws DVT1040 where both the project file and `profiles.yml` have some, as dbt does. */
export async function findFlags({ root, ...where }: FlagsPlace): Promise<FoundFlags> {
  const [own, ofProfiles] = await Promise.all([projectFlags(root), profileFlags({ root, ...where })]);
  if (Object.keys(ofProfiles).length === 0) return { all: own, ofProfiles };
  if (Object.keys(own).length === 0) return { all: ofProfiles, ofProfiles };
  throw new DvtError({
    code: 'DVT1040',
    message: 'profiles.yml has a `config:`, and the project file has `flags:`; both say the same things.',
    hint: 'Move what `config:` says to `flags:` of the project file.',
  });
}

async function profileFlags({ root, ...where }: FlagsPlace): Promise<Readonly<Record<string, unknown>>> {
  // That there is no profiles.yml is told where one is needed.
  const path = await findProfiles({ ...where, projectDir: root }).catch(() => null);
  const text = path === null ? null : await readFile(path, 'utf8').catch(() => null);
  return text === null ? {} : mappingIn(text, 'config');
}

/**
 * `flags:` of the project file, by dbt's names (`warn_error`). Empty where there is no project, or none that can be read:
 * what is wrong with it is told when the project is loaded.
 * @param root folder of the project
 */
async function projectFlags(root: string): Promise<Readonly<Record<string, unknown>>> {
  for (const file of FILES) {
    const text = await readFile(join(root, file), 'utf8').catch(() => null);
    if (text === null) continue;
    return mappingIn(text, 'flags');
  }
  return {};
}

/** A mapping at the top of a file, empty where there is none. */
async function mappingIn(text: string, key: string): Promise<Readonly<Record<string, unknown>>> {
  if (!new RegExp(`^${key}\\s*:`, 'm').test(text)) return {};
  const { parseDocument } = await import('yaml');
  const value: unknown = parseDocument(text, { logLevel: 'silent' }).toJS()?.[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
