import type { Location } from '../../core/position.js';
import { isMapping } from '../properties/property-reader.js';
import { hooksOf } from './hooks.js';
import type { ConfigLayer } from './layers.js';

/** What the layers amount to. */
export interface MergedConfig {
  readonly values: Readonly<Record<string, unknown>>;
  /** the layer that had the last word on a key */
  readonly layers: ReadonlyMap<string, ConfigLayer>;
}

/** Where the last word on a config was written; undefined where nobody said anything. */
export function configPlace({ layers }: MergedConfig, key: string): Location | undefined {
  const layer = layers.get(key);
  if (layer?.placeOf === undefined) return layer?.location;
  return layer.placeOf(Object.hasOwn(layer.values, key) ? key : key.replace('_', '-'));
}

/** Lists that grow from layer to layer. */
const APPENDED = new Set(['tags', 'pre_hook', 'post_hook', 'packages']);
/** Mappings that are merged key by key. */
const UPDATED = new Set(['meta', 'docs', 'contract', 'quoting', 'column_types', 'latest_version_pointer']);

/** Merges layers by dbt's rules (dbt_common, `MergeBehavior`); every other config is replaced. */
export function mergeLayers(layers: readonly ConfigLayer[]): MergedConfig {
  const values: Record<string, unknown> = {};
  const origins = new Map<string, ConfigLayer>();
  for (const layer of layers) {
    for (const [written, value] of Object.entries(layer.values)) {
      const key = configKey(written);
      values[key] = merged(key, values[key], value);
      origins.set(key, layer);
    }
  }
  return { values, layers: origins };
}

function merged(key: string, before: unknown, value: unknown): unknown {
  if (key === 'pre_hook' || key === 'post_hook') return [...asList(before), ...hooksOf(value)];
  if (APPENDED.has(key)) return [...asList(before), ...asList(value)];
  if (key === 'latest_version_pointer' && typeof value === 'boolean') return merged(key, before, { enabled: value });
  if (UPDATED.has(key) && isMapping(value)) return { ...(isMapping(before) ? before : {}), ...value };
  if (key === 'freshness' && isMapping(value) && isMapping(before)) return mergeFreshness(before, value);
  if (key === 'grants' && isMapping(value)) return mergeGrants(isMapping(before) ? before : {}, value);
  return value;
}

/** `+select` adds to the grantees of the layers before, `select` replaces them. */
function mergeGrants(before: Readonly<Record<string, unknown>>, value: Readonly<Record<string, unknown>>): unknown {
  const grants: Record<string, unknown> = { ...before };
  for (const [written, grantees] of Object.entries(value)) {
    if (written.startsWith('+')) grants[written.slice(1)] = [...asList(grants[written.slice(1)]), ...asList(grantees)];
    else grants[written] = asList(grantees);
  }
  return grants;
}

/** `warn_after` and `error_after` are completed one by one: a table may say the count, its source the period. */
function mergeFreshness(before: Readonly<Record<string, unknown>>, value: Readonly<Record<string, unknown>>): unknown {
  const freshness: Record<string, unknown> = { ...before, ...value };
  for (const key of ['warn_after', 'error_after']) {
    const [inherited, own] = [before[key], value[key]];
    if (isMapping(inherited) && isMapping(own)) freshness[key] = { ...inherited, ...own };
  }
  return freshness;
}

/** dbt writes `pre-hook` in YAML and `pre_hook` in `config()`. */
function configKey(written: string): string {
  return written === 'pre-hook' || written === 'post-hook' ? written.replace('-', '_') : written;
}

function asList(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
