import { DvtError } from '../core/errors.js';
import type { OptionSpec } from './option-table.js';
import type { Options } from './options.js';

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
  select: [],
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
  compute: null,
  output: null,
  limit: null,
  inline: null,
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
  yes: false,
  adapter: null,
};

/** What was written on the command line: an option and its raw value, in any order. */
export type Given = readonly (readonly [spec: OptionSpec, value: unknown])[];

/** Options from the command line, then from the environment, then defaults. Throws DVT1040 for a wrong value. */
export function mergeOptions(
  given: Given,
  specs: readonly OptionSpec[],
  env: Readonly<Record<string, string | undefined>>,
): Options {
  const merged: Record<string, unknown> = { ...NOTHING };
  for (const spec of specs) {
    const name = spec.env?.find((variable) => env[variable]);
    if (name !== undefined) merged[spec.key] = fromEnvironment(spec, name, env[name]!);
  }
  const listed = new Map<string, unknown[]>();
  for (const [spec, value] of given) {
    if (spec.kind === 'list') listed.set(spec.key, [...(listed.get(spec.key) ?? []), ...(value as unknown[])]);
    else merged[spec.key] = spec.kind === 'off' ? false : parsed(spec, value, longFlag(spec));
  }
  return { ...merged, ...Object.fromEntries(listed) } as unknown as Options;
}

function fromEnvironment(spec: OptionSpec, name: string, value: string): unknown {
  if (spec.kind !== 'flag' && spec.kind !== 'off') {
    // dbt has further formats for people; they all are text.
    if (spec.kind === 'list') return value.split(/\s+/).filter((word) => word !== '');
    if (spec.key === 'logFormat' && (value === 'default' || value === 'debug')) return 'text';
    return parsed(spec, value, name);
  }
  const normal = value.toLowerCase();
  if (['1', 'true', 't', 'yes', 'y', 'on'].includes(normal)) return spec.kind === 'flag' ? true : null;
  if (['0', 'false', 'f', 'no', 'n', 'off'].includes(normal)) return false;
  throw new DvtError({ code: USAGE, message: `${name} must be true or false, found \`${value}\`.` });
}

function parsed(spec: OptionSpec, value: unknown, name: string): unknown {
  if (spec.choices && !spec.choices.includes(String(value))) {
    throw new DvtError({
      code: USAGE,
      message: `${name} must be one of ${spec.choices.join(', ')}, found \`${value}\`.`,
    });
  }
  if (spec.kind !== 'number') return value;
  const number = Number(value);
  if (Number.isInteger(number) && (number >= 1 || (spec.key === 'limit' && number === -1))) return number;
  throw new DvtError({ code: USAGE, message: `${name} must be a whole number from 1 on, found \`${value}\`.` });
}

function longFlag(spec: OptionSpec): string {
  return /--[\w-]+/.exec(spec.flags)?.[0] ?? spec.flags;
}
