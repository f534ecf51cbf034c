import type { ResultColumn } from './column-type.js';
import type { CompiledNode, InputRelation } from './compiled.js';
import type { ManifestNode } from './node.js';
import type { Pushed } from './predicate.js';
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
  /** the same query without the blocks that are used */
  readonly withoutBlocks?: NodePlan;
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
  /** that the source is expected to compute; null = unknown */
  readonly seconds: number | null;
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
  readonly pushed: readonly PushedCondition[];
  /** filters that run in the engine only, with the reason */
  readonly local: readonly { readonly filter: string; readonly reason: string }[];
  /** null: the scan waits for no other one */
  readonly reduction: Reduction | null;
  /** semi-joins that would be legal and are not made, each with the reason */
  readonly unreduced: readonly { readonly by: string; readonly reason: string }[];
  readonly estimate: ScanEstimate;
}

/** A condition that the source checks. */
export interface PushedCondition extends Pushed {
  /** part of the rows (0 to 1) that it is expected to leave, by its form alone */
  readonly share: number;
  /** conditions of a lower rank are sent before it; see plan/evaluation-rank.ts */
  readonly rank: number;
}

/** Sizes of a scan as they are known before it; null = unknown. */
export interface ScanEstimate {
  /** rows of the relation */
  readonly tableRows: number | null;
  /** rows that meet the predicate */
  readonly filteredRows: number | null;
  /** rows that will be fetched, after predicate and reduction */
  readonly rows: number | null;
  readonly bytes: number | null;
  /** bytes of all rows and all columns */
  readonly unfilteredBytes: number | null;
  /** what the source's optimizer expects it to take until it knows the rows of the predicate; null = it was not asked or does not say */
  readonly sourceSeconds: number | null;
  /** how many times as long as over loopback its rows are on their way, as it was measured; 1 = not noticeably longer */
  readonly slowness: number;
  /** where `rows` comes from: the catalog's statistics, the source's optimizer, or a rule of thumb */
  readonly basis: 'statistics' | 'source' | 'rule';
}

/**
 * A semi-join reduction: only rows are fetched whose keys occur in relations that were fetched before. The query runs
 * unchanged and does not need the other rows, whatever the relations hold.
 */
export interface Reduction {
  /** for each place where the query reads the relation, tests that a row must all pass; a row is fetched that does so for one */
  readonly places: readonly (readonly KeyTest[])[];
}

/** A row is needed only if the value of a column occurs among keys. */
export interface KeyTest extends KeyMembership {
  /** with more keys than this the test costs more than it saves, or the source does not take them */
  readonly maxKeys: number;
  /** keys expected, and the share of the rows that is expected to pass (0 to 1) */
  readonly estimate: { readonly keys: number; readonly share: number };
}

export interface KeyMembership {
  /** position of the column among the scan's */
  readonly column: number;
  /** rows with a NULL there are needed too */
  readonly keepsNull: boolean;
  /** the keys are the values of all of them */
  readonly sources: readonly KeySource[];
}

/** A column of a relation that is fetched before, and which of its rows count. */
export interface KeySource {
  /** position of the scan in the node's plan */
  readonly scan: number;
  readonly column: number;
  /** conditions in the engine's SQL over the scan's columns, all of which must hold */
  readonly filters: readonly string[];
  /** tests that the engine makes on the way, by relations that were fetched before as well */
  readonly tests: readonly KeyMembership[];
}

export interface PlannedColumn {
  readonly scan: ScanColumn;
  /** name in federated SQL */
  readonly name: string;
  readonly fetched: boolean;
  /**
   * A constant in the engine's SQL that stands for every value of a column that is not fetched: the query only compares the
   * column by conditions of the predicate, which all rows meet that are fetched, and the constant as well.
   */
  readonly standIn?: string;
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
