import type { Adapter } from '#dvt/spi/adapter.js';
import type { ColumnType } from '#dvt/spi/column-type.js';

/** A database that the suite may fill and change at will. */
export interface ConformanceDatabase {
  /** the adapter's profile fields */
  readonly profile: Readonly<Record<string, unknown>>;
  /** Runs SQL past the adapter; values as the database itself prints them. */
  query(sql: string): Promise<(string | null)[][]>;
  /** Another session, for what must run beside; without it the concurrent tests use `query`. */
  session?(): Promise<{ query(sql: string): Promise<(string | null)[][]>; end(): Promise<void> }>;
  drop(): Promise<void>;
}

/** Values of one type of the source. */
export interface TypeSample {
  /** the column's type in DDL */
  readonly ddl: string;
  /** SQL literals, boundary values included; each is a row, and a NULL is added */
  readonly literals: readonly string[];
  /** SQL by which the source prints the column `$` in the form of `canonicalText`; default `$` as it is printed */
  readonly print?: string;
  /** the engine type it must be fetched as, where that is no matter of taste */
  readonly type?: ColumnType;
  /** literals that no engine type holds: the scan must fail naming the column */
  readonly refused?: readonly string[];
  /**
   * What stands in the database after the fetched value was loaded back, from its canonical text; null: the type
   * cannot be loaded here, and the load must be refused with a DvtError. Default: the same text.
   */
  readonly loaded?: ((text: string) => string) | null;
}

/** A property of a table that must survive its replacement. */
interface KeptProperty {
  readonly name: string;
  /** SQL that gives the relation `table` the property */
  prepare(table: string, identifier: string): readonly string[];
  /** SQL whose result shows it; must not be empty, and equal before and after */
  show(table: string, identifier: string): string;
}

/** A profile that must not connect. */
interface BadProfile {
  readonly name: string;
  readonly change: Readonly<Record<string, unknown>>;
  /** what the message must say */
  readonly message: RegExp;
}

/** Opens databases of one kind. */
export type DatabaseOptions = Pick<ConformanceOptions, 'adapter' | 'open' | 'createTable' | 'relation'>;

/**
 * What the suite cannot find out from the adapter's capabilities. Every behaviour is tested; one that a database does
 * not have is left out here by its own field being absent or null.
 */
export interface ConformanceOptions {
  readonly adapter: Adapter;
  open(): Promise<ConformanceDatabase>;
  readonly samples: readonly TypeSample[];
  /** Creates a table from columns (name, DDL) and rows of literals; default: CREATE TABLE and INSERT. */
  createTable?(
    database: ConformanceDatabase,
    identifier: string,
    columns: readonly (readonly [name: string, ddl: string])[],
    rows: readonly (readonly string[])[],
  ): Promise<void>;
  /** How `query` names a relation; default: as the dialect spells its complete name. */
  relation?(database: ConformanceDatabase, identifier: string): string;
  /** legal names that this database refuses, of those in `names.ts` */
  readonly illegalNames?: readonly string[];
  /** columns `Id` and `id` may stand side by side */
  readonly caseSensitiveColumns: boolean;
  /** DDL of a table without columns; null = not legal here */
  readonly zeroColumns: ((table: string) => string) | null;
  /** text of any length in DDL; default `text` */
  readonly longText?: string;
  /** most columns of a table, where that is below 1,000 */
  readonly maxColumns?: number;
  /** statements that create a partitioned table (id integer, region varchar(20)) with partitions for 1 to 10 and 11 to 20 */
  readonly partitioned: ((table: string) => readonly string[]) | null;
  /** a query that runs for a minute and yields one row at its end, for cancelling */
  readonly slowQuery: string | null;
  /** SQL that counts the statements running on the server that contain `marker`, itself excluded */
  readonly runningStatements?: (marker: string) => string;
  readonly kept: readonly KeptProperty[];
  readonly badProfiles: readonly BadProfile[];
  /** SQL that creates a user with the right to log in and nothing else; its profile fields. null = no users here */
  readonly stranger: {
    readonly sql: readonly string[];
    readonly profile: Readonly<Record<string, unknown>>;
    readonly drop: readonly string[];
  } | null;
  /** the engine's SQL of a one-column query whose value the target cannot hold; null = it holds everything */
  readonly unloadable: string | null;
}
