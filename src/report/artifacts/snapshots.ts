import type { SnapshotMode, TakenSnapshot } from '../../spi/snapshot.js';

/** The states of its sources that a run has read. */
export interface SnapshotSummary {
  readonly mode: SnapshotMode;
  readonly taken: readonly TakenSnapshot[];
  /** milliseconds between the first and the last source's state; null = there are not two */
  readonly skew: number | null;
}

/** What `run_results.json` says of them: position, time and means of each, and how far apart those of the run are. */
export function snapshotsSection({ mode, taken, skew }: SnapshotSummary): Readonly<Record<string, unknown>> {
  return {
    snapshot: mode,
    skew_milliseconds: skew,
    snapshots: taken.map(({ connection, node, state }) => ({
      connection,
      node,
      scope: state.scope,
      means: state.means,
      limit: state.limit,
      connections: state.connections,
      position: state.position,
      taken_at: state.takenAt.toISOString(),
      plus_minus_milliseconds: state.plusMinus,
    })),
  };
}
