import type { ColumnType } from '../../../spi/column-type.js';
import type { SessionOptions } from '../profile/session-options.js';

/** A column of a scan's result set, as its reader needs to know it. */
interface ReadColumn {
  readonly name: string;
  readonly nativeType: string;
  /** what the batch carries */
  readonly type: ColumnType;
  /** true: the user asked for `type`, every value is checked */
  readonly cast: boolean;
}

/** Argument of the reader's `read`. Structured-clonable; it holds the password and is never logged. */
export interface ReadData {
  readonly session: SessionOptions;
  /** the relation as messages name it */
  readonly relation: string;
  /** a comment at the start of the statement by which the server's process list knows it */
  readonly token: string;
  /** the statement, without the comment */
  readonly sql: string;
  /** empty: rows are counted, the statement selects one constant */
  readonly columns: readonly ReadColumn[];
  /** null: the scan's only task, with a snapshot of its own */
  readonly split: SplitData | null;
}

/** One part of a table that is read over several connections. */
interface SplitData {
  /** shared by the scan's tasks; see SnapshotBarrier */
  readonly barrier: SharedArrayBuffer;
  /** 0 is the leader, which holds the lock while the others open their snapshots */
  readonly index: number;
  readonly count: number;
  /** quoted name of the table to lock */
  readonly table: string;
  /** what the leader reads when no common snapshot can be had: the whole table */
  readonly wholeSql: string;
}

/** What `Connection.cancel` gets: the session's number, and the statement's token, since numbers are used again. */
export interface CancelKey {
  readonly id: string;
  readonly token: string;
}

/** The comment that marks a statement. */
export function marked(sql: string, token: string): string {
  return `/* dvt ${token} */ ${sql}`;
}
