import { DvtError } from '../../../core/errors.js';
import { stagingName } from '../../../core/staging-name.js';
import type { ResultColumn } from '../../../spi/column-type.js';
import type {
  InSession,
  Lease,
  LoadOptions,
  PublishOptions,
  StatementOptions,
  Target,
} from '../../../spi/connection.js';
import type { LoadPlan } from '../../../spi/load.js';
import type { RelationName } from '../../../spi/relation.js';
import { IDENTIFIER_BYTES } from '../dialect/dialect.js';
import { quoteIdentifier, quoteString, relationSql } from '../dialect/quoting.js';
import { planLoad } from '../load/plan.js';
import { clientError } from '../session/errors.js';
import type { SessionOptions } from '../session/options.js';
import { type Run, runText, type SessionPool } from '../session/pool.js';
import type { PostgresSqlSession } from '../session/sql-session.js';
import { findExisting } from './existing.js';
import { takeLease } from './lease.js';
import { checkLoadable } from './loadable.js';
import { publishLockKey } from './locks.js';
import { runSteps, steps } from './steps.js';
import { surveyRelation } from './survey.js';
import { swap } from './swap.js';
import { sweepStaging } from './sweep.js';
import { runUserSql } from './user-sql.js';

/** A view's columns cannot be replaced by others. */
const OTHER_COLUMNS = '42P16';
const NOT_A_VIEW = '42809';
const DEADLOCK = '40P01';
const NOT_IN_PLACE: ReadonlySet<string> = new Set([OTHER_COLUMNS, NOT_A_VIEW]);
/** How often a replacement is tried that ends in a deadlock, with readers for example. */
const TRIES = 5;

/** Publishing into a PostgreSQL database: every replacement is one transaction. */
export class PostgresTarget implements Target {
  readonly #leases = new Set<Lease>();

  constructor(
    private readonly pool: SessionPool,
    private readonly session: SessionOptions,
  ) {}

  async lease(runId: string): Promise<Lease> {
    const lease = await takeLease(this.pool, this.session, runId);
    this.#leases.add(lease);
    return lease;
  }

  async sweep(schemas: readonly Pick<RelationName, 'database' | 'schema'>[]): Promise<readonly RelationName[]> {
    const names = schemas.map(({ schema }) => schema ?? '');
    return this.pool.use('sweeping staging relations', (run) => sweepStaging(run, names, this.session.database));
  }

  async createSchema({ schema }: Pick<RelationName, 'schema'>): Promise<void> {
    const name = schema ?? '';
    await this.pool.use(`creating schema ${name}`, async (run) => {
      // Looked for first: a user who may not create schemas may use those that are there.
      const { rows } = await run(`select 1 from pg_catalog.pg_namespace where nspname = ${quoteString(name)}`);
      if (rows.length === 0) await run(`create schema if not exists ${quoteIdentifier(name)}`);
    });
  }

  checkLoadable({ schema }: Pick<RelationName, 'schema'>): Promise<void> {
    return this.pool.use(null, (run) => checkLoadable(run, this.session, schema ?? ''));
  }

  load(staging: RelationName, columns: readonly ResultColumn[], options: LoadOptions): Promise<LoadPlan> {
    return planLoad(this.pool, this.session, staging, columns, options);
  }

  createTableAs(
    staging: RelationName,
    sql: string,
    options: StatementOptions & InSession = {},
  ): Promise<{ readonly rows: number | null }> {
    const work = async (run: Run) => {
      const { tag } = await runUserSql(run, `create table ${relationSql(staging)} as\n`, sql);
      const rows = /^SELECT (\d+)$/.exec(tag)?.[1];
      return { rows: rows === undefined ? null : Number(rows) };
    };
    return this.#within(options).use(null, work, options.signal);
  }

  async publishTable(staging: RelationName, final: RelationName, options: PublishOptions): Promise<void> {
    await this.#transaction(final, options, async (run, { opening, closing }) => {
      const survey = await surveyRelation(run, opening, final, options.rows === null ? null : staging);
      verifyRows(staging, survey.rows, options.rows);
      await swap(run, { successor: staging, kind: 'table', final, survey, options, closing });
    });
  }

  async publishView(final: RelationName, sql: string, options: PublishOptions): Promise<void> {
    const alone = options.session === undefined;
    if (alone && (await this.#replaceViewAtOnce(final, sql))) return;
    await this.#transaction(final, options, async (run, { opening, closing }) => {
      const survey = await surveyRelation(run, opening, final, null);
      if (!alone && survey.old?.kind === 'view' && (await replaceView(run, final, sql))) {
        await runSteps(run, steps(...closing));
        return;
      }
      const identifier = stagingName(final.identifier, options.runId, IDENTIFIER_BYTES);
      const successor = { ...final, identifier };
      await runUserSql(run, `create view ${relationSql(successor)} as\n`, sql);
      await swap(run, { successor, kind: 'view', final, survey, options, closing });
    });
  }

  async drop(relation: RelationName): Promise<void> {
    await this.pool.use(`dropping ${relationSql(relation)}`, async (run) => {
      const existing = await findExisting(run, relation);
      if (existing) await run(`drop ${existing.kind} if exists ${relationSql(relation)} cascade`);
    });
  }

  /** Ends the leases that are still held. */
  async close(): Promise<void> {
    await Promise.all([...this.#leases].map((lease) => lease.release()));
  }

  #within({ session }: InSession): SessionPool | PostgresSqlSession {
    return session === undefined ? this.pool : (session as PostgresSqlSession);
  }

  /**
   * In place, which keeps everything that hangs on the view, or where nothing stands; in one round trip. false: it has other
   * columns, or is no view.
   */
  #replaceViewAtOnce(final: RelationName, sql: string): Promise<boolean> {
    return this.pool.use(`publishing ${relationSql(final)}`, async (run, client) => {
      const { opening: before, closing: after } = ownTransaction(final);
      const within: Run = (text, limit) => runText(client, text, limit, { before, after });
      try {
        await repeated(run, () => runUserSql(within, `create or replace view ${relationSql(final)} as\n`, sql));
        return true;
      } catch (error) {
        if (!NOT_IN_PLACE.has(clientError(error).code)) throw error;
        return false;
      }
    });
  }

  /** One transaction in which nobody else publishes the same relation. */
  async #transaction(
    final: RelationName,
    options: InSession,
    work: (run: Run, ends: TransactionEnds) => Promise<void>,
  ): Promise<void> {
    const session = this.#within(options);
    const joined = 'inTransaction' in session && session.inTransaction;
    await session.use(`publishing ${relationSql(final)}`, async (run) => {
      // The transaction of a caller is the caller's to repeat.
      if (joined) await work(run, { opening: [publishLock(final)], closing: [] });
      else await repeated(run, () => work(run, ownTransaction(final)));
    });
  }
}

/** Statements that go with the first and with the last ones of a publish. */
interface TransactionEnds {
  readonly opening: readonly string[];
  readonly closing: readonly string[];
}

/** Each statement sees what was committed before it, whatever the database's default is: also what a lock was waited for. */
function ownTransaction(final: RelationName): TransactionEnds {
  return { opening: ['begin isolation level read committed', publishLock(final)], closing: ['commit'] };
}

function publishLock(final: RelationName): string {
  return `select pg_catalog.pg_advisory_xact_lock(${publishLockKey(final)})`;
}

/** Nothing of a transaction that ends in a deadlock stays, so that it can be done again. */
async function repeated(run: Run, work: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await work();
      return;
    } catch (error) {
      await run('rollback').catch(() => {});
      if (tries === TRIES || clientError(error).code !== DEADLOCK) throw error;
    }
  }
}

function verifyRows(staging: RelationName, found: string | null, expected: number | null): void {
  if (expected === null || found === String(expected)) return;
  throw new DvtError({
    code: 'DVT5106',
    message: `${relationSql(staging)} holds ${found} rows where ${expected} were written; it is not published`,
    hint: 'A trigger or rule may have changed them; run again with --debug and report it.',
  });
}

/** In place, which keeps everything that hangs on the view; false where its columns differ. */
async function replaceView(run: Run, final: RelationName, sql: string): Promise<boolean> {
  await run('savepoint dvt_view');
  try {
    await runUserSql(run, `create or replace view ${relationSql(final)} as\n`, sql);
    return true;
  } catch (error) {
    if (clientError(error).code !== OTHER_COLUMNS) throw error;
    await run('rollback to savepoint dvt_view');
    return false;
  }
}
