import { parse } from 'yaml';
import { DvtError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import type { Options } from './options.js';

/** What becomes of a warning. */
type Treatment = 'error' | 'warn' | 'silence';

/** Says what becomes of the warnings of a code (`DVT1222`), or of tests and sources that warn (`tests`, `freshness`). */
export type WarningPolicy = (code: string) => Treatment;

/** dbt's names for what dvt warns of, so that `--warn-error-options` written for dbt mean the same. */
const EVENTS: Readonly<Record<string, readonly string[]>> = {
  tests: ['LogTestResult'],
  freshness: ['LogFreshnessResult'],
  DVT1033: ['NoNodesForSelectionCriteria'],
  DVT1036: ['UnversionedBreakingChange'],
  DVT1208: ['NodeNotFoundOrDisabled'],
  DVT1209: ['NoNodeForYamlKey', 'MacroNotFoundForPatch'],
  DVT1210: ['UnusedResourceConfigPath'],
  DVT1214: ['CustomKeyInConfigDeprecation', 'Deprecations'],
  DVT1217: ['InvalidMacroAnnotation'],
  DVT1222: ['DeprecatedModel', 'DeprecatedReference', 'UpcomingReferenceDeprecation'],
  DVT1230: ['NoNodesForSelectionCriteria', 'NoNodesSelected', 'NothingToDo'],
  DVT2101: ['NodeNotFoundOrDisabled'],
  DVT2102: ['NodeNotFoundOrDisabled'],
  DVT2103: ['NodeNotFoundOrDisabled'],
  DVT2113: ['JinjaLogWarning'],
};

const USAGE = 'DVT1040';
const LISTS = ['error', 'warn', 'silence'] as const;
/** Spellings of dbt before 1.8. */
const SYNONYMS: Readonly<Record<string, (typeof LISTS)[number]>> = { include: 'error', exclude: 'warn' };

type Lists = Readonly<Record<(typeof LISTS)[number], readonly string[]>>;

/** The lists of `--warn-error-options`, empty where it is not given. Throws DVT1040 where they are malformed. */
export function warningLists({ warnErrorOptions }: Options): Lists {
  return warnErrorOptions === null ? { error: [], warn: [], silence: [] } : read(warnErrorOptions);
}

/** The policy of `--warn-error` and `--warn-error-options`. Throws DVT1040 where these are malformed or both given. */
export function warningPolicy({ warnError, warnErrorOptions }: Options): WarningPolicy {
  if (warnErrorOptions === null) return () => (warnError ? 'error' : 'warn');
  if (warnError) throw refused('--warn-error and --warn-error-options exclude each other.', 'Keep the latter.');
  const lists = read(warnErrorOptions);
  return (code) => {
    const names = [code, ...(EVENTS[code] ?? [])];
    const listed = (list: readonly string[]) => list.some((name) => names.includes(name));
    if (listed(lists.silence)) return 'silence';
    if (listed(lists.warn)) return 'warn';
    return listed(lists.error) || isAll(lists.error) ? 'error' : 'warn';
  };
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
    lists[list].push(...names);
  }
  return lists;
}

function refused(message: string, hint = 'For example {error: all, warn: [DeprecatedModel], silence: [DVT1210]}.') {
  return new DvtError({ code: USAGE, message, hint });
}
