import { isMapping } from '../properties/property-reader.js';
import type { ConfigLayer } from './layers.js';

type Values = Readonly<Record<string, unknown>>;

/** What a node's configs were before anything was rendered. */
export interface UnrenderedLayers {
  /** of the project file, with its Jinja, under and over what the node says itself */
  readonly before: readonly ConfigLayer[];
  readonly after: readonly ConfigLayer[];
  /** of the properties file: rendered, from the most general one on */
  readonly declared: readonly ConfigLayer[];
  /** `config:` of the same entry of that file with its Jinja; null: there is none */
  readonly written: Values | null;
  /** `config()` in the node's template: as rendered, in the order of the calls */
  readonly calls: readonly ConfigLayer[];
  /** the texts that stand for them; null: their values do */
  readonly callTexts: Values | null;
  /** the calls are read without rendering */
  readonly isStatic: boolean;
  /** a properties file has a say in the node's configs */
  readonly isPatched: boolean;
}

/**
 * `unrendered_config` to the letter of dbt-core 1.12, for dbt compares it between two states. It is less than the name says:
 * lists of a properties file stand in it twice, and of a template's configs it has texts where dbt has to render.
 */
export function unrenderedConfig(layers: UnrenderedLayers): Values {
  const { before, after, declared, written, calls, callTexts, isStatic, isPatched } = layers;
  const own = Object.assign({}, ...declared.map(({ values }) => values));
  const properties = written === null ? own : deepMerged(own, written);
  const texts = callTexts !== null && Object.keys(callTexts).length > 0 ? callTexts : null;
  const values = (list: readonly ConfigLayer[]): readonly Values[] => list.map((layer) => layer.values);
  if (isStatic) {
    // Without a properties file's configs dbt adds the values last, as they are.
    const each = values(calls).flatMap((call) => Object.entries(call).map(([key, value]) => ({ [key]: value })));
    if (!isPatched) return Object.assign({}, ...values(before), ...values(after), ...each);
    return Object.assign({}, ...values(before), properties, mergedCalls(each), ...values(after));
  }
  return Object.assign({}, ...values(before), properties, texts ?? mergedCalls(values(calls)), ...values(after));
}

/** dbt's `deep_merge`: of two lists the second comes first. */
function deepMerged(before: Values, over: Values): Values {
  const result: Record<string, unknown> = { ...before };
  for (const [key, value] of Object.entries(over)) {
    const known = result[key];
    if (isMapping(value)) result[key] = deepMerged(isMapping(known) ? known : {}, value);
    else if (Array.isArray(value) && Array.isArray(known)) result[key] = [...value, ...known];
    else result[key] = value;
  }
  return result;
}

const APPENDED = new Set(['tags', 'pre-hook', 'pre_hook', 'post-hook', 'post_hook', 'packages']);
const UPDATED = new Set(['meta', 'docs', 'contract', 'quoting', 'column_types', 'snapshot_meta_column_names']);

/** dbt's `merge_config_dicts`: the first call is taken as it is. */
function mergedCalls(calls: readonly Values[]): Values {
  const result: Record<string, unknown> = {};
  for (const call of calls) {
    if (Object.keys(result).length === 0) {
      Object.assign(result, call);
      continue;
    }
    for (const [key, value] of Object.entries(call)) {
      const known = result[key];
      if (APPENDED.has(key)) result[key] = [...(known === undefined ? [] : listed(known)), ...listed(value)];
      else if (UPDATED.has(key) && isMapping(value) && isMapping(known)) result[key] = { ...known, ...value };
      else if (key === 'grants' && isMapping(value)) result[key] = mergedGrants(known, value);
      else result[key] = value;
    }
  }
  return result;
}

function mergedGrants(known: unknown, value: Values): Values {
  const grants: Record<string, unknown> = {};
  for (const [key, grantees] of Object.entries(isMapping(known) ? known : {})) grants[key] = listed(grantees);
  for (const [key, grantees] of Object.entries(value)) {
    const adds = key.startsWith('+') && grants[key] !== undefined;
    grants[key] = adds ? [...listed(grants[key]), ...listed(grantees)] : listed(grantees);
  }
  return grants;
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
