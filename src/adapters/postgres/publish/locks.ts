import { hash } from 'node:crypto';
import type { RelationName } from '../../../spi/relation.js';
import { relationSql } from '../dialect/quoting.js';

/** The key of the advisory lock that a run holds while it lives. Advisory locks are per database. */
export function runLockKey(runId: string): string {
  return lockKey(`dvt run ${runId}`);
}

/** The key of the advisory lock under which a relation is replaced. */
export function publishLockKey(relation: RelationName): string {
  return lockKey(`dvt publish ${relationSql(relation)}`);
}

/**
 * The key of the advisory lock under which what hangs on a relation is dropped and made again. One in a database: a view
 * over two tables is reached from both, and two transactions that each had locked one of them would wait for each other.
 */
export const DEPENDENTS_LOCK_KEY = lockKey('dvt dependents');

/** A signed 64-bit integer, as text for SQL. */
function lockKey(subject: string): string {
  return hash('sha256', subject, 'buffer').readBigInt64BE(0).toString();
}
