import type { ManifestNode, OperationNode, SourceNode } from './node.js';
import type { RelationKind, RelationName } from './relation.js';
import type { NodeResult } from './run-result.js';
import type { SqlSession } from './session.js';

/** Runs the Jinja of nodes at their turn: materializations, hooks and any macro, in the dialect of their connection. */
export interface MacroRunner {
  /**
   * The `{% materialization %}` block that a node's `materialized` means by dbt's search: the project's, then a
   * package's, then dvt's own; within each the adapter's before the default. null: there is none of that name.
   */
  materialization(node: ManifestNode): Promise<MaterializationChoice | null>;
  /** The macros of a node over one session of its connection. */
  over(node: ManifestNode, session: SqlSession, options?: NodeMacrosOptions): Promise<NodeMacros>;
  /** `run-operation`: calls `name` or `package.name`; the value as plain data. Throws where there is no such macro. */
  operation(macro: string, args: Readonly<Record<string, unknown>>, session: SqlSession): Promise<unknown>;
  /** The SQL of an `on-run-start` or `on-run-end` hook; '' where it has none. `names` are added to its context. */
  hookSql(
    node: OperationNode,
    session: SqlSession,
    names?: { readonly results?: readonly NodeResult[]; readonly schemas?: readonly string[] },
  ): Promise<string>;
  /** A text of a source's YAML that is SQL (`loaded_at_query`), with the source's relation as `this`. */
  sourceSql(source: SourceNode, text: string): Promise<string>;
  /**
   * A test's query as `get_test_sql` wraps it, in the dialect that the test runs in (federated: the engine's): one row
   * with `failures`, `should_warn`, `should_error`.
   */
  testSql(node: ManifestNode, sql: string): Promise<string>;
}

export interface MaterializationChoice {
  readonly name: string;
  /** `dbt` for dvt's own */
  readonly packageName: string;
  /** adapter that it is written for; null = default */
  readonly adapter: string | null;
  /** it comes with dvt */
  readonly builtIn: boolean;
}

/** The part of a microbatch model that one of its runs computes; moments as dbt writes them: `2024-01-01 00:00:00+00:00` */
export interface Batch {
  /** e.g. `20240101` */
  readonly id: string;
  readonly start: string;
  /** exclusive */
  readonly end: string;
}

export interface NodeMacrosOptions {
  /** `sql` and `compiled_code`: the node's compiled SQL, or `select * from <staging>` for a federated one */
  readonly sql?: string;
  /** the part of a microbatch model that is computed */
  readonly batch?: Batch;
  /** further names of the context */
  readonly names?: Readonly<Record<string, unknown>>;
}

/** Macros of one node over one session. What statements keep by name is shared by all calls. */
export interface NodeMacros {
  /** Runs the node's materialization block, hooks included. Throws what it throws, placed in the user's files. */
  materialize(): Promise<Materialized>;
  /** Runs `pre-hook` or `post-hook` statements, of those the ones with this `transaction` flag. */
  hooks(moment: 'pre-hook' | 'post-hook', insideTransaction: boolean): Promise<void>;
  /**
   * Calls a macro as the node's template would: `create_indexes`, `apply_grants`, `persist_docs`. Arguments are plain data
   * or what `relation` made; the value is plain data, a text for a macro without `return`.
   */
  call(macro: string, positional?: readonly unknown[], named?: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** A relation of the node's connection as an argument for `call`. */
  relation(name: RelationName, kind: RelationKind | null): unknown;
  /** `model` as an argument for `call`. */
  readonly model: unknown;
}

/** What a materialization did. */
export interface Materialized {
  /** relations that it made or changed */
  readonly relations: readonly RelationName[];
  /** of its statement `main`; null where it is not known */
  readonly rowsAffected: number | null;
  /** the server's words about `main`, for the log: `INSERT 0 5` */
  readonly message: string | null;
}
