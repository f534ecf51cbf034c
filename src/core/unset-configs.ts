import type { ManifestNode } from '../spi/node.js';

/** Configs of dbt-core 1.12 that mean nothing to dvt; macros and readers of artifacts find them under each node. */
export const UNSET_CONFIGS: Readonly<Record<ManifestNode['kind'], Readonly<Record<string, unknown>>>> = {
  model: { static_analysis: null, on_error: null },
  seed: { static_analysis: null },
  snapshot: { static_analysis: null },
  test: { static_analysis: null, sql_header: null },
  analysis: { static_analysis: null },
  operation: { static_analysis: null },
};
