import { parse } from 'yaml';
import { DvtError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import { DBT_EVENTS, NEXT_ENGINE_EVENTS } from './dbt-warning-names.js';
import type { Options } from './options.js';

/** What becomes of a warning. */
type Treatment = 'error' | 'warn' | 'silence';

/** Says what becomes of the warnings of a code (`DVT1222`), or of tests and sources that warn (`tests`, `freshness`). */
export type WarningPolicy = (code: string) => Treatment;

/** dbt's names for what dvt warns of, so that `--warn-error-options` written for dbt mean the same. */
const EVENTS: Readonly<Record<string, readonly string[]>> = {
  tests: ['LogTestResult'],
  freshness: ['LogFreshnessResult'],
  DVT1077: ['DepsUnpinned', 'PackageRedirectDeprecation'],
  DVT1033: ['NoNodesForSelectionCriteria'],
  DVT1036: ['UnversionedBreakingChange'],
  DVT1203: ['CustomKeyInObjectDeprecation'],
  DVT1205: ['DuplicateYAMLKeysDeprecation'],
  DVT1208: ['NodeNotFoundOrDisabled'],
  DVT1209: ['NoNodeForYamlKey', 'MacroNotFoundForPatch'],
  DVT1210: ['UnusedResourceConfigPath'],
  DVT1214: ['CustomKeyInConfigDeprecation'],
  DVT1217: ['InvalidMacroAnnotation'],
  DVT1222: ['DeprecatedModel', 'DeprecatedReference', 'UpcomingReferenceDeprecation'],
  DVT1224: ['MicrobatchModelNoEventTimeInputs'],
  DVT1230: ['NoNodesForSelectionCriteria', 'NoNodesSelected', 'NothingToDo'],
  DVT2101: ['NodeNotFoundOrDisabled'],
  DVT2102: ['NodeNotFoundOrDisabled'],
  DVT2103: ['NodeNotFoundOrDisabled'],
  DVT2113: ['JinjaLogWarning', 'SnapshotTimestampWarning'],
};

/** Codes whose dbt counterparts are deprecations, which `Deprecations` stands for in a list. */
const DEPRECATIONS = { name: 'Deprecations', codes: new Set(['DVT1203', 'DVT1205', 'DVT1214']) } as const;

/**
 * That dvt has no semantic layer, and does not act on a flag, is no mistake of a project which runs under dbt, and that no input
 * has an `event_time` is only said there: an error only where it is named.
 */
const ERRORS_BY_NAME: ReadonlySet<string> = new Set(['DVT1218', 'DVT1223', 'DVT1224']);

const USAGE = 'DVT1040';
const LISTS = ['error', 'warn', 'silence'] as const;
/** Spellings of dbt before 1.8. */
const SYNONYMS: Readonly<Record<string, (typeof LISTS)[number]>> = { include: 'error', exclude: 'warn' };

type Lists = Readonly<Record<(typeof LISTS)[number], readonly string[]>>;

/** The lists of `--warn-error-options`, empty where it is not given. Throws DVT1040 where they are malformed. */
export function warningLists({ warnErrorOptions }: Options): Lists {
  return warnErrorOptions === null ? { error: [], warn: [], silence: [] } : read(warnErrorOptions);
}

/**
 * The policy of `--warn-error` and `--warn-error-options`. What is named goes before `Deprecations`, and that before
 * `all`; of lists, `silence` goes before `warn`, and that before `error`. Throws DVT1040 where the options are malformed or
 * both given.
 */
export function warningPolicy({ warnError, warnErrorOptions }: Options): WarningPolicy {
  if (warnErrorOptions === null) return (code) => (warnError && !ERRORS_BY_NAME.has(code) ? 'error' : 'warn');
  if (warnError) throw refused('--warn-error and --warn-error-options exclude each other.', 'Keep the latter.');
  const lists = read(warnErrorOptions);
  return (code) => {
    const names = [code, ...(EVENTS[code] ?? [])];
    const named = listWith(lists, (name) => names.includes(name));
    if (named !== undefined) return named;
    const deprecated = DEPRECATIONS.codes.has(code) ? listWith(lists, (name) => name === DEPRECATIONS.name) : undefined;
    return deprecated ?? (isAll(lists.error) && !ERRORS_BY_NAME.has(code) ? 'error' : 'warn');
  };
}

function listWith(lists: Lists, wanted: (name: string) => boolean): Treatment | undefined {
  return (['silence', 'warn', 'error'] as const).find((list) => lists[list].some(wanted));
}

function isAll(list: readonly string[]): boolean {
  return list.includes('all') || list.includes('*');
}

function read(text: string): Lists {
  let given: unknown;
  try {
    given = parse(text);
  } catch {
    throw refused('--warn-error-options is no YAML.');
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw refused('--warn-error-options must be a mapping.');
  }
  const lists: Record<(typeof LISTS)[number], string[]> = { error: [], warn: [], silence: [] };
  for (const [synonym, list] of Object.entries(SYNONYMS)) {
    if (!isSaid(given, synonym) || !isSaid(given, list)) continue;
    throw refused(`\`${synonym}\` and \`${list}\` of --warn-error-options are one list.`, `Keep \`${list}\`.`);
  }
  for (const [key, value] of Object.entries(given)) {
    const list = SYNONYMS[key] ?? LISTS.find((one) => one === key);
    if (list === undefined) {
      const near = nearest(key, LISTS);
      throw refused(`--warn-error-options has no \`${key}\`.`, ...(near === null ? [] : [`Did you mean \`${near}\`?`]));
    }
    const names = typeof value === 'string' ? [value] : (value ?? []);
    if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
      throw refused(`\`${key}\` of --warn-error-options must be a list of names, or \`all\`.`);
    }
    if (list !== 'error' && isAll(names)) throw refused(`Only \`error\` of --warn-error-options may be \`all\`.`);
    for (const name of names) checkName(name, key);
    lists[list].push(...names);
  }
  const deprecations = [...lists.error, ...lists.silence].includes(DEPRECATIONS.name);
  if (lists.warn.length > 0 && !isAll(lists.error) && !deprecations) {
    const message =
      '`warn` of --warn-error-options takes from what `error: all` or `Deprecations` says, and neither is there.';
    throw refused(message);
  }
  return lists;
}

/** Whether a list is there, and not empty. */
function isSaid(given: object, key: string): boolean {
  const value: unknown = Reflect.get(given, key);
  return value !== undefined && value !== null && (!Array.isArray(value) || value.length > 0);
}

/** dbt refuses names that it does not know, and takes those of its next engine. dvt's own are codes. */
function checkName(name: string, list: string): void {
  if (/^(DVT\d{4}|all|\*|Deprecations)$/.test(name) || DBT_EVENTS.has(name) || NEXT_ENGINE_EVENTS.has(name)) return;
  const near = nearest(name, [DEPRECATIONS.name, ...Object.values(EVENTS).flat(), ...DBT_EVENTS]);
  const message = `\`${list}\` of --warn-error-options names \`${name}\`, which is no warning of dbt's or dvt's.`;
  throw refused(message, ...(near === null ? [] : [`Did you mean \`${near}\`?`]));
}

function refused(message: string, hint = 'For example {error: all, warn: [DeprecatedModel], silence: [DVT1210]}.') {
  return new DvtError({ code: USAGE, message, hint });
}
