import type { SessionOptions } from './options.js';

/** Limits that end a session or its statement while it waits for the other side of a transfer. */
const LIMITS = ['statement_timeout', 'idle_in_transaction_session_timeout'];
/** One more, of PostgreSQL 17 and later. */
const NEW_LIMIT = 'transaction_timeout';

/**
 * A statement that lifts, for the transaction it runs in, the time limits that the server, the database or the role has: what a
 * transfer takes depends on how fast its other side is. One that the profile itself sets stays. pg_dump does the same.
 */
export function liftLimitsSql({ settings }: Pick<SessionOptions, 'settings'>): string {
  return `select ${liftedLimits(settings.map(([name]) => name))}`;
}

/** The same as an expression that lifts them all but some. Cheaper than to look for them in the list of all settings. */
export function liftedLimits(kept: readonly string[] = []): string {
  const lift = (name: string) => `pg_catalog.set_config('${name}', '0', true)`;
  const there = `case when pg_catalog.current_setting('${NEW_LIMIT}', true) is not null then ${lift(NEW_LIMIT)} end`;
  return `pg_catalog.concat(${[...LIMITS.filter((limit) => !kept.includes(limit)).map(lift), there].join(', ')})`;
}
