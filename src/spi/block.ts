import type { ColumnType } from './column-type.js';
import type { Expressed } from './predicate.js';
import type { RelationColumn } from './relation.js';

/**
 * What a database can compute of a block (a part of a query that runs at the source) with just DuckDB's result. A dialect
 * without it runs no blocks.
 */
export interface BlockDialect {
  /**
   * A column in a form whose equality is DuckDB's, for grouping, joining and DISTINCT; null where there is none. `sql` is
   * the column as the statement names it.
   */
  key(column: RelationColumn, sql: string): SourceForm | null;
  /** A computed value of the engine's type `type` in such a form; null where there is none. */
  value(value: Expressed, type: ColumnType): SourceForm | null;
  /** An aggregate whose result is DuckDB's, without overflow where DuckDB has none; null where it is not. */
  aggregate(call: AggregateCall): SourceForm | null;
  /** One term of ORDER BY. */
  orderTerm(sql: string, direction: 'asc' | 'desc', nulls: 'first' | 'last'): string;
}

/** An expression in a source's SQL, and what it yields there. */
export interface SourceForm {
  readonly sql: string;
  /** as the database spells it, such that its reader knows the form in which it arrives */
  readonly nativeType: string;
  readonly comparison: RelationColumn['comparison'];
}

export interface AggregateCall {
  readonly name: 'count' | 'sum' | 'min' | 'max';
  readonly distinct: boolean;
  /** null: `count(*)` */
  readonly argument: AggregateArgument | null;
}

export interface AggregateArgument {
  readonly sql: string;
  /** the engine's type of it */
  readonly type: ColumnType;
  /** of a plain column; null: a computed value */
  readonly column: RelationColumn | null;
}
