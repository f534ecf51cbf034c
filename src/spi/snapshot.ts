import type { RelationName } from './relation.js';
import type { ScanPlan, ScanRequest } from './scan.js';

/** One state of a source that all scans of it read, over however many connections, until it is released. */
export interface Snapshot {
  readonly state: SnapshotState;
  /** false: what held the state has ended; scans that begin now fail */
  readonly held: boolean;
  /** Plans how a relation is read at this state. The plan's tasks fail with `snapshotLost` once it is lost. */
  scan(request: ScanRequest): Promise<ScanPlan>;
  /** Ends what holds the state. Idempotent, never throws. */
  release(): Promise<void>;
}

export interface SnapshotRequest {
  /** what will be read, complete names; a source that can only hold the state of single relations holds that of these */
  readonly relations: readonly RelationName[];
  /** connections that may read at once */
  readonly maxConnections: number;
}

/** What a snapshot is, for the artifact and the log. */
export interface SnapshotState {
  /** `source`: all scans see one state. `scan`: the source refused, and each scan sees one of its own */
  readonly scope: 'source' | 'scan';
  /** how it is held: `exported snapshot`, `FLUSH TABLES WITH READ LOCK` */
  readonly means: string;
  /** why it is less than it could be (one connection, `scan`); null = it is not */
  readonly limit: string | null;
  /** connections that can read it at once */
  readonly connections: number;
  /** where the source stood, in its own terms: `lsn`, `snapshot`, `gtid`, `binlog`; empty where it does not say */
  readonly position: Readonly<Record<string, string>>;
  /** by the clock of this machine, in the middle of the statement that took it */
  readonly takenAt: Date;
  /** half of that statement's milliseconds: what `takenAt` may be off */
  readonly plusMinus: number;
}

/** What the scans of a run that read a source together agree on: the whole run, each model, or nothing but themselves. */
export type SnapshotMode = 'run' | 'model' | 'none';

/** A snapshot that a run took. */
export interface TakenSnapshot {
  readonly connection: string;
  /** id of the node that it was taken for; null = the whole run */
  readonly node: string | null;
  readonly state: SnapshotState;
}
