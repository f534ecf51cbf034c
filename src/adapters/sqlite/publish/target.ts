import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { DvtError } from '../../../core/errors.js';
import { parseStagingName } from '../../../core/staging-name.js';
import type { InSession, Lease, PublishOptions, Target } from '../../../spi/connection.js';
import type { RelationName } from '../../../spi/relation.js';
import { dialect } from '../dialect/dialect.js';
import { quoteIdentifier, quoteString } from '../dialect/quoting.js';
import { loadPlan } from '../load/load-plan.js';
import type { Database } from '../profile.js';
import type { Session } from '../session/session.js';
import type { SessionPool } from '../session/session-pool.js';
import type { SqliteSqlSession } from '../session/sql-session.js';
import { attachAgain, attachedTo, checkViews, workingViews } from './dependents.js';
import { sweepLeases, takeLease, withFreeLease } from './lease.js';

/** What publishing needs of its connection. */
export interface TargetContext {
  readonly database: Database;
  readonly sessions: SessionPool;
  notice(message: string): void;
}

/** Publishes into SQLite files, each step in one transaction of the file's own journal. */
export function target({ database, sessions, notice }: TargetContext): Target {
  const schemaOf = (name: Pick<RelationName, 'schema'>) => name.schema ?? database.defaultSchema;
  const pathOf = (name: Pick<RelationName, 'schema'>) => {
    const schema = schemaOf(name);
    const path = database.schemas[schema];
    if (path !== undefined) return path;
    const hint = `Known are ${Object.keys(database.schemas).join(', ')}; see schemas_and_paths and schema_directory.`;
    throw new DvtError({ code: 'DVT4412', message: `Connection ${database.connection} has no schema ${schema}`, hint });
  };
  const qualified = (name: RelationName) => dialect.relation({ ...name, schema: schemaOf(name) });

  /** Replaces `final` inside a transaction, by what `make` puts there, and looks after what depends on it. */
  const within = <T>(options: InSession | undefined, work: (session: Session) => Promise<T>): Promise<T> =>
    options?.session === undefined ? sessions.use(work) : work((options.session as SqliteSqlSession).session);
  const replace = (final: RelationName, options: PublishOptions, make: (session: Session) => Promise<void>) =>
    within(options, async (session) => {
      const schema = schemaOf(final);
      // Without it a rename fails on any view that is broken for the moment, and rewrites the others.
      await session.run('pragma legacy_alter_table = on');
      const transaction = (work: () => Promise<void>) =>
        (options.session as SqliteSqlSession | undefined)?.inTransaction ? work() : session.transaction(work);
      await transaction(async () => {
        const views = (await workingViews(session, schema)).filter((view) => !sameName(view, final.identifier));
        const attached = await attachedTo(session, schema, final.identifier);
        await make(session);
        await attachAgain(session, schema, attached, notice);
        await checkViews(session, schema, views, options.onDependents);
      });
    });

  return {
    async lease(runId) {
      const leases: Lease[] = [];
      for (const path of new Set(Object.values(database.schemas))) leases.push(await takeLease(path, runId));
      return {
        release: async () => {
          for (const lease of leases) await lease.release();
        },
      };
    },

    async sweep(schemas) {
      const dropped: RelationName[] = [];
      for (const schema of new Set(schemas.map(schemaOf))) {
        const path = database.schemas[schema];
        if (path === undefined) continue;
        const { rows } = await sessions.use((session) =>
          session.run(`select name from ${quoteIdentifier(schema)}.sqlite_schema where type = 'table'`),
        );
        for (const identifier of rows.map(([name]) => String(name))) {
          const run = parseStagingName(identifier);
          if (!run) continue;
          const name = { database: null, schema, identifier };
          const free = await withFreeLease(path, run.runId, async () => {
            await sessions.use((session) => session.run(`drop table if exists ${dialect.relation(name)}`));
          });
          if (free) dropped.push(name);
        }
        await sweepLeases(path);
      }
      return dropped;
    },

    async createSchema(schema) {
      const name = schemaOf(schema);
      if (database.schemas[name] !== undefined) return;
      if (database.schemaDirectory === null) pathOf(schema);
      const path = join(database.schemaDirectory!, `${name}.db`);
      database.schemas[name] = path;
      // Sessions that are open do not have it attached.
      sessions.renew();
    },

    async checkLoadable(schema) {
      const path = pathOf(schema);
      // SQLite opens a file that may not be written as one to read. It is not opened here: closing it would end SQLite's
      // locks in this process (sqlite.org/howtocorrupt.html, 2.2).
      const refused = await access(path, constants.W_OK).catch((error: NodeJS.ErrnoException) => error.code);
      if (refused === undefined || refused === 'ENOENT') return;
      const message = `Connection ${database.connection}: this user may not write ${path}`;
      throw new DvtError({
        code: 'DVT4402',
        message,
        hint: "Change the file's permissions, or `path` in the profile.",
      });
    },

    async load(staging, columns, options) {
      pathOf(staging);
      return loadPlan(database, { ...staging, schema: schemaOf(staging) }, columns, options);
    },

    async createTableAs(staging, sql, options) {
      const rows = await within(options, async (session) => {
        await session.run(`create table ${qualified(staging)} as ${sql}`, options);
        return (await session.run(`select count(*) from ${qualified(staging)}`)).rows[0]?.[0];
      });
      return { rows: Number(rows) };
    },

    publishTable: (staging, final, options) =>
      replace(final, options, async (session) => {
        if (options.rows !== null) await verifyRows(session, qualified(staging), options.rows);
        await dropAny(session, schemaOf(final), final.identifier);
        await session.run(`alter table ${qualified(staging)} rename to ${quoteIdentifier(final.identifier)}`);
      }),

    publishView: (final, sql, options) =>
      replace(final, options, async (session) => {
        await dropAny(session, schemaOf(final), final.identifier);
        await session.run(`create view ${qualified(final)} as ${sql}`);
      }),

    drop: (relation) => sessions.use((session) => dropAny(session, schemaOf(relation), relation.identifier)),
  };
}

async function verifyRows(session: Session, staging: string, expected: number): Promise<void> {
  const held = Number((await session.run(`select count(*) from ${staging}`)).rows[0]?.[0]);
  if (held === expected) return;
  throw new DvtError({
    code: 'DVT5408',
    message: `${staging} holds ${held} rows, but ${expected} were computed`,
    hint: 'Run again; the published relation was left as it is.',
  });
}

async function dropAny(session: Session, schema: string, identifier: string): Promise<void> {
  const { rows } = await session.run(
    `select type, name from ${quoteIdentifier(schema)}.sqlite_schema
      where type in ('table', 'view') and lower(name) = lower(${quoteString(identifier)})`,
  );
  const [type, name] = rows[0] ?? [];
  if (type) await session.run(`drop ${type} ${quoteIdentifier(schema)}.${quoteIdentifier(String(name))}`);
}

/** SQLite compares names without the case of ASCII letters. */
function sameName(a: string, b: string): boolean {
  const lower = (name: string) => name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  return lower(a) === lower(b);
}
