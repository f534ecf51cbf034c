import { DvtError } from '../../../core/errors.js';
import { stagingName } from '../../../core/staging-name.js';
import type { PublishOptions } from '../../../spi/connection.js';
import type { RelationName } from '../../../spi/relation.js';
import { IDENTIFIER_BYTES } from '../dialect/dialect.js';
import { quoteIdentifier, relationSql } from '../dialect/quoting.js';
import { clientError } from '../session/errors.js';
import type { Run } from '../session/pool.js';
import { renameConstraints } from './constraint-names.js';
import {
  type Dependents,
  dropDependents,
  findDependents,
  hasDependents,
  NOTHING,
  recreateDependents,
} from './dependents.js';
import { type Existing, findExisting } from './existing.js';
import { rebuildIndexes } from './indexes.js';
import { keepStatements } from './keep.js';
import { DEPENDENTS_LOCK_KEY } from './locks.js';

const REPLACEABLE: ReadonlySet<string> = new Set(['table', 'view', 'materialized view', 'foreign table']);
const STILL_NEEDED = '2BP01';

/**
 * Puts `successor` (a table or view beside it, in the same transaction) in the place of `final`. The slow part, indexes,
 * comes before the lock that keeps readers out; those who wait for it find the new relation.
 */
export async function swap(
  run: Run,
  successor: RelationName,
  successorKind: 'table' | 'view',
  final: RelationName,
  options: PublishOptions,
): Promise<void> {
  const old = await findExisting(run, final);
  const successorSql = relationSql(successor);
  const toFinal = `alter ${successorKind} ${successorSql} rename to ${quoteIdentifier(final.identifier)}`;
  if (old === null) {
    await run(toFinal);
    if (options.constraints === 'own') await renameConstraints(run, successor, final);
    return;
  }
  refuseOtherKinds(old, final);
  const rebuilt = successorKind === 'table' && options.indexes !== 'own';
  const renames = rebuilt ? await rebuildIndexes(run, old.oid, successorSql, options) : [];
  const aside = { ...final, identifier: stagingName(`${final.identifier}_old`, options.runId, IDENTIFIER_BYTES) };
  if (options.onDependents === 'recreate' && (await hasDependents(run, old.oid))) {
    await run(`select pg_catalog.pg_advisory_xact_lock(${DEPENDENTS_LOCK_KEY})`);
  }
  if (old.kind === 'table') await run(`lock table ${relationSql(final)} in access exclusive mode`);
  // Read under the lock, so that none is made meanwhile.
  const dependents = options.onDependents === 'recreate' ? await findDependents(run, old.oid) : NOTHING;
  for (const statement of await keepStatements(run, old.oid, successorSql, successorKind)) await run(statement);
  await run(`alter ${old.kind} ${relationSql(final)} rename to ${quoteIdentifier(aside.identifier)}`);
  await run(toFinal);
  await dropOld(run, old, aside, final, dependents, options);
  for (const rename of renames) await run(rename);
  if (options.constraints === 'own') await renameConstraints(run, successor, final);
  await recreateDependents(run, dependents, relationSql(final));
}

function refuseOtherKinds({ kind }: Existing, final: RelationName): void {
  if (REPLACEABLE.has(kind)) return;
  throw new DvtError({
    code: 'DVT5105',
    message: `${relationSql(final)} is a ${kind === 'other' ? 'relation of another kind' : kind}, not a table or view; it is not replaced`,
    hint: 'Give the model another alias, or drop it yourself.',
  });
}

async function dropOld(
  run: Run,
  old: Existing,
  aside: RelationName,
  final: RelationName,
  dependents: Dependents,
  options: PublishOptions,
): Promise<void> {
  if (options.onDependents === 'cascade') {
    await run(`drop ${old.kind} ${relationSql(aside)} cascade`);
    return;
  }
  try {
    await dropDependents(run, dependents);
    await run(`drop ${old.kind} ${relationSql(aside)}`);
  } catch (error) {
    const { code, detail, message } = clientError(error);
    if (code !== STILL_NEEDED) throw error;
    const named = (detail ?? message).replaceAll(aside.identifier, final.identifier);
    throw new DvtError(
      {
        code: 'DVT5105',
        message: `${relationSql(final)} cannot be replaced, for other objects depend on it: ${named}`,
        hint: 'Drop them, or let them go: on_dependents: cascade',
      },
      { cause: error },
    );
  }
}
