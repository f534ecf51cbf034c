import type { ColumnType } from './column-type.js';
import type { Local, Predicate, Pushed } from './predicate.js';
import type { RelationName } from './relation.js';

/** How one database writes SQL. Pure and synchronous. */
export interface Dialect {
  /** the prefix of `adapter.dispatch`, e.g. `postgres` */
  readonly name: string;
  /** Quotes any legal identifier. */
  quote(identifier: string): string;
  /** A relation's full name as this database's SQL spells it, levels that are null left out. */
  relation(name: RelationName): string;
  /** A string literal that holds any text. */
  string(text: string): string;
  /** longest identifier, in bytes of UTF-8; null = no limit */
  readonly identifierBytes: number | null;
  /**
   * The column type that holds every value of an engine type, as DDL spells it. Throws a DvtError (DVT5xxx) that names
   * the column where there is none and says how to cast.
   */
  columnType(type: ColumnType, column: string): string;
  /** Decides whether this source can filter by `predicate`. */
  pushdown(predicate: Predicate): Pushed | Local;
}
