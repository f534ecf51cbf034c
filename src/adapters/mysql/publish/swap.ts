import { setTimeout as sleep } from 'node:timers/promises';
import { DvtError } from '../../../core/errors.js';
import { stagingName } from '../../../core/staging-name.js';
import type { RelationName } from '../../../spi/relation.js';
import { IDENTIFIER_LIMIT, relation } from '../dialect/quote.js';
import type { Session } from '../session/session.js';
import type { Existing } from './existing.js';

/** Seconds that a rename may hold up new readers while it waits for old ones. */
const LOCK_WAIT_SECONDS = 5;
const ATTEMPTS = 120;

/** Puts `staging` in the place of `final` in one statement, and drops what stood there. */
export async function swap(
  session: Session,
  staging: RelationName,
  final: RelationName,
  old: Existing | null,
  runId: string,
  notice: (message: string) => void,
): Promise<void> {
  const away: RelationName = {
    ...final,
    identifier: stagingName(`${final.identifier}__dvt_old`, runId, IDENTIFIER_LIMIT),
  };
  // RENAME TABLE takes views, too, and is one atomic step whatever it renames.
  const renames = old === null ? [] : [`${relation(final)} to ${relation(away)}`];
  renames.push(`${relation(staging)} to ${relation(final)}`);
  await session.run(`set session lock_wait_timeout = ${LOCK_WAIT_SECONDS}`);
  try {
    await patiently(session, `rename table ${renames.join(', ')}`, relation(final), notice);
    if (old !== null) await patiently(session, `drop ${old.kind} ${relation(away)}`, relation(away), notice);
  } finally {
    if (!session.lost) await session.run('set session lock_wait_timeout = default');
  }
}

/**
 * Runs a statement that needs the relation for itself. While it waits for a reader's transaction to end, everybody else
 * waits behind it, so its session waits for short times only.
 */
async function patiently(
  session: Session,
  sql: string,
  name: string,
  notice: (message: string) => void,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await session.run(sql);
      return;
    } catch (error) {
      if (!(error instanceof DvtError) || error.code !== 'DVT5104' || attempt === ATTEMPTS) throw error;
      if (attempt === 1) notice(`Waiting for a transaction that reads ${name} to end.`);
      await sleep(1000);
    }
  }
}
