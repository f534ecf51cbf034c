import { SessionRoom } from '../../core/session-room.js';
import type { ConnectionContext } from '../../spi/adapter.js';
import type {
  Connection,
  ListedRelation,
  ServerInfo,
  SourceEstimate,
  StatementOptions,
  Target,
} from '../../spi/connection.js';
import type { RelationDescription, RelationName } from '../../spi/relation.js';
import type { ResultTable } from '../../spi/result-table.js';
import type { ScanPlan, ScanRequest } from '../../spi/scan.js';
import { describe, list } from './catalog/describe.js';
import { explain } from './catalog/explain.js';
import { inspect } from './catalog/inspect.js';
import { dialect } from './dialect/dialect.js';
import { databaseOf } from './dialect/quote.js';
import { type SessionOptions, sessionOptions } from './profile/session-options.js';
import { MysqlTarget } from './publish/target.js';
import { selectSql } from './scan/plan-scan.js';
import type { CancelKey } from './scan/read-data.js';
import { Scans } from './scan/scans.js';
import { cancelStatement } from './session/cancel.js';
import { SessionPool } from './session/session-pool.js';
import { MysqlSqlSession } from './session/sql-session.js';

/** Opens a connection: checks the profile, logs in once, and keeps the session. */
export async function connect(context: ConnectionContext): Promise<Connection> {
  const options = sessionOptions(context);
  const sessions = new SessionPool(options, context.notice, context.room ?? new SessionRoom(context.notice));
  await sessions.use(async () => {});
  return new MysqlConnection(context, options, sessions);
}

class MysqlConnection implements Connection {
  readonly name: string;
  readonly dialect = dialect;
  /** `schema` is the database: MySQL has one level above tables */
  readonly defaults: Connection['defaults'];
  readonly target: Target;
  readonly #options: SessionOptions;
  readonly #sessions: SessionPool;
  readonly #scans: Scans;
  readonly openSnapshot: Connection['openSnapshot'];
  readonly #lent = new Set<MysqlSqlSession>();

  constructor(context: ConnectionContext, options: SessionOptions, sessions: SessionPool) {
    this.name = context.name;
    this.defaults = { database: null, schema: options.database };
    this.#options = options;
    this.#sessions = sessions;
    const scans = new Scans({ options, sessions, readers: context.readers ?? null });
    this.#scans = scans;
    this.openSnapshot = context.readers === undefined ? null : (request) => scans.openSnapshot(request);
    this.target = new MysqlTarget(options, sessions, context.notice);
  }

  inspect(): Promise<ServerInfo> {
    return this.#sessions.use((session) => inspect(session, this.#options.database));
  }

  describe(names: readonly RelationName[]): Promise<readonly (RelationDescription | null)[]> {
    return this.#sessions.use((session) => describe(session, names, this.#options.database));
  }

  async list(schema: Pick<RelationName, 'database' | 'schema'>): Promise<readonly ListedRelation[]> {
    const database = databaseOf(schema, this.#options.database);
    return database === null ? [] : this.#sessions.use((session) => list(session, database));
  }

  async query(sql: string, { signal, limit }: StatementOptions = {}): Promise<ResultTable> {
    const { columns, rows } = await this.#sessions.use(async (session) => {
      if (limit === undefined) return this.#sessions.runOn(session, sql, signal);
      // The server itself stops there; a limit in the statement still counts.
      await session.run(`set session sql_select_limit = ${limit}`);
      const answer = await this.#sessions.runOn(session, sql, signal);
      await session.run('set session sql_select_limit = default');
      return answer;
    });
    return { columns, rows: limit === undefined ? rows : rows.slice(0, limit) };
  }

  explain(sql: string): Promise<SourceEstimate | null> {
    return this.#sessions.use((session) => explain(session, sql));
  }

  async session(): Promise<MysqlSqlSession> {
    const opened = await this.#sessions.openOwned();
    const kill = (id: number) => this.#sessions.kill(id);
    const session = new MysqlSqlSession(opened, kill, (closed) => {
      this.#lent.delete(closed);
      this.#sessions.room.ended();
    });
    this.#lent.add(session);
    return session;
  }

  scan(request: ScanRequest): Promise<ScanPlan> {
    return this.#scans.scan(request);
  }

  scanSql(request: ScanRequest): string {
    return selectSql(request, request.predicate);
  }

  cancel(cancelKey: unknown): Promise<void> {
    return cancelStatement(this.#options, cancelKey as CancelKey);
  }

  async interrupt(): Promise<void> {
    await Promise.all([this.#sessions, ...this.#lent].map((one) => one.interrupt()));
  }

  async close(): Promise<void> {
    for (const lent of this.#lent) lent.session.destroy();
    await this.#sessions.close();
  }
}
