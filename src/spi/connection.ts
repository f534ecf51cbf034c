import type { ResultColumn } from './column-type.js';
import type { Dialect } from './dialect.js';
import type { LoadPlan } from './load.js';
import type { RelationDescription, RelationKind, RelationName } from './relation.js';
import type { ResultTable } from './result-table.js';
import type { ScanPlan, ScanRequest } from './scan.js';
import type { SqlSession } from './session.js';
import type { Snapshot, SnapshotRequest } from './snapshot.js';

/** An open connection to one database. Its methods may be called concurrently; the adapter keeps what sessions it needs. */
export interface Connection {
  readonly name: string;
  readonly dialect: Dialect;
  /** where relations live when nothing else is said */
  readonly defaults: { readonly database: string | null; readonly schema: string | null };

  /** Version, and what the user may do; for `profiles test`. */
  inspect(): Promise<ServerInfo>;
  /** Describes relations; null where there is none of that name. Throws for missing rights, naming the relation. */
  describe(names: readonly RelationName[]): Promise<readonly (RelationDescription | null)[]>;
  /** Relations of one schema, in the order of their names. */
  list(schema: {
    readonly database: string | null;
    readonly schema: string | null;
  }): Promise<readonly ListedRelation[]>;

  /** Runs one statement and returns its rows (none for a statement without a result). */
  query(sql: string, options?: StatementOptions): Promise<ResultTable>;
  /** Opens a session of the caller's own, for statements that belong together; the caller closes it. */
  session(): Promise<SqlSession>;
  /**
   * What the source's optimizer expects of a query, which is not run; null where it says nothing. Rejects where the
   * source refuses the query. Absent: the source has no such statement.
   */
  explain?(sql: string): Promise<SourceEstimate | null>;
  /** Plans how a relation is read, at a state of its own. */
  scan(request: ScanRequest): Promise<ScanPlan>;
  /**
   * The statement that such a scan sends where it is read whole; of one in splits each adds its own range. Asks the
   * source nothing. null: the engine reads the relation itself.
   */
  scanSql(request: ScanRequest): string | null;
  /**
   * Takes a state of the database that several scans read; null where the adapter has none to offer. Throws where the
   * database cannot be reached; one that refuses gives a snapshot of the scope `scan`.
   */
  readonly openSnapshot: ((request: SnapshotRequest) => Promise<Snapshot>) | null;
  /** Cancels a reader's statement on the server, by the key that it announced. Resolves when the server was told. */
  cancel(cancelKey: unknown): Promise<void>;

  /**
   * Cancels the statements that run now outside of readers, whoever waits for them: when the user wants to stop and one of
   * them waits for a lock. Never throws. Absent: statements of this adapter end by themselves.
   */
  interrupt?(): Promise<void>;

  /** null: the adapter cannot be published to. */
  readonly target: Target | null;

  /** Ends every session; statements still running are cancelled on the server. Idempotent, never throws. */
  close(): Promise<void>;
}

export interface SourceEstimate {
  /** rows of the result; null = not told */
  readonly rows: number | null;
  /** in the units in which the database says it, of which a read of a page is one; null = not told */
  readonly cost: number | null;
  /** true: a GROUP BY is not reckoned with, `rows` are those that it is given */
  readonly beforeGrouping: boolean;
}

export interface StatementOptions {
  /** aborting it cancels the statement on the server */
  readonly signal?: AbortSignal;
  /** rows to keep at most; the rest is not fetched where the client allows it */
  readonly limit?: number;
}

export interface ServerInfo {
  /** e.g. `PostgreSQL 18.0`, `MariaDB 10.11.19` */
  readonly version: string;
  /** what this user may do here, in short phrases: `read`, `create tables in public`, `load local data` */
  readonly may: readonly string[];
  /** what it may not do that dvt would use, with the consequence */
  readonly mayNot: readonly string[];
}

export interface ListedRelation {
  readonly name: RelationName;
  readonly kind: RelationKind;
}

/** Publishing into a database. The order for a table: lease, (load | createTableAs) into staging, publishTable. */
export interface Target {
  /** Takes the run's lease on this database; held until released or until the process dies. */
  lease(runId: string): Promise<Lease>;
  /** Drops staging relations of runs whose lease is free, in these schemas; returns what was dropped. */
  sweep(schemas: readonly Pick<RelationName, 'database' | 'schema'>[]): Promise<readonly RelationName[]>;
  createSchema(schema: Pick<RelationName, 'database' | 'schema'>): Promise<void>;
  /**
   * Throws a DvtError (DVT4xxx) where it is certain that no staging relation can be created and filled in a schema, which
   * is there; asked before anything is fetched for it. What cannot be told is no error. Changes nothing.
   */
  checkLoadable(schema: Pick<RelationName, 'database' | 'schema'>): Promise<void>;

  /** How the engine's result is loaded into `staging`, which does not exist yet. */
  load(staging: RelationName, columns: readonly ResultColumn[], options: LoadOptions): Promise<LoadPlan>;
  /** `create table staging as sql`, in place; returns the rows written, null where the database does not say. */
  createTableAs(
    staging: RelationName,
    sql: string,
    options?: StatementOptions & InSession,
  ): Promise<{ readonly rows: number | null }>;

  /**
   * Replaces `final` (absent, a table or a view) by `staging` in one atomic step, keeping grants, comments and indexes;
   * verifies that staging holds `rows` rows first when given. At no instant does a reader see neither or part.
   */
  publishTable(staging: RelationName, final: RelationName, options: PublishOptions): Promise<void>;
  /** Replaces `final` by a view in one atomic step. */
  publishView(final: RelationName, sql: string, options: PublishOptions): Promise<void>;
  /** Drops a table or view if it exists. */
  drop(relation: RelationName): Promise<void>;
}

/** Where a step of publishing runs. */
export interface InSession {
  /**
   * a session of the same connection: the step runs there, and in its transaction where one is open, so that it is
   * undone with it. Absent: a transaction of its own.
   */
  readonly session?: SqlSession;
}

export interface LoadOptions {
  /** column name -> type as the target spells it, from the model's `data_type`; overrides `Dialect.columnType` */
  readonly columnTypes: ReadonlyMap<string, string>;
}

export interface PublishOptions extends InSession {
  /** this run; part of the names of staging and of the relation that is moved away */
  readonly runId: string;
  /** rows that staging must hold; null = not known */
  readonly rows: number | null;
  /**
   * What happens to views that depend on the relation: `recreate` them with grants and comments in the publishing
   * transaction (failing where that cannot be done), or drop them (`cascade`, what dbt does).
   */
  readonly onDependents: 'recreate' | 'cascade';
  /**
   * `own`: the project makes the relation's indexes and keys itself after this, so that those of the old table go with
   * it. Absent: they are built on the new one.
   */
  readonly indexes?: 'own';
  /**
   * `own`: staging has the constraints that it is to have, a contract's, so that primary keys and unique constraints of
   * the old table go with it. Absent: they are kept as other indexes are.
   */
  readonly constraints?: 'own';
}

export interface Lease {
  release(): Promise<void>;
}
