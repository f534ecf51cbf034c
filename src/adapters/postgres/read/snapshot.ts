import { endSession } from '../session/open.js';
import type { SessionPool } from '../session/pool.js';

/** A state of the database that other sessions can read (PostgreSQL manual, 9.28.5). */
export interface Snapshot {
  readonly id: string;
  /** Ends the transaction that holds it. Idempotent, never throws. */
  release(): Promise<void>;
}

/** Exports a snapshot on a session of its own; null where the server does not (a standby of old, a pooler). */
export async function openSnapshot(pool: SessionPool): Promise<Snapshot | null> {
  const { client } = await pool.open();
  try {
    await client.query('begin isolation level repeatable read read only');
    // The session idles while others read; a server that ends idle transactions must leave this one.
    await client.query('set local idle_in_transaction_session_timeout = 0');
    const { rows } = await client.query<{ id: string }>('select pg_catalog.pg_export_snapshot() as id');
    return { id: rows[0]!.id, release: () => endSession(client) };
  } catch {
    await endSession(client);
    return null;
  }
}
