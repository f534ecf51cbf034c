/** A small result held in memory: `run_query`, `dvt show`. */
export interface ResultTable {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /**
   * null, boolean, number (integers up to 2^53 and floating point), bigint, Date never: dates, times, decimals and
   * everything else are strings in the database's own text form.
   */
  readonly rows: readonly (readonly ResultValue[])[];
}

export type ResultValue = null | boolean | number | bigint | string;
