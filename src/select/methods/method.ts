import type { Manifest } from '../../spi/manifest.js';
import type { Selectable } from '../selectable.js';
import type { StateComparison } from '../state/state-comparison.js';

/** What methods may look at beside the node. */
export interface MethodContext {
  readonly manifest: Manifest;
  /** `--state`; null = none was given */
  readonly state: StateComparison | null;
}

/**
 * A selector method: made for one criterion, it says which nodes match. `parts` is what follows the method's name
 * (`config.materialized`). Making it throws a DvtError for a value that the method does not have.
 */
export type Method = (value: string, parts: readonly string[], context: MethodContext) => (node: Selectable) => boolean;
