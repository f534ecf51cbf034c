import { parseMoment } from '../core/moment.js';
import { behaviourFlags } from './behaviour-flags.js';
import { macroArguments } from './macro-arguments.js';
import { NOTHING } from './merge-options.js';
import type { Options } from './options.js';
import { sampleWindow } from './sample-window.js';
import type { Session } from './session.js';
import { templateFlags } from './template-flags.js';
import { warningLists } from './warning-policy.js';

type Key = keyof Options;

/** Options whose names are not dbt's in another spelling. */
const NAMES: Readonly<Partial<Record<Key, string>>> = { color: 'use_colors', compileDocs: 'compile' };

/** What dbt leaves out where it is off. */
const SAID_ONLY: ReadonlySet<string> = new Set([
  ...['debug', 'fail_fast', 'full_refresh', 'single_threaded', 'store_failures', 'warn_error'],
]);

/** What belongs to the place and the person of one command, which another try does not take over (`retry` of dbt). */
const NOT_TAKEN_OVER: ReadonlySet<Key> = new Set([
  ...(['projectDir', 'profilesDir', 'logPath', 'targetPath', 'warnError'] as const),
  ...(['color', 'logFormat', 'logFormatFile', 'logLevel', 'logLevelFile', 'logFileMaxBytes'] as const),
]);

/** `fullRefresh` is `full_refresh`. */
function nameOf(key: Key): string {
  return NAMES[key] ?? key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/**
 * The options of a command by dbt's names, with the behaviour flags of its project: `invocation_args_dict` of templates and
 * `args` of run_results.json, where programs look for `which`, `vars`, `select`, `full_refresh` and `invocation_command`.
 */
export function commandArguments(session: Session): Readonly<Record<string, unknown>> {
  const { invocation, project, vars } = session;
  const { options, names, startedAt } = invocation;
  const flags = templateFlags(session);
  const said = Object.entries(options).filter(([key, value]) => !isUnsaid(key as Key, value));
  const all: Record<string, unknown> = {
    ...Object.fromEntries(said.map(([key, value]) => [nameOf(key as Key), value])),
    ...behaviourFlags(project),
    select: [...options.select],
    exclude: [...options.exclude],
    use_colors: options.color ?? true,
    indirect_selection: flags['INDIRECT_SELECTION'],
    invocation_command: flags['INVOCATION_COMMAND'],
    log_format: flags['LOG_FORMAT'],
    log_format_file: options.logFormatFile ?? (options.logFormat === 'json' ? 'json' : 'debug'),
    log_level: options.logLevel ?? 'info',
    log_level_file: options.logLevelFile ?? options.logLevel ?? 'debug',
    log_path: flags['LOG_PATH'],
    printer_width: flags['PRINTER_WIDTH'],
    profiles_dir: flags['PROFILES_DIR'],
    project_dir: project.root,
    vars,
    warn_error_options: warningLists(options),
    which: flags['WHICH'],
  };
  for (const bound of ['event_time_start', 'event_time_end']) {
    if (bound in all) all[bound] = isoTime(String(all[bound]));
  }
  if (options.sample !== null) all['sample'] = sampleWindow(options.sample, startedAt);
  if (invocation.command === 'run-operation') {
    all['args'] = macroArguments(options.args);
    if (names.length > 0) all['macro'] = names[0];
  }
  return Object.fromEntries(Object.entries(all).filter(([name, value]) => value !== false || !SAID_ONLY.has(name)));
}

/** The options that `args` of a run_results.json says, dbt's or dvt's, for another try. */
export function optionsOfArguments(args: Readonly<Record<string, unknown>>): Partial<Options> {
  const known = (Object.keys(NOTHING) as Key[]).flatMap((key) => {
    const value = args[nameOf(key)] ?? null;
    return value === null || NOT_TAKEN_OVER.has(key) ? [] : [[key, asWritten(key, value)] as const];
  });
  return Object.fromEntries(known);
}

/** Options that are YAML are written as such. */
function asWritten(key: Key, value: unknown): unknown {
  if (NOTHING[key] !== null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.values(value as object).flat().length === 0 ? null : JSON.stringify(value);
}

function isUnsaid(key: Key, value: unknown): boolean {
  if (value === null || (Array.isArray(value) && value.length === 0)) return true;
  // What is on or off unless somebody says otherwise has its value in dbt's too; dvt's own options have none there.
  return JSON.stringify(value) === JSON.stringify(NOTHING[key]) && !DEFAULTS_SHOWN.has(key);
}

/** Options with a default that dbt writes down. */
const DEFAULTS_SHOWN: ReadonlySet<Key> = new Set([
  ...(['defer', 'empty', 'favorState', 'logFileMaxBytes', 'partialParse', 'print', 'quiet', 'versionCheck'] as const),
  'writeJson',
]);

/** A bound as dbt writes it: without a zone. */
function isoTime(text: string): string {
  return (
    parseMoment(text)
      ?.toISOString()
      .replace(/(\.000)?Z$/, '') ?? text
  );
}
