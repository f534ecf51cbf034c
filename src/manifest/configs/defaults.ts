import type { ManifestNode } from '../../spi/node.js';

type Kind = ManifestNode['kind'];

const SHARED = { enabled: true, alias: null, schema: null, database: null, tags: [], meta: {}, group: null };

const NODE = {
  incremental_strategy: null,
  batch_size: null,
  lookback: 1,
  begin: null,
  persist_docs: {},
  post_hook: [],
  pre_hook: [],
  quoting: {},
  column_types: {},
  full_refresh: null,
  unique_key: null,
  on_schema_change: 'ignore',
  on_configuration_change: 'apply',
  grants: {},
  packages: [],
  docs: { show: true, node_color: null },
  contract: { enforced: false, alias_types: true },
  event_time: null,
  concurrent_batches: null,
};

const SNAPSHOT = {
  strategy: null,
  target_schema: null,
  target_database: null,
  updated_at: null,
  check_cols: null,
  snapshot_meta_column_names: {
    dbt_valid_to: null,
    dbt_valid_from: null,
    dbt_scd_id: null,
    dbt_updated_at: null,
    dbt_is_deleted: null,
  },
  dbt_valid_to_current: null,
};

const TEST = {
  schema: 'dbt_test__audit',
  severity: 'ERROR',
  store_failures: null,
  store_failures_as: null,
  where: null,
  limit: null,
  fail_calc: 'count(*)',
  warn_if: '!= 0',
  error_if: '!= 0',
};

/** What dbt's configs are where nobody says anything (dbt-core 1.10, `artifacts/resources/v1`). */
export const CONFIG_DEFAULTS: Readonly<Record<Kind, Readonly<Record<string, unknown>>>> = {
  model: {
    ...SHARED,
    ...NODE,
    access: 'protected',
    freshness: null,
    latest_version_pointer: { enabled: null, alias: null },
  },
  seed: { ...SHARED, ...NODE, delimiter: ',', quote_columns: null },
  snapshot: { ...SHARED, ...NODE, ...SNAPSHOT },
  test: { ...SHARED, ...TEST },
  analysis: { ...SHARED, ...NODE },
  operation: { ...SHARED, ...NODE },
};

/** Materialization of the kinds that have one alone; that of a model follows from its route. */
export const KIND_MATERIALIZED: Readonly<Partial<Record<Kind, string>>> = {
  seed: 'seed',
  snapshot: 'snapshot',
  test: 'test',
  analysis: 'view',
  operation: 'view',
};

const DVT = [
  'compute',
  'pushdown',
  'on_dependents',
  'target',
  'materialized',
  'sql_header',
  'indexes',
  'unlogged',
  'static_analysis',
];
const INCREMENTAL = ['incremental_predicates', 'merge_update_columns', 'merge_exclude_columns', 'predicates'];
const HARD_DELETES = ['hard_deletes', 'invalidate_hard_deletes'];

/** Names of configs that something acts on, by kind; users may keep others of their own. */
export const KNOWN_CONFIGS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(CONFIG_DEFAULTS).map(([kind, defaults]) => [
    kind,
    [...Object.keys(defaults), ...DVT, ...INCREMENTAL, ...(kind === 'snapshot' ? HARD_DELETES : [])],
  ]),
);
