import type { Criterion } from './criterion.js';

/** Which tests come with the nodes that a selection names: dbt's `--indirect-selection`. */
export type IndirectSelection = 'eager' | 'cautious' | 'buildable' | 'empty';

export const INDIRECT_SELECTIONS: readonly IndirectSelection[] = ['eager', 'cautious', 'buildable', 'empty'];

/** A selection as a tree of sets. */
export type Specification =
  | { readonly kind: 'criterion'; readonly criterion: Criterion }
  | { readonly kind: 'union' | 'intersection' | 'difference'; readonly parts: readonly Specification[] };

export function union(parts: readonly Specification[]): Specification {
  return parts.length === 1 ? parts[0]! : { kind: 'union', parts };
}
