import type { ColumnType } from '../../spi/column-type.js';
import type { ExpressionTree } from '../../spi/engine.js';
import type { RelationColumn } from '../../spi/relation.js';
import type { SelectTree, TableTree } from './query-tree.js';
import type { ScopeRelation } from './scope.js';

/** What kind of work a block does, as `dvt plan` calls it. */
export type BlockKind = 'aggregation' | 'partial aggregation' | 'limit' | 'exists';

/** A part of a query that one source could compute, and the query with the block's result in its place. */
export interface BlockDraft {
  readonly kind: BlockKind;
  readonly connection: string;
  /** the relations that it reads, once each */
  readonly relations: readonly ScopeRelation[];
  /** most rows that it can give; null = as many as there are */
  readonly most: number | null;
  /** relations whose columns it groups by; empty = it does not group */
  readonly groupedBy: readonly ScopeRelation[];
  /** in the source's SQL */
  readonly sql: string;
  readonly columns: readonly BlockColumn[];
  /** the same in DuckDB's: its columns have the types that the block's must have */
  readonly meaning: SelectTree;
  /** the select in which it stands, with `block` (columns are named by its alias and theirs) in its place */
  replaced(block: TableTree): SelectTree;
}

/** A column of a block's result. */
export interface BlockColumn {
  readonly name: string;
  /** DuckDB's */
  readonly type: ColumnType;
  readonly nativeType: string;
  readonly comparison: RelationColumn['comparison'];
  /** what it is in the query */
  readonly expression: ExpressionTree;
}
