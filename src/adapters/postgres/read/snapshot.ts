import type { Client } from 'pg';
import type { SnapshotState } from '../../../spi/snapshot.js';
import { clientError } from '../session/errors.js';
import { endSession } from '../session/open.js';
import type { SessionPool } from '../session/pool.js';
import { liftedLimits } from '../session/time-limits.js';

/** A state of the database that other sessions can join (PostgreSQL manual, 9.28.5). */
export interface ExportedSnapshot {
  readonly id: string;
  readonly position: SnapshotState['position'];
  readonly takenAt: Date;
  readonly plusMinus: number;
  /** false: the session that holds it has ended */
  readonly held: boolean;
  /** Ends the transaction that holds it. Idempotent, never throws. */
  release(): Promise<void>;
}

/** Why a server does not export a snapshot, in its own words. */
export interface Refusal {
  readonly refused: string;
}

/**
 * The only statement of the exporting transaction: it takes the snapshot and tells where the server stands. The session
 * idles while others read, and a server that ends idle or long transactions must leave this one; the settings are those of
 * the transaction, so that a pooler hands them to nobody else. It locks no relation and is in nobody's way.
 */
const EXPORT = `select pg_catalog.pg_export_snapshot() as id, pg_catalog.txid_current_snapshot()::text as snapshot,
  (case when pg_catalog.pg_is_in_recovery() then pg_catalog.pg_last_wal_replay_lsn() else pg_catalog.pg_current_wal_lsn() end)::text as lsn,
  ${liftedLimits()} as timeouts`;

/** Exports a snapshot on a session of its own. Throws where the server cannot be reached. */
export async function exportSnapshot(pool: SessionPool): Promise<ExportedSnapshot | Refusal> {
  const { client } = await pool.open();
  try {
    await client.query('begin isolation level repeatable read read only');
    const asked = Date.now();
    const { rows } = await client.query<{ id: string; snapshot: string; lsn: string | null }>(EXPORT);
    const answered = Date.now();
    const { id, snapshot, lsn } = rows[0]!;
    return new Held(client, id, {
      position: { snapshot, ...(lsn !== null && { lsn }) },
      takenAt: new Date((asked + answered) / 2),
      plusMinus: (answered - asked) / 2,
    });
  } catch (error) {
    await endSession(client);
    return { refused: clientError(error).message };
  }
}

class Held implements ExportedSnapshot {
  readonly position: SnapshotState['position'];
  readonly takenAt: Date;
  readonly plusMinus: number;
  readonly #client: Client;
  #held = true;

  constructor(
    client: Client,
    readonly id: string,
    taken: Pick<SnapshotState, 'position' | 'takenAt' | 'plusMinus'>,
  ) {
    this.#client = client;
    this.position = taken.position;
    this.takenAt = taken.takenAt;
    this.plusMinus = taken.plusMinus;
    client.once('end', () => {
      this.#held = false;
    });
  }

  get held(): boolean {
    return this.#held;
  }

  async release(): Promise<void> {
    if (this.#held) await endSession(this.#client);
    this.#held = false;
  }
}
