import type { Diagnostic } from '../core/errors.js';
import type { ManifestNode } from './node.js';

/** How one node of a run ended. */
export interface NodeResult {
  readonly node: ManifestNode;
  readonly status: 'success' | 'error' | 'skipped' | 'cancelled';
  readonly diagnostics: readonly Diagnostic[];
  readonly startedAt: Date | null;
  readonly completedAt: Date | null;
  /** rows published; null where the database does not say */
  readonly rows: number | null;
  /** bytes sent to the target by the engine; null in place */
  readonly bytesLoaded: number | null;
  readonly extractions: readonly ExtractionResult[];
  readonly compiledSql: string | null;
  readonly timing: readonly Timing[];
  /** for a skipped node: the failed ancestor */
  readonly skippedBecause: string | null;
}

export interface ExtractionResult {
  readonly connection: string;
  readonly relation: string;
  readonly rows: number;
  readonly bytes: number;
  readonly milliseconds: number;
}

export interface Timing {
  readonly name: 'compile' | 'plan' | 'extract' | 'compute' | 'publish' | 'execute';
  readonly startedAt: Date;
  readonly completedAt: Date;
}
