import type { ResultColumn } from './column-type.js';
import type { CompiledNode, InputRelation } from './compiled.js';
import type { ManifestNode } from './node.js';
import type { RelationDescription, RelationName } from './relation.js';
import type { ScanColumn } from './scan.js';

/** How one model will be computed and published. `dvt plan` prints it; `dvt run` executes this object. */
export interface NodePlan {
  readonly node: ManifestNode;
  readonly compiled: CompiledNode;
  /** empty for a model in place */
  readonly scans: readonly PlannedScan[];
  /** columns of the result where they are known before running (federated models) */
  readonly columns: readonly ResultColumn[] | null;
  /** warnings that a person should see: a column fetched as text, two names of one database */
  readonly warnings: readonly string[];
  /** parts of the query that a source could compute, used or not; `compiled` has the relations of used ones in place */
  readonly blocks?: readonly PlannedBlock[];
}

/** A part of the query that its source could compute; see `RelationDescription.block` for those that it does. */
export interface PlannedBlock extends BlockChoice {
  readonly kind: string;
  readonly connection: string;
  /** federated names of what it reads */
  readonly reads: readonly string[];
  /** in the source's SQL */
  readonly sql: string;
}

/** Whether a block runs at its source. */
export interface BlockChoice {
  readonly chosen: boolean;
  readonly reason: string;
  /** estimates; null = unknown */
  readonly rows: number | null;
  readonly bytes: number | null;
  /** of what would be fetched in its place */
  readonly insteadBytes: number | null;
}

/** What is fetched of one relation for one model. */
export interface PlannedScan {
  readonly input: InputRelation;
  readonly relation: RelationDescription;
  /** false: the optimizer proved that the query needs no row of it, and nothing is fetched */
  readonly read: boolean;
  /** every column as federated SQL sees it (aliases and overrides applied), in the relation's order */
  readonly columns: readonly PlannedColumn[];
  /** the source's predicate; null = every row */
  readonly predicate: string | null;
  readonly pushed: readonly { readonly sql: string; readonly class: 'exact' | 'superset' }[];
  /** filters that run in the engine only, with the reason */
  readonly local: readonly { readonly filter: string; readonly reason: string }[];
  /** from the source's statistics; null = unknown. What predicates leave out is not known: with one, rows and bytes are bounds */
  readonly estimate: {
    readonly rows: number | null;
    readonly bytes: number | null;
    readonly unfilteredBytes: number | null;
  };
}

export interface PlannedColumn {
  readonly scan: ScanColumn;
  /** name in federated SQL */
  readonly name: string;
  readonly fetched: boolean;
}

/** A node that cannot be planned before the run. */
export interface Deferred {
  readonly node: ManifestNode;
  /** one phrase: `reads shop.dev.analytics.orders, which does not exist yet` */
  readonly reason: string;
}

/** What the planner needs of the outside. */
export interface Catalog {
  /** Describes relations of one connection, each once per run; null where absent. */
  describe(connection: string, name: RelationName): Promise<RelationDescription | null>;
}
