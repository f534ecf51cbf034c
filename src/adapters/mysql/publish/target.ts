import { DvtError } from '../../../core/errors.js';
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
import { databaseOf, quote, relation } from '../dialect/quote.js';
import { planLoad } from '../load/plan-load.js';
import type { SessionOptions } from '../profile/session-options.js';
import type { Session } from '../session/session.js';
import type { SessionPool } from '../session/session-pool.js';
import type { MysqlSqlSession } from '../session/sql-session.js';
import { existing } from './existing.js';
import { takeLease } from './lease.js';
import { checkLoadable } from './loadable.js';
import { publishTable, publishView } from './publish.js';
import { sweep } from './sweep.js';

/** Publishing into MySQL: staging tables, exchanged by RENAME TABLE. DDL is not transactional here. */
export class MysqlTarget implements Target {
  readonly #options: SessionOptions;
  readonly #sessions: SessionPool;
  readonly #notice: (message: string) => void;

  constructor(options: SessionOptions, sessions: SessionPool, notice: (message: string) => void) {
    this.#options = options;
    this.#sessions = sessions;
    this.#notice = notice;
  }

  lease(runId: string): Promise<Lease> {
    return takeLease(runId, () => this.#sessions.open(), this.#notice);
  }

  sweep(schemas: readonly Pick<RelationName, 'database' | 'schema'>[]): Promise<readonly RelationName[]> {
    const databases = schemas.map((schema) => this.#database(schema));
    return this.#sessions.use((session) => sweep(session, databases));
  }

  async createSchema(schema: Pick<RelationName, 'database' | 'schema'>): Promise<void> {
    await this.#sessions.run(`create database if not exists ${quote(this.#database(schema))}`);
  }

  checkLoadable(schema: Pick<RelationName, 'database' | 'schema'>): Promise<void> {
    return this.#sessions.use((session) => checkLoadable(session, this.#database(schema)));
  }

  load(staging: RelationName, columns: readonly ResultColumn[], options: LoadOptions): Promise<LoadPlan> {
    return this.#sessions.use((session) =>
      planLoad(session, this.#options, this.#complete(staging), columns, options, this.#notice),
    );
  }

  async createTableAs(
    staging: RelationName,
    sql: string,
    { signal, session }: StatementOptions & InSession = {},
  ): Promise<{ readonly rows: number | null }> {
    const name = relation(this.#complete(staging));
    try {
      const create = `create table ${name} as\n${sql}`;
      if (session !== undefined)
        return { rows: (await session.query(create, { ...(signal && { signal }) })).rowsAffected };
      const { outcome } = await this.#sessions.run(create, signal);
      return { rows: outcome?.affectedRows ?? null };
    } catch (error) {
      // Some versions leave an empty table behind.
      await this.#sessions.run(`drop table if exists ${name}`).catch(() => {});
      throw error;
    }
  }

  publishTable(staging: RelationName, final: RelationName, options: PublishOptions): Promise<void> {
    return this.#within(options, (session) =>
      publishTable({ session, notice: this.#notice }, this.#complete(staging), this.#complete(final), options),
    );
  }

  publishView(final: RelationName, sql: string, options: PublishOptions): Promise<void> {
    return this.#within(options, (session) =>
      publishView({ session, notice: this.#notice }, this.#complete(final), sql, options),
    );
  }

  async drop(name: RelationName): Promise<void> {
    const full = this.#complete(name);
    await this.#sessions.use(async (session) => {
      const found = await existing(session, full.schema, full.identifier);
      if (found !== null) await session.run(`drop ${found.kind} if exists ${relation(full)}`);
    });
  }

  #within<T>({ session }: InSession, work: (session: Session) => Promise<T>): Promise<T> {
    return session === undefined ? this.#sessions.use(work) : work((session as MysqlSqlSession).session);
  }

  #complete(name: RelationName): RelationName & { readonly schema: string } {
    return { database: null, schema: this.#database(name), identifier: name.identifier };
  }

  #database(name: Pick<RelationName, 'database' | 'schema'>): string {
    const database = databaseOf(name, this.#options.database);
    if (database !== null) return database;
    throw new DvtError({
      code: 'DVT1250',
      message: `Connection ${this.#options.connection} has no default database.`,
      hint: 'Set database in the profile, or schema on the model.',
    });
  }
}
