import { quoteString } from '../dialect/quoting.js';
import type { SessionOptions } from './options.js';

/** Limits that end a session or its statement while it waits for the other side of a transfer; the last is of PostgreSQL 17. */
const LIMITS = ['statement_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout'];

/**
 * A statement that lifts, for the transaction it runs in, the time limits that the server, the database or the role has: what a
 * transfer takes depends on how fast its other side is. One that the profile itself sets stays. pg_dump does the same.
 */
export function liftLimitsSql({ settings }: Pick<SessionOptions, 'settings'>): string {
  return `select ${liftedLimits(settings.map(([name]) => name))}`;
}

/** The same as an expression that lifts them all but some. */
export function liftedLimits(kept: readonly string[] = []): string {
  const lifted = LIMITS.filter((limit) => !kept.includes(limit));
  return `(select pg_catalog.count(pg_catalog.set_config(s.name, '0', true)) from pg_catalog.pg_show_all_settings() s
    where s.name in (${lifted.map(quoteString).join(', ')}))`;
}
