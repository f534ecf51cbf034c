import { DvtError } from '../../../core/errors.js';
import { stagingName } from '../../../core/staging-name.js';
import type { PublishOptions } from '../../../spi/connection.js';
import type { RelationName } from '../../../spi/relation.js';
import { IDENTIFIER_LIMIT, relation, string } from '../dialect/quote.js';
import type { Session } from '../session/session.js';
import { existing, survey } from './existing.js';
import { keepComments } from './keep-comments.js';
import { keepIndexes } from './keep-indexes.js';
import { serialised } from './named-lock.js';
import { swap } from './swap.js';

/** What publishing needs beside the names. */
export interface PublishContext {
  readonly session: Session;
  notice(message: string): void;
}

/** Replaces `final` by the staging table. Grants and dependent views go by name and stay as they are. */
export async function publishTable(
  { session, notice }: PublishContext,
  staging: RelationName,
  final: RelationName,
  { runId, rows, indexes, constraints }: PublishOptions,
): Promise<void> {
  if (rows !== null) await verifyRows(session, staging, rows);
  await serialised(session, relation(final), notice, async () => {
    const old = await survey(session, final.schema!, final.identifier);
    if (old?.kind === 'table') {
      if (old.referenced) await refuseReferenced(session, final);
      if (old.triggers) await mentionTriggers(session, final, notice);
      if (old.comment !== '' || old.columnComments) await keepComments(session, final, staging, old.comment, notice);
      if (old.indexes && indexes !== 'own') await keepIndexes(session, final, staging, notice, constraints);
    }
    await swap(session, staging, final, old, runId, notice);
  });
}

/** Replaces `final` by a view. */
export async function publishView(
  { session, notice }: PublishContext,
  final: RelationName,
  sql: string,
  { runId }: PublishOptions,
): Promise<void> {
  await serialised(session, relation(final), notice, async () => {
    const old = await existing(session, final.schema!, final.identifier);
    if (old?.kind !== 'table') {
      await session.run(`create or replace view ${relation(final)} as\n${sql}`);
      return;
    }
    await refuseReferenced(session, final);
    const staging = { ...final, identifier: stagingName(final.identifier, runId, IDENTIFIER_LIMIT) };
    await session.run(`create or replace view ${relation(staging)} as\n${sql}`);
    try {
      await swap(session, staging, final, old, runId, notice);
    } catch (error) {
      await session.run(`drop view if exists ${relation(staging)}`).catch(() => {});
      throw error;
    }
  });
}

async function verifyRows(session: Session, staging: RelationName, rows: number): Promise<void> {
  const [[found] = []] = await session.texts(`select count(*) from ${relation(staging)}`);
  if (found === String(rows)) return;
  throw new DvtError({
    code: 'DVT5105',
    message: `${relation(staging)} holds ${found} rows, the model has ${rows}; nothing was published.`,
  });
}

/** A foreign key follows the table that is moved away, which then cannot be dropped. */
async function refuseReferenced(session: Session, { schema, identifier }: RelationName): Promise<void> {
  const rows = await session.texts(
    `select distinct table_schema, table_name from information_schema.key_column_usage where referenced_table_schema = ${string(schema!)} and referenced_table_name = ${string(identifier)}`,
  );
  const others = rows.filter(([database, table]) => database !== schema || table !== identifier);
  if (others.length === 0) return;
  throw new DvtError({
    code: 'DVT5106',
    message: `${schema}.${identifier} cannot be replaced: foreign keys of ${others.map((name) => name.join('.')).join(', ')} refer to it.`,
    hint: 'Drop the foreign keys, or publish the model under another name.',
  });
}

async function mentionTriggers(
  session: Session,
  { schema, identifier }: RelationName,
  notice: (message: string) => void,
): Promise<void> {
  const rows = await session.texts(
    `select trigger_name from information_schema.triggers where event_object_schema = ${string(schema!)} and event_object_table = ${string(identifier)}`,
  );
  if (rows.length > 0) notice(`Triggers of ${schema}.${identifier} go with the old table: ${rows.join(', ')}.`);
}
