import { type Diagnostic, DvtError } from '../core/errors.js';
import type { Manifest } from '../spi/manifest.js';
import { Evaluation } from './evaluation.js';
import { topologicalOrder } from './order.js';
import { parseWords } from './parse-words.js';
import { defaultSelector, savedSelector } from './saved-selectors.js';
import { type IndirectSelection, type Specification, union } from './specification.js';
import type { StateArtifacts } from './state/artifacts.js';
import { StateComparison } from './state/state-comparison.js';

/** What `--select`, `--exclude` and their like say: each word a union of what blanks separate, each of those an intersection. */
export interface SelectOptions {
  /** empty = everything */
  readonly select: readonly string[];
  readonly exclude: readonly string[];
  /** `--selector`: a name of `selectors.yml`, in place of the other two */
  readonly selector?: string | null;
  /** which tests come with what is selected; `eager` where nothing is said */
  readonly indirect?: IndirectSelection;
  /** `--state`; null = none was given */
  readonly state?: StateArtifacts | null;
}

export interface Selection {
  /** ids of nodes, sources, unit tests and exposures in topological order, by name where either could come first */
  readonly ids: readonly string[];
  /** criteria that match nothing */
  readonly warnings: readonly Diagnostic[];
}

/**
 * Selects in dbt's grammar: names, fqn with wildcards, `+m`, `m+`, `2+m+1`, `@m`, `method:value`; unions by blanks,
 * intersections by commas. Where nothing is said, the default selector of `selectors.yml` counts, else everything.
 * Throws for a criterion that cannot be read and for a cyclic graph.
 */
export function select(manifest: Manifest, options: SelectOptions): Selection {
  const found: Diagnostic[] = [];
  const [selected, excluded] = [parseWords(options.select, found), parseWords(options.exclude, found)];
  if (found.length > 0) throw new DvtError(found);
  const order = topologicalOrder(manifest);
  const state = options.state ? new StateComparison(options.state) : null;
  const evaluation = new Evaluation({ manifest, state }, options.indirect ?? 'eager');
  const wanted = wantedOf(manifest, options, selected);
  const chosen = wanted === null ? new Set(order) : evaluation.evaluate(wanted);
  const taken = excluded.length === 0 ? new Set<string>() : evaluation.evaluate(union(excluded));
  const warnings = [...evaluation.warnings, ...(state?.warnings ?? [])];
  return { ids: order.filter((id) => chosen.has(id) && !taken.has(id)), warnings };
}

/** null = everything. */
function wantedOf(
  manifest: Manifest,
  { selector, exclude }: SelectOptions,
  selected: readonly Specification[],
): Specification | null {
  if (selector != null) return savedSelector(manifest, selector);
  if (selected.length > 0) return union(selected);
  const fallback = exclude.length === 0 ? defaultSelector(manifest) : null;
  return fallback === null ? null : savedSelector(manifest, fallback);
}
