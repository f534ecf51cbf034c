/** What SQLite's values are in JavaScript: integers are bigint, so that 1 and 1.0 stay apart. */
export type SqliteValue = null | bigint | number | string | Uint8Array;

export interface Rows {
  /** `type` is the declared type, '' for an expression */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly SqliteValue[])[];
  /** rows that a statement without a result changed */
  readonly changes?: number;
  /** a transaction is open after it */
  readonly inTransaction?: boolean;
}

/** One statement for a session's process. */
export interface Request {
  readonly id: number;
  readonly sql: string;
  /** rows to keep at most; null = all */
  readonly limit: number | null;
}

/** `errcode` is SQLite's result code; null = the process itself failed. */
export interface Refusal {
  readonly message: string;
  readonly errcode: number | null;
  /** character offset of a syntax error in the statement */
  readonly position?: number;
  /** the statement, of those that were sent, that failed */
  readonly statement?: string;
}

export type Response =
  | { readonly id: number; readonly result: Rows }
  | { readonly id: number; readonly refusal: Refusal };
