import type { ColumnType } from './column-type.js';

/** A relation's name in the terms of its own database. `null` where the system has no such level. */
export interface RelationName {
  readonly database: string | null;
  readonly schema: string | null;
  readonly identifier: string;
}

export type RelationKind = 'table' | 'view' | 'materialized view' | 'external';

/** A column as it is fetched from a source. */
export interface RelationColumn {
  readonly name: string;
  /** as the database spells it, e.g. `character(25)`, `bigint unsigned` */
  readonly nativeType: string;
  /** the engine type that holds every value of `nativeType`, `varchar` where only text does */
  readonly type: ColumnType;
  readonly nullable: boolean;
  /**
   * How the source compares values of this column, against DuckDB's rules:
   * - `same`: equality and order (numbers, dates, strings with a bytewise and unpadded collation);
   * - `same equality`: equality and LIKE, but not order (a deterministic linguistic collation);
   * - `differs`: any other collation, padded strings. Equality may be pushed only as a superset, an order never.
   */
  readonly comparison: 'same' | 'same equality' | 'differs';
  /** different values, from the source's statistics; absent: not known */
  readonly distinct?: number;
  /** the database's own; absent: none */
  readonly comment?: string;
  /** false: the user of the profile may not read it, so that a query which uses it is refused; absent: as far as is known */
  readonly readable?: false;
  /** why the column is fetched as text, or what its fetched form loses nothing of; shown as a warning when it is used */
  readonly note?: string;
}

export interface RelationStatistics {
  /** rows, from the source's catalog; null = unknown */
  readonly rows: number | null;
  /** bytes on disk; null = unknown */
  readonly bytes: number | null;
}

export interface RelationDescription {
  readonly name: RelationName;
  readonly kind: RelationKind;
  readonly columns: readonly RelationColumn[];
  readonly statistics: RelationStatistics;
  /** sets of columns, none of them nullable, in which no two rows are equal; absent: not known */
  readonly keys?: readonly (readonly string[])[];
  /** the database's own; absent: none */
  readonly comment?: string;
  /** why a query that reads all of its columns may give less than is expected; shown as a warning then */
  readonly note?: string;
  /** the user that it belongs to; absent: the database has none */
  readonly owner?: string;
  /** The relation is the result of a query of its source, and has a name for dvt only; absent: it is in the catalog. */
  readonly block?: SourceQuery;
}

/** A query that a source runs itself, whose result is fetched like a relation. */
export interface SourceQuery {
  /** in the source's SQL */
  readonly sql: string;
  /** the relations that it reads */
  readonly reads: readonly RelationName[];
  /** that the source is expected to take for it; null = not known */
  readonly seconds: number | null;
}

/** What the user's YAML says of one column of a source. */
export interface ColumnOverride {
  readonly name: string;
  /** name of the column in federated SQL; needed where two names differ only in case */
  readonly as?: string;
  /** engine type to fetch the column in, e.g. `text`, `decimal(38,10)`, `double`; the source casts it */
  readonly fetchAs?: string;
}
