import { nearest } from '../core/nearest.js';
import type { NodeConfig } from '../spi/node.js';
import type { MergedConfig } from './config-layers.js';

/** A model's configs, checked. `materialized` is null where nobody said: its default depends on the route. */
export interface DeclaredConfig extends Omit<NodeConfig, 'materialized'> {
  readonly materialized: NodeConfig['materialized'] | null;
  /** `target:`, the connection that the model is published on; null = the project's own */
  readonly target: string | null;
}

const MATERIALIZED = ['table', 'view', 'ephemeral'] as const;
const LATER = ['incremental', 'snapshot', 'seed', 'materialized_view', 'test'];
const COMPUTE = ['duckdb', 'spark', 'auto', 'target'] as const;
const ON_DEPENDENTS = ['recreate', 'cascade'] as const;
const KNOWN = ['materialized', 'compute', 'on_dependents', 'target', 'schema', 'database', 'alias', 'enabled', 'tags'];
const KNOWN_MORE = ['meta', 'pre_hook', 'post_hook', 'grants', 'docs', 'persist_docs', 'column_types', 'unique_key'];

/** Turns a mistake in a config into a diagnostic with the place where it was written. */
export type ReportConfig = (key: string, code: string, message: string, hint?: string) => void;

/** Checks the merged configs of a model; what is malformed is reported and taken as absent. */
export function checkModelConfig(merged: MergedConfig, report: ReportConfig): DeclaredConfig {
  const { values } = merged;
  const text = (key: string): string | null => {
    const value = values[key] ?? null;
    if (value === null || typeof value === 'string') return value === '' ? null : value;
    report(key, 'DVT1206', `The config \`${key}\` is ${show(value)}, expected a text.`);
    return null;
  };
  const choice = <T extends string>(key: string, known: readonly T[]): T | null => {
    const value = text(key);
    if (value === null || known.includes(value as T)) return value as T | null;
    report(
      key,
      'DVT1206',
      `The config \`${key}\` is '${value}', expected ${listed(known, 'or')}.`,
      suggestion(value, known),
    );
    return null;
  };
  const explicit = merged.layers.get('materialized');
  return {
    materialized: checkMaterialized(text('materialized'), report),
    materializedExplicit: explicit !== undefined && explicit.origin !== 'tree',
    enabled: checkBoolean(values, 'enabled', true, report),
    compute: choice('compute', COMPUTE),
    onDependents: choice('on_dependents', ON_DEPENDENTS) ?? 'recreate',
    schema: text('schema'),
    database: text('database'),
    alias: text('alias'),
    target: text('target'),
    raw: values,
  };
}

function checkMaterialized(value: string | null, report: ReportConfig): DeclaredConfig['materialized'] {
  if (value === null || MATERIALIZED.includes(value as 'table')) return value as DeclaredConfig['materialized'];
  if (LATER.includes(value)) {
    const message = `The materialization '${value}' is not built yet: this version of dvt has ${listed(MATERIALIZED)}.`;
    report('materialized', 'DVT1207', message, "Use `materialized='table'` until it is there.");
  } else {
    const message = `There is no materialization '${value}': dvt has ${listed(MATERIALIZED)}.`;
    report('materialized', 'DVT1206', message, suggestion(value, MATERIALIZED));
  }
  return null;
}

/** A boolean config of any node. */
export function checkBoolean(
  values: Readonly<Record<string, unknown>>,
  key: string,
  fallback: boolean,
  report: ReportConfig,
): boolean {
  const value = values[key] ?? null;
  if (typeof value === 'boolean') return value;
  if (value !== null) report(key, 'DVT1206', `The config \`${key}\` is ${show(value)}, expected true or false.`);
  return fallback;
}

/** `tags:` of any node, as a list. */
export function checkTags(values: Readonly<Record<string, unknown>>, report: ReportConfig): readonly string[] {
  const tags = values['tags'] ?? [];
  if (Array.isArray(tags) && tags.every((tag) => typeof tag === 'string')) return tags;
  report('tags', 'DVT1206', `The config \`tags\` is ${show(tags)}, expected a text or a list of texts.`);
  return [];
}

/** A hint where a config that dvt does not know looks mistyped; users may keep configs of their own. */
export function mistypedConfig(key: string): string | null {
  const known = [...KNOWN, ...KNOWN_MORE];
  if (known.includes(key)) return null;
  const near = nearest(key, known);
  return near !== null && Math.abs(near.length - key.length) <= 1 ? near : null;
}

function suggestion(value: string, known: readonly string[]): string | undefined {
  const near = nearest(value, known);
  return near === null ? undefined : `Did you mean '${near}'?`;
}

function listed(names: readonly string[], conjunction: 'and' | 'or' = 'and'): string {
  return `${names.slice(0, -1).join(', ')} ${conjunction} ${names.at(-1)}`;
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
