import type { BatchChannel, BatchLayout } from './batch.js';
import type { ResultColumn } from './column-type.js';
import type { LoadPlan } from './load.js';
import type { ResultTable } from './result-table.js';

/** The engine's own SQL, on a session of its own; for adapters that let the engine read and write their data. */
export interface EngineSql {
  /** Runs statements; the last one's rows are returned, one row with their number for one that changes rows. */
  query(sql: string, options?: { readonly signal?: AbortSignal; readonly limit?: number }): Promise<ResultTable>;
  /** Columns of a query, without running it. */
  columns(sql: string): Promise<readonly ResultColumn[]>;
  close(): Promise<void>;
}

/** Computes federated queries. All methods are asynchronous and may be called from the main thread at any time. */
export interface Engine {
  readonly type: string;

  /** Opens a session for an adapter (see ConnectionContext.engine). */
  sql(): Promise<EngineSql>;

  /** Creates a staging table that readers fill (see transfer/); nobody sees it before it is finished. */
  openStaging(request: StagingRequest): Promise<Staging>;
  dropStaged(table: string): Promise<void>;

  /** Creates the namespace in which one node's SQL finds its relations. */
  openNamespace(request: NamespaceRequest): Promise<void>;
  closeNamespace(id: string): Promise<void>;

  /** Runs a query of a namespace and loads its result; the rows loaded and the bytes sent. */
  load(request: RunRequest, plan: LoadPlan): Promise<{ readonly rows: number; readonly bytes: number }>;
  /** Ends the sessions of targets that loads have left for later ones. */
  endIdleSessions(): Promise<void>;
  /** Runs a query of a namespace and returns its first rows. */
  query(request: RunRequest, limit: number): Promise<ResultTable>;

  /** Interrupts everything that was started under this id (a namespace's or a staging table's). */
  cancel(id: string): Promise<void>;
  /** Refuses new work, interrupts statements, closes the database and removes its files. Idempotent. */
  close(): Promise<void>;
}

export interface StagingRequest {
  /** name of the staging table, unique in the run; also the id by which the engine cancels what fills it */
  readonly table: string;
  readonly columns: readonly ResultColumn[];
  readonly layout: BatchLayout;
  /** that the rows are expected to take; absent or null = unknown */
  readonly expectedBytes?: number | null;
  /** called as batches arrive, at most ten times a second; falls where rows are taken back */
  readonly onProgress?: (progress: { readonly rows: number }) => void;
}

/** A staging table being filled. */
export interface Staging {
  /**
   * Takes the batches of one reader up to their end; several readers may send at once. When it rejects, none of this
   * reader's rows will be in the table, and another reader may send them again. Ownership of the port moves to the engine.
   */
  take(channel: BatchChannel): Promise<StageResult>;
  /** Completes the table: it holds the rows of all readers that were taken to their end. */
  finish(): Promise<StageResult>;
  /** The table will not exist. Idempotent, never throws. */
  abort(): Promise<void>;
}

export interface StageResult {
  readonly rows: number;
  /** bytes received from the source, as its readers counted them */
  readonly bytes: number;
}

export interface NamespaceRequest {
  readonly id: string;
  readonly relations: readonly ExposedRelation[];
}

/** A relation as a node's SQL sees it. */
export interface ExposedRelation {
  /** the three levels of its federated name, e.g. `postgres_prod`, `public`, `customers` */
  readonly catalog: string;
  readonly schema: string;
  readonly identifier: string;
  /** every column of the relation, in its order; reading one that was not fetched is an error of the engine, or gives `standIn` */
  readonly columns: readonly (ResultColumn & { readonly fetched: boolean; readonly standIn?: string })[];
  /** a staging table, or a table expression that the engine reads itself */
  readonly from: { readonly staged: string } | { readonly expression: string };
}

export interface RunRequest {
  readonly namespace: string;
  /** federated SQL as compiled, with `"connection"."schema"."table"` names */
  readonly sql: string;
}

/** DuckDB's binder, optimizer and parser over relations without rows: what the planner asks (whatever engine computes). */
export interface QueryAnalyzer {
  /**
   * Binds and optimizes `sql` over empty relations. Throws a DvtError DVT2xxx with DuckDB's message; `position` in its
   * cause is the character offset in `sql`, where DuckDB gives one.
   */
  analyze(sql: string, relations: readonly StubRelation[]): Promise<QueryAnalysis>;
  /** Binds `sql` over empty relations, and no more: the columns of its result. Throws as `analyze` does. */
  columns(sql: string, relations: readonly StubRelation[]): Promise<readonly ResultColumn[]>;
  /** Parses filter texts to DuckDB's expression trees (`json_serialize_sql`); null for a text that does not parse. */
  parseExpressions(texts: readonly string[]): Promise<readonly (ExpressionTree | null)[]>;
  /** Parses one query to DuckDB's tree; null for what is none or cannot be serialized. */
  parseQuery(sql: string): Promise<QueryTree | null>;
  /** The first row of `select ... where true` over constants for which conditions hold, as text; null for none, and where it fails. */
  firstRow(sql: string, conditions: readonly ExpressionTree[]): Promise<readonly (string | null)[] | null>;
  /** SQL of each tree; null where it cannot be printed such that parsing it gives the same tree again. */
  printQueries(trees: readonly QueryTree[]): Promise<readonly (string | null)[]>;
  close(): Promise<void>;
}

/**
 * DuckDB's plans print names without quotes and without the relation they belong to, and expressions above a scan under
 * names that a query may have swapped. So each stub is a view under the true names over a table whose own name is
 * `token` and whose columns are `<token>_0`, `<token>_1` ...: a plan names those, and they cannot be mistaken.
 */
export interface StubRelation {
  /** a plain lower-case identifier that occurs nowhere else, also not in `sql` */
  readonly token: string;
  readonly catalog: string;
  readonly schema: string;
  readonly identifier: string;
  readonly columns: readonly ResultColumn[];
}

export interface QueryAnalysis {
  readonly columns: readonly ResultColumn[];
  /** the optimized plan, `EXPLAIN (FORMAT JSON)`; scans name relations and columns by their tokens */
  readonly plan: readonly PlanOperator[];
  /** the same, with columns referred to by position; null where DuckDB cannot write its plan down */
  readonly logical: LogicalOperator | null;
}

/**
 * An operator of DuckDB's optimized plan, fields as `json_serialize_plan` names them. A `BOUND_REF` names a column by its
 * position among those that the operator's children put out, the first child's before the second's; in the conditions of
 * a join each side counts for itself. NULLs are left out.
 */
export type LogicalOperator = { readonly type: string; readonly children?: readonly LogicalOperator[] } & Readonly<
  Record<string, unknown>
>;

export interface PlanOperator {
  readonly name: string;
  readonly children: readonly PlanOperator[];
  readonly extra_info: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * A node of DuckDB's serialized expression; fields as `json_serialize_sql` names them. Integers of 16 digits and more are
 * strings, since JavaScript's numbers would round them.
 */
export type ExpressionTree = { readonly class: string; readonly type: string } & Readonly<Record<string, unknown>>;

/** A query node (`SELECT_NODE`, `SET_OPERATION_NODE` ...) or a table reference of DuckDB's serialized tree; likewise. */
export type QueryTree = { readonly type: string } & Readonly<Record<string, unknown>>;
