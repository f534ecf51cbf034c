import type { SessionOptions } from '../profile/session-options.js';

/** A column of a staging table. */
export interface StagingColumn {
  readonly name: string;
  /** as DDL spells it */
  readonly columnType: string;
}

/** Argument of `openWriter`. Structured-clonable; it holds the password and is never logged. */
export interface LoadData {
  readonly session: SessionOptions;
  /** quoted name of the staging table */
  readonly staging: string;
  readonly columns: readonly StagingColumn[];
  /** what follows the columns in CREATE TABLE: '' or a character set */
  readonly tableOptions: string;
  /** false: the server refuses LOAD DATA LOCAL, rows are inserted */
  readonly localFiles: boolean;
}
