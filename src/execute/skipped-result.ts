import type { ManifestNode } from '../spi/node.js';
import type { NodeResult } from '../spi/run-result.js';

/** The result of a node that was not started: `because` names what failed before it; null: the run was stopped. */
export function skippedResult(node: ManifestNode, because: string | null): NodeResult {
  return {
    node,
    status: because === null ? 'cancelled' : 'skipped',
    message: null,
    failures: null,
    compiledPath: null,
    failedRows: null,
    diagnostics: [],
    startedAt: null,
    completedAt: null,
    rows: null,
    bytesLoaded: null,
    extractions: [],
    compiledSql: null,
    timing: [],
    skippedBecause: because,
  };
}
