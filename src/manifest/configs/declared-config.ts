import { nearest } from '../../core/nearest.js';
import type { ManifestNode, NodeConfig } from '../../spi/node.js';
import { isMapping } from '../properties/property-reader.js';
import { CONFIG_DEFAULTS, KIND_MATERIALIZED, KNOWN_CONFIGS } from './defaults.js';
import type { MergedConfig } from './merge.js';
import { show } from './values.js';

/** A node's configs, checked. `materialized` is null where nobody said: its default depends on the route. */
export interface DeclaredConfig extends Omit<NodeConfig, 'materialized'> {
  readonly materialized: NodeConfig['materialized'] | null;
  /** `target:`, the connection that the node is published on; null = the project's own */
  readonly target: string | null;
}

/** Materializations that dvt has without any macro. */
const BUILT_IN = ['table', 'view', 'incremental', 'ephemeral', 'materialized_view'];
const COMPUTE = ['duckdb', 'spark', 'auto', 'target'] as const;
const ON_DEPENDENTS = ['recreate', 'cascade'] as const;
const ACCESS = ['private', 'protected', 'public'] as const;

/** Turns a mistake in a config into a diagnostic with the place where it was written. */
export type ReportConfig = (key: string, code: string, message: string, hint?: string) => void;

/** What checking a config needs to know beside its values. */
export interface ConfigChecking {
  readonly kind: ManifestNode['kind'];
  readonly report: ReportConfig;
  /** names of the `{% materialization %}` blocks of the project and its packages */
  readonly materializations: ReadonlySet<string>;
}

/** Checks the merged configs of a node; what is malformed is reported and taken as absent. */
export function checkConfig(merged: MergedConfig, { kind, report, materializations }: ConfigChecking): DeclaredConfig {
  const { values } = merged;
  const text = (key: string): string | null => textConfig(values, key, report);
  const choice = <T extends string>(key: string, known: readonly T[]): T | null => {
    const value = text(key);
    if (value === null || known.includes(value as T)) return value as T | null;
    const message = `The config \`${key}\` is '${value}', expected ${listed(known, 'or')}.`;
    report(key, 'DVT1206', message, suggestion(value, known));
    return null;
  };
  const explicit = merged.layers.get('materialized');
  const fixed = KIND_MATERIALIZED[kind];
  const custom = [...BUILT_IN, ...materializations];
  const written = kind === 'model' ? checkMaterialized(text('materialized'), custom, report) : null;
  const materialized = fixed ?? written;
  if (kind === 'model') choice('access', ACCESS);
  if (kind === 'seed') checkColumnTypes(values, report);
  return {
    materialized,
    materializedExplicit: explicit !== undefined && explicit.origin !== 'tree',
    enabled: checkBoolean(values, 'enabled', true, report),
    compute: choice('compute', COMPUTE),
    onDependents: choice('on_dependents', ON_DEPENDENTS) ?? 'recreate',
    schema: text('schema') ?? (CONFIG_DEFAULTS[kind]['schema'] as string | null),
    database: text('database'),
    alias: text('alias'),
    target: text('target'),
    raw: withDefaults(kind, materialized === null ? values : { ...values, materialized }),
  };
}

/** `target:` of merged configs; null where nobody says it. */
export function declaredTarget({ values }: MergedConfig): string | null {
  return textConfig(values, 'target', () => {});
}

function textConfig(values: Readonly<Record<string, unknown>>, key: string, report: ReportConfig): string | null {
  const value = values[key] ?? null;
  if (value === null || typeof value === 'string') return value === '' ? null : value;
  if (typeof value === 'number') return String(value);
  report(key, 'DVT1206', `The config \`${key}\` is ${show(value)}, expected a text.`);
  return null;
}

function withDefaults(
  kind: ManifestNode['kind'],
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const raw: Record<string, unknown> = { ...CONFIG_DEFAULTS[kind] };
  for (const [key, value] of Object.entries(values)) {
    const usual = raw[key];
    raw[key] = isMapping(usual) && isMapping(value) ? { ...usual, ...value } : value;
  }
  return raw;
}

function checkMaterialized(value: string | null, known: readonly string[], report: ReportConfig): string | null {
  if (value === null || known.includes(value)) return value;
  const message = `There is no materialization '${value}': there are ${listed(known)}.`;
  report('materialized', 'DVT1206', message, suggestion(value, known));
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

function checkColumnTypes(values: Readonly<Record<string, unknown>>, report: ReportConfig): void {
  const types = values['column_types'] ?? {};
  if (isMapping(types) && Object.values(types).every((type) => typeof type === 'string')) return;
  const message = `The config \`column_types\` is ${show(types)}, expected a mapping of columns to types.`;
  report('column_types', 'DVT1206', message, 'Write `column_types: {zip: text}`.');
}

/** `tags:` of any node, as a list. */
export function checkTags(values: Readonly<Record<string, unknown>>, report: ReportConfig): readonly string[] {
  const tags = values['tags'] ?? [];
  if (Array.isArray(tags) && tags.every((tag) => typeof tag === 'string')) return tags;
  report('tags', 'DVT1206', `The config \`tags\` is ${show(tags)}, expected a text or a list of texts.`);
  return [];
}

/** A hint where a config that dvt does not know looks mistyped; users may keep configs of their own. */
export function mistypedConfig(kind: ManifestNode['kind'], key: string): string | null {
  const known = KNOWN_CONFIGS.get(kind)!;
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
