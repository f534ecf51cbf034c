import { DvtError } from '../core/errors.js';
import type { OptionSpec } from './option-table/option-spec.js';
import type { Options } from './options.js';
import { OPTIONS_AS_FLAGS } from './project-flags.js';

const USAGE = 'DVT1040';

/** The options of a command line that says nothing. */
export const NOTHING: Options = {
  projectDir: null,
  profilesDir: null,
  profile: null,
  target: null,
  vars: null,
  threads: null,
  targetPath: null,
  logPath: null,
  logFormat: 'text',
  quiet: false,
  color: null,
  debug: false,
  warnError: false,
  warnErrorOptions: null,
  printerWidth: null,
  print: true,
  writeJson: true,
  logLevel: null,
  logLevelFile: null,
  logFormatFile: null,
  logFileMaxBytes: 10 * 1024 * 1024,
  singleThreaded: false,
  select: [],
  models: [],
  exclude: [],
  selector: null,
  indirectSelection: null,
  state: null,
  partialParse: true,
  versionCheck: true,
  fullRefresh: false,
  failFast: false,
  empty: false,
  sample: null,
  storeFailures: null,
  defer: false,
  favorState: false,
  deferState: null,
  eventTimeStart: null,
  eventTimeEnd: null,
  args: null,
  sql: null,
  compute: null,
  output: null,
  limit: null,
  inline: null,
  inlineDirect: null,
  resourceTypes: [],
  excludeResourceTypes: [],
  outputKeys: [],
  all: false,
  last: false,
  compileDocs: true,
  emptyCatalog: false,
  upgrade: false,
  lock: false,
  addPackage: null,
  packageSource: null,
  configDir: false,
  yes: false,
  adapter: null,
};

/** What was written on the command line: an option and its raw value, in any order. */
export type Given = readonly (readonly [spec: OptionSpec, value: unknown])[];

/**
 * Options from the command line, then from the environment, then from `flags:` of the project, then defaults. Throws
 * DVT1040 for a wrong value.
 * @param flags by dbt's names
 */
export function mergeOptions(
  given: Given,
  specs: readonly OptionSpec[],
  env: Readonly<Record<string, string | undefined>>,
  flags: Readonly<Record<string, unknown>> = {},
): Options {
  const merged: Record<string, unknown> = { ...NOTHING };
  for (const spec of specs) {
    if (spec.key === null) continue;
    const name = spec.env?.flatMap(engineVariable).find((variable) => env[variable]);
    const flag = flagOf(spec);
    if (name !== undefined) merged[spec.key] = fromText(spec, name, env[name]!);
    else if (flag !== null && (flags[flag] ?? null) !== null) {
      merged[spec.key] = fromText(spec, `\`${flag}\` of the project's \`flags:\``, textOf(flags[flag]));
    }
  }
  const listed = new Map<string, unknown[]>();
  for (const [spec, value] of given) {
    if (spec.key === null) continue;
    if (spec.kind === 'list') listed.set(spec.key, [...(listed.get(spec.key) ?? []), ...(value as unknown[])]);
    else merged[spec.key] = spec.kind === 'off' ? false : parsed(spec, value, longFlag(spec));
  }
  return { ...merged, ...Object.fromEntries(listed) } as unknown as Options;
}

/** dbt 1.12 writes `DBT_ENGINE_WARN_ERROR`, and takes `DBT_WARN_ERROR` too. */
function engineVariable(name: string): readonly string[] {
  return name.startsWith('DBT_') ? [name.replace('DBT_', 'DBT_ENGINE_'), name] : [name];
}

/** `DBT_WARN_ERROR` -> `warn_error`, where that is one of dbt's `flags:` */
function flagOf({ env }: OptionSpec): string | null {
  const name = env
    ?.find((variable) => variable.startsWith('DBT_'))
    ?.slice('DBT_'.length)
    .toLowerCase();
  return name !== undefined && OPTIONS_AS_FLAGS.has(name) ? name : null;
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function fromText(spec: OptionSpec, name: string, value: string): unknown {
  if (spec.kind !== 'flag' && spec.kind !== 'off') {
    if (spec.kind === 'list') return value.split(/\s+/).filter((word) => word !== '');
    return parsed(spec, value, name);
  }
  const normal = value.toLowerCase();
  if (['1', 'true', 't', 'yes', 'y', 'on'].includes(normal)) return spec.kind === 'flag';
  if (['0', 'false', 'f', 'no', 'n', 'off'].includes(normal)) return spec.kind !== 'flag';
  throw new DvtError({ code: USAGE, message: `${name} must be true or false, found \`${value}\`.` });
}

function parsed(spec: OptionSpec, value: unknown, name: string): unknown {
  if (spec.choices) {
    const choice = String(value).toLowerCase();
    // dbt has further formats for people; they all are text.
    const format = spec.key === 'logFormat' || spec.key === 'logFormatFile';
    if (format && (choice === 'default' || choice === 'debug')) return 'text';
    if (spec.choices.includes(choice)) return choice;
    throw new DvtError({
      code: USAGE,
      message: `${name} must be one of ${spec.choices.join(', ')}, found \`${value}\`.`,
    });
  }
  if (spec.kind !== 'number') return value;
  const number = Number(value);
  const { least = 1 } = spec;
  if (Number.isInteger(number) && number >= least) return number;
  const range = Number.isFinite(least) ? ` from ${least} on` : '';
  throw new DvtError({ code: USAGE, message: `${name} must be a whole number${range}, found \`${value}\`.` });
}

function longFlag(spec: OptionSpec): string {
  return /--[\w-]+/.exec(spec.flags)?.[0] ?? spec.flags;
}
