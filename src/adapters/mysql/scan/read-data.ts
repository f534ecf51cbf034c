import type { ColumnType } from '../../../spi/column-type.js';

/** A column of a scan's result set, as its reader needs to know it. */
interface ReadColumn {
  readonly name: string;
  readonly nativeType: string;
  /** what the batch carries */
  readonly type: ColumnType;
  /** true: the user asked for `type`, every value is checked */
  readonly cast: boolean;
}

/** Argument of the reader's `read`. Structured-clonable. */
export interface ReadData {
  /** the relation as messages name it */
  readonly relation: string;
  /** a comment at the start of the statement by which the server's process list knows it */
  readonly token: string;
  /** the statement, without the comment */
  readonly sql: string;
  /** empty: rows are counted, the statement selects one constant */
  readonly columns: readonly ReadColumn[];
}

/** What `Connection.cancel` gets: the session's number, and the statement's token, since numbers are used again. */
export interface CancelKey {
  readonly id: string;
  readonly token: string;
}

/** The comment that marks a statement. */
export function marked(sql: string, token: string): string {
  return `/* dvt ${token} */ ${sql}`;
}
