/** A condition in the source's dialect. */
export interface Pushed {
  readonly sql: string;
  /** `exact`: true, false and NULL where DuckDB's is; `superset`: true for more rows, never for fewer */
  readonly class: 'exact' | 'superset';
  /** rows come along whose value the reader must see and refuse, whatever the condition says of them */
  readonly guarded?: true;
}

/** Why an expression is not sent. */
export interface Local {
  readonly class: 'local';
  readonly reason: string;
}

/** A value in the source's dialect, equal to DuckDB's on every row; of which type the source makes it is the dialect's. */
export interface Expressed {
  readonly sql: string;
  readonly class: 'exact';
  /** the dialect's name for how values of it compare, as in its table of forms: `integer`, `text` */
  readonly kind: string;
}

/** What one dialect says of one form for one combination of operands; data for the docs and for the proof. */
export interface FormClass {
  /** kinds of the operands, as the dialect calls them; the last one stands for all further ones */
  readonly operands: readonly string[];
  readonly class: 'exact' | 'superset';
  /** what the reader of the docs should know */
  readonly note?: string;
}

/** All that a dialect says of one form. */
export interface FormSupport {
  /** in the order of preference; empty = never sent */
  readonly classes: readonly FormClass[];
  /** why it stays local for any other operands */
  readonly otherwise: string;
}
