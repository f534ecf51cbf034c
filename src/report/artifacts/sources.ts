import type { Diagnostic } from '../../core/errors.js';
import type { FreshnessAge, SourceNode } from '../../spi/node.js';
import { type ArtifactSource, metadata } from './metadata.js';

/** How old the newest row of a source is. */
export interface FreshnessResult {
  readonly source: SourceNode;
  /** `runtime error`: it could not be asked */
  readonly status: 'pass' | 'warn' | 'error' | 'runtime error';
  /** null: the source has no rows, or could not be asked */
  readonly maxLoadedAt: Date | null;
  readonly snapshottedAt: Date | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly startedAt: Date;
  readonly completedAt: Date;
}

/** What dbt takes for the newest row of a source without rows. */
const NEVER = '0001-01-01T00:00:00+00:00';
const NEVER_MS = Date.parse('0001-01-01T00:00:00Z');

/** `sources.json` in dbt's schema v3 (https://schemas.getdbt.com/dbt/sources/v3.json). */
export function sourcesArtifact(
  results: readonly FreshnessResult[],
  run: ArtifactSource & { readonly milliseconds: number },
): Readonly<Record<string, unknown>> {
  return {
    metadata: metadata('sources/v3', run),
    results: results.map(entry),
    elapsed_time: run.milliseconds / 1000,
  };
}

function entry(result: FreshnessResult): Readonly<Record<string, unknown>> {
  const { source, status, maxLoadedAt, snapshottedAt, startedAt, completedAt } = result;
  if (status === 'runtime error') {
    const error = result.diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n');
    return { unique_id: source.id, error, status };
  }
  const asked = snapshottedAt ?? completedAt;
  return {
    unique_id: source.id,
    max_loaded_at: maxLoadedAt === null ? NEVER : maxLoadedAt.toISOString(),
    snapshotted_at: asked.toISOString(),
    max_loaded_at_time_ago_in_s: (asked.getTime() - (maxLoadedAt?.getTime() ?? NEVER_MS)) / 1000,
    status,
    criteria: {
      warn_after: bound(source.freshness?.warnAfter),
      error_after: bound(source.freshness?.errorAfter),
      filter: source.freshness?.filter ?? null,
    },
    adapter_response: {},
    timing: [{ name: 'execute', started_at: startedAt.toISOString(), completed_at: completedAt.toISOString() }],
    thread_id: 'main',
    execution_time: (completedAt.getTime() - startedAt.getTime()) / 1000,
  };
}

function bound(age: FreshnessAge | null | undefined) {
  return { count: age?.count ?? null, period: age?.period ?? null };
}
