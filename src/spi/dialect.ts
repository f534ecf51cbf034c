import type { BlockDialect } from './block.js';
import type { ColumnType } from './column-type.js';
import type { Expression, Form } from './expression.js';
import type { Expressed, FormSupport, Local, Pushed } from './predicate.js';
import type { RelationName } from './relation.js';

/** How one database writes SQL. Pure and synchronous. */
export interface Dialect {
  /** the prefix of `adapter.dispatch`, e.g. `postgres` */
  readonly name: string;
  /** Quotes any legal identifier. */
  quote(identifier: string): string;
  /** A relation's full name as this database's SQL spells it, levels that are null left out. */
  relation(name: RelationName): string;
  /** a subquery in FROM may stand without an alias, so that a template can give its own behind it; absent: it may not */
  readonly namelessSubqueries?: boolean;
  /** a column's `dtype` in templates is its whole type, `DECIMAL(10,2)`; absent: length, precision and scale stand apart */
  readonly wholeTypes?: boolean;
  /** A string literal that holds any text. */
  string(text: string): string;
  /**
   * A condition on a column of times, `moment` as dbt writes it: `2024-01-01 00:00:00+00:00`. Absent: the database
   * compares with such a literal.
   */
  timeBound?(field: string, operator: '>=' | '<', moment: string): string;
  /** longest identifier, in bytes of UTF-8; null = no limit */
  readonly identifierBytes: number | null;
  /**
   * The column type that holds every value of an engine type, as DDL spells it. Throws a DvtError (DVT5xxx) that names
   * the column where there is none and says how to cast.
   */
  columnType(type: ColumnType, column: string): string;
  /**
   * Decides whether this source can filter by a condition. Of an AND, what cannot be sent is left out, and the rest is a
   * superset; everything else is sent whole or not at all.
   */
  pushdown(condition: Expression): Pushed | Local;
  /** Decides whether this source can compute a value such that it equals DuckDB's on every row. */
  expression(value: Expression): Expressed | Local;
  /** What `pushdown` and `expression` do by form; null = the engine reads the data itself and nothing is sent. */
  readonly forms: Readonly<Record<Form, FormSupport>> | null;
  /** What the kinds of values are that `forms` names, for the docs. */
  readonly kinds: Readonly<Record<string, string>>;
  /** most values that an IN list may have; absent: a scan is not narrowed by lists of keys, since the engine reads the data */
  readonly maxKeys?: number;
  /** What it computes of blocks; absent: nothing. */
  readonly blocks?: BlockDialect;
}
