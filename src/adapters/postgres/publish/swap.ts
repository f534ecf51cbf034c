import { DvtError } from '../../../core/errors.js';
import { stagingName } from '../../../core/staging-name.js';
import type { PublishOptions } from '../../../spi/connection.js';
import type { RelationName } from '../../../spi/relation.js';
import { IDENTIFIER_BYTES } from '../dialect/dialect.js';
import { quoteIdentifier, quoteString, relationSql } from '../dialect/quoting.js';
import { clientError } from '../session/errors.js';
import type { Run } from '../session/pool.js';
import { lockAndRead } from './attached.js';
import { renameConstraints } from './constraint-names.js';
import { type Dependents, dropDependents, recreateDependents } from './dependents.js';
import type { Existing } from './existing.js';
import { rebuildIndexes } from './indexes.js';
import { DEPENDENTS_LOCK_KEY } from './locks.js';
import { runSteps, type Step, steps } from './steps.js';
import type { Survey } from './survey.js';

const REPLACEABLE: ReadonlySet<string> = new Set(['table', 'view', 'materialized view', 'foreign table']);
const STILL_NEEDED = '2BP01';

/** A relation that takes another's place, in one transaction. */
export interface Succession {
  /** beside `final` */
  readonly successor: RelationName;
  readonly kind: 'table' | 'view';
  readonly final: RelationName;
  readonly survey: Survey;
  readonly options: PublishOptions;
  /** statements that end the transaction, sent with the last of the others */
  readonly closing: readonly string[];
}

/**
 * Puts the successor in the place of `final`. The slow part, indexes, comes before the lock that keeps readers out; those who
 * wait for it find the new relation. From the lock on there are two round trips, one more for grants and comments.
 */
export async function swap(run: Run, succession: Succession): Promise<void> {
  const { successor, kind, final, survey, options, closing } = succession;
  const { old } = survey;
  const toFinal = `alter ${kind} ${relationSql(successor)} rename to ${quoteIdentifier(final.identifier)}`;
  const replacing = old === null ? steps(toFinal) : await replacement(run, succession, old, toFinal);
  if (options.constraints !== 'own') {
    await runSteps(run, [...replacing, ...steps(...closing)]);
    return;
  }
  await runSteps(run, replacing);
  await runSteps(run, steps(...(await renameConstraints(run, successor, final)), ...closing));
}

/** What is left to do once all that takes long is done, and the old relation is locked. */
async function replacement(
  run: Run,
  { successor, kind, final, survey, options }: Succession,
  old: Existing,
  toFinal: string,
): Promise<readonly Step[]> {
  refuseOtherKinds(old, final);
  const successorSql = relationSql(successor);
  const recreates = options.onDependents === 'recreate';
  const rebuilt = kind === 'table' && options.indexes !== 'own';
  const renames = rebuilt ? await rebuildIndexes(run, survey.indexes, successorSql, options) : [];
  const dependentsLock = `select pg_catalog.pg_advisory_xact_lock(${DEPENDENTS_LOCK_KEY})`;
  const { kept, dependents } = await lockAndRead(run, {
    locks: [
      ...(recreates && survey.hasDependents ? [dependentsLock] : []),
      ...(old.kind === 'table' ? [`lock table ${relationSql(final)} in access exclusive mode`] : []),
    ],
    oid: old.oid,
    successor: { target: successorSql, kind },
    recreates,
    hasDependents: survey.hasDependents,
  });
  const aside = { ...final, identifier: stagingName(`${final.identifier}_old`, options.runId, IDENTIFIER_BYTES) };
  return [
    ...steps(
      `select pg_catalog.set_config('search_path', ${quoteString(survey.searchPath)}, true)`,
      ...kept,
      `alter ${old.kind} ${relationSql(final)} rename to ${quoteIdentifier(aside.identifier)}`,
      toFinal,
    ),
    ...dropOld(old, aside, final, dependents, options),
    ...steps(...renames),
    ...recreateDependents(dependents, relationSql(final)),
  ];
}

function refuseOtherKinds({ kind }: Existing, final: RelationName): void {
  if (REPLACEABLE.has(kind)) return;
  throw new DvtError({
    code: 'DVT5105',
    message: `${relationSql(final)} is a ${kind === 'other' ? 'relation of another kind' : kind}, not a table or view; it is not replaced`,
    hint: 'Give the model another alias, or drop it yourself.',
  });
}

function dropOld(
  old: Existing,
  aside: RelationName,
  final: RelationName,
  dependents: Dependents,
  options: PublishOptions,
): readonly Step[] {
  const drop = `drop ${old.kind} ${relationSql(aside)}`;
  if (options.onDependents === 'cascade') return steps(`${drop} cascade`);
  const explain = (error: unknown) => stillNeeded(error, aside, final);
  return [...dropDependents(dependents), ...steps(drop)].map((step) => ({ ...step, explain }));
}

function stillNeeded(error: unknown, aside: RelationName, final: RelationName): unknown {
  const { code, detail, message } = clientError(error);
  if (code !== STILL_NEEDED) return error;
  const named = (detail ?? message).replaceAll(aside.identifier, final.identifier);
  return new DvtError(
    {
      code: 'DVT5105',
      message: `${relationSql(final)} cannot be replaced, for other objects depend on it: ${named}`,
      hint: 'Drop them, or let them go: on_dependents: cascade',
    },
    { cause: error },
  );
}
