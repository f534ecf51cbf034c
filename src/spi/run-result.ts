import type { Diagnostic } from '../core/errors.js';
import type { ManifestNode } from './node.js';

/** How one node of a run ended. */
export interface NodeResult {
  readonly node: ManifestNode;
  /** `pass`, `warn` and `fail` are a test's; a test that could not be run is an `error` */
  readonly status: 'success' | 'pass' | 'warn' | 'fail' | 'error' | 'skipped' | 'cancelled';
  /** what was done, in dbt's words: `INSERT 100`, `Got 2 results, configured to fail if != 0`; null: nothing to say */
  readonly message: string | null;
  /** what a test counted; null for other nodes and where it could not be run */
  readonly failures: number | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly startedAt: Date | null;
  readonly completedAt: Date | null;
  /** rows published; null where the database does not say */
  readonly rows: number | null;
  /** bytes sent to the target by the engine; null in place */
  readonly bytesLoaded: number | null;
  readonly extractions: readonly ExtractionResult[];
  readonly compiledSql: string | null;
  /** of a test that did not pass: file with its compiled query, relative to the project; null: none was written */
  readonly compiledPath: string | null;
  /** of a test that stored what it found: the relation, as SQL names it */
  readonly failedRows: string | null;
  readonly timing: readonly Timing[];
  /** for a skipped node: the failed ancestor */
  readonly skippedBecause: string | null;
  /** of a microbatch model; absent: it is none, or it did not come to its batches */
  readonly batches?: BatchResults;
}

/** The batches of a microbatch model by how they ended; each is its start and its end, ISO 8601 in UTC. */
export interface BatchResults {
  readonly successful: readonly BatchRange[];
  /** those that were not begun as well */
  readonly failed: readonly BatchRange[];
}

export type BatchRange = readonly [start: string, end: string];

export interface ExtractionResult {
  readonly connection: string;
  readonly relation: string;
  readonly rows: number;
  readonly bytes: number;
  readonly milliseconds: number;
  /** as planned; null = unknown */
  readonly estimatedRows: number | null;
  readonly estimatedBytes: number | null;
  /** the tests by keys of other relations that were planned, in the order of the plan */
  readonly reducedBy: readonly KeyOutcome[];
}

/** What came of a test by keys. */
export interface KeyOutcome {
  readonly column: string;
  /** different keys; null: too many to be counted */
  readonly keys: number | null;
  readonly estimatedKeys: number;
  readonly sent: 'list' | 'range' | 'nothing';
  /** why no list was sent */
  readonly reason: string | null;
}

export interface Timing {
  readonly name: 'compile' | 'plan' | 'extract' | 'compute' | 'publish' | 'execute';
  readonly startedAt: Date;
  readonly completedAt: Date;
}
