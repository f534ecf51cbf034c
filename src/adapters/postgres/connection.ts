import { SessionRoom } from '../../core/session-room.js';
import type { ConnectionContext } from '../../spi/adapter.js';
import type { Connection, ListedRelation, ServerInfo, SourceEstimate, StatementOptions } from '../../spi/connection.js';
import type { RelationDescription, RelationName } from '../../spi/relation.js';
import type { ResultTable } from '../../spi/result-table.js';
import type { ScanPlan, ScanRequest } from '../../spi/scan.js';
import type { Snapshot, SnapshotRequest } from '../../spi/snapshot.js';
import { describeRelations } from './catalog/describe.js';
import { explain } from './catalog/explain.js';
import { inspectServer } from './catalog/inspect.js';
import { listRelations } from './catalog/list.js';
import { dialect } from './dialect/dialect.js';
import { DEFAULT_SCHEMA } from './profile.js';
import { PostgresTarget } from './publish/target.js';
import { selectSql } from './read/plan.js';
import { Scans } from './read/scans.js';
import { cancelStatement } from './session/cancel.js';
import type { CancelKey } from './session/open.js';
import type { SessionOptions } from './session/options.js';
import { OwnSessions } from './session/own-sessions.js';
import { SessionPool } from './session/pool.js';
import { checkSettings, poolingMode } from './session/pooling.js';
import { runQuery } from './session/result-table.js';
import type { PostgresSqlSession } from './session/sql-session.js';

/** Sessions for statements when the profile says nothing: nodes that run at once, and one for describing. */
const DEFAULT_THREADS = 4;

/** An open connection to one PostgreSQL database. */
export class PostgresConnection implements Connection {
  readonly dialect = dialect;
  readonly name: string;
  readonly defaults: Connection['defaults'];
  readonly target: PostgresTarget | null;
  readonly #options: SessionOptions;
  readonly #pool: SessionPool;
  readonly #sessions: OwnSessions;
  readonly #scans: Scans;

  private constructor(context: ConnectionContext, options: SessionOptions) {
    this.name = context.name;
    this.defaults = { database: options.database, schema: String(context.profile['schema'] ?? DEFAULT_SCHEMA) };
    this.#options = options;
    const { profile, notice, room = new SessionRoom(notice) } = context;
    this.#pool = new SessionPool(options, Number(profile['threads'] ?? DEFAULT_THREADS) + 1, notice, room);
    this.#sessions = new OwnSessions(this.#pool, options);
    this.#scans = new Scans({ pool: this.#pool, session: options });
    this.target = context.readOnly ? null : new PostgresTarget(this.#pool, options);
  }

  /** Logs in once, so that a wrong profile fails here, and a pooler that dvt cannot work with. */
  static async open(context: ConnectionContext, options: SessionOptions): Promise<PostgresConnection> {
    const connection = new PostgresConnection(context, options);
    try {
      await connection.#pool.use(null, async () => undefined);
      if (options.pooling !== undefined || !connection.#pool.pooled) return connection;
    } catch (error) {
      await connection.close();
      throw error;
    }
    await connection.close();
    const pooled = { ...options, pooling: await poolingMode(options) };
    checkSettings(pooled);
    return PostgresConnection.open(context, pooled);
  }

  inspect(): Promise<ServerInfo> {
    return this.#pool.use('asking for the version and rights', (run) => inspectServer(run, this.defaults.schema ?? ''));
  }

  describe(names: readonly RelationName[]): Promise<readonly (RelationDescription | null)[]> {
    const complete = names.map((name) => ({ ...name, schema: name.schema ?? this.defaults.schema }));
    return this.#pool.use('reading the catalog', (run) => describeRelations(run, this.name, complete));
  }

  list({ schema }: { readonly schema: string | null }): Promise<readonly ListedRelation[]> {
    const { database } = this.defaults;
    const within = schema ?? this.defaults.schema ?? '';
    return this.#pool.use('reading the catalog', (run) => listRelations(run, { database, schema: within }));
  }

  query(sql: string, options: StatementOptions = {}): Promise<ResultTable> {
    return this.#pool.use(null, (run) => runQuery(run, sql, options.limit ?? null), options.signal);
  }

  session(): Promise<PostgresSqlSession> {
    return this.#sessions.open();
  }

  explain(sql: string): Promise<SourceEstimate | null> {
    return this.#pool.use('asking for a query plan', (run) => explain(run, sql));
  }

  scan(request: ScanRequest): Promise<ScanPlan> {
    return this.#scans.scan(request);
  }

  scanSql(request: ScanRequest): string {
    return selectSql(request);
  }

  readonly openSnapshot = (request: SnapshotRequest): Promise<Snapshot> => this.#scans.openSnapshot(request);

  cancel(cancelKey: unknown): Promise<void> {
    return cancelStatement(this.#options, cancelKey as CancelKey);
  }

  async interrupt(): Promise<void> {
    await Promise.all([this.#pool.interrupt(), this.#sessions.interrupt()]);
  }

  async close(): Promise<void> {
    await this.#sessions.close();
    await this.#scans.close();
    await this.target?.close();
    await this.#pool.close();
  }
}
