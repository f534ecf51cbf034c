import type { ConfigLayer } from '../configs/layers.js';
import { mergeLayers } from '../configs/merge.js';
import type { TreeLayers } from '../nodes/package-parsing.js';
import { completeFreshness } from './freshness.js';

/**
 * A source's `unrendered_config` as dbt writes it: the project file's configs with their Jinja, replaced by what the
 * properties file says, which is rendered.
 * @param declared of the source, then of the table
 * @param trees with the Jinja of the project file
 */
export function unrenderedSourceConfig(
  declared: readonly ConfigLayer[],
  { before, after }: TreeLayers,
): Readonly<Record<string, unknown>> {
  const { values } = mergeLayers(declared);
  const { freshness, tags } = values;
  const own = {
    ...values,
    meta: values['meta'] ?? {},
    tags: Array.isArray(tags) ? [...tags].sort() : [],
    ...(freshness !== undefined && { freshness: completeFreshness(freshness) }),
  };
  const nothing = { loaded_at_field: null, loaded_at_query: null };
  return Object.assign(nothing, ...[...before.map((one) => one.values), own, ...after.map((one) => one.values)]);
}
