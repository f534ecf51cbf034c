import type { ColumnType } from './column-type.js';
import type { RelationColumn } from './relation.js';

/**
 * A filter that the planner found for a scan, in a form every dialect can look at. Meaning: DuckDB's. AND and OR are the
 * planner's; a dialect is asked about their leaves.
 */
export type Predicate =
  | {
      readonly form: 'compare';
      readonly operator: '=' | '<>' | '<' | '<=' | '>' | '>=';
      readonly left: RelationColumn;
      readonly right: RelationColumn | Literal;
    }
  | { readonly form: 'between'; readonly column: RelationColumn; readonly low: Literal; readonly high: Literal }
  | { readonly form: 'in'; readonly column: RelationColumn; readonly values: readonly Literal[] }
  | { readonly form: 'is null' | 'is not null'; readonly column: RelationColumn }
  /** a boolean column that must be true, or false */
  | { readonly form: 'is true' | 'is false'; readonly column: RelationColumn }
  | {
      readonly form: 'prefix' | 'suffix' | 'contains';
      readonly column: RelationColumn;
      /** the text sought, without wildcards */
      readonly text: string;
    };

/** A constant. `value` is canonical text: digits for numbers, ISO 8601 for dates and times (UTC for timestamptz). */
export interface Literal {
  readonly type: ColumnType;
  readonly value: string;
}

export function isLiteral(operand: RelationColumn | Literal): operand is Literal {
  return 'value' in operand;
}

/** A predicate in the source's dialect. */
export interface Pushed {
  readonly sql: string;
  /** `exact`: keeps just the rows that DuckDB would keep; `superset`: keeps more, never fewer */
  readonly class: 'exact' | 'superset';
}

/** Why a predicate is not sent. */
export interface Local {
  readonly class: 'local';
  readonly reason: string;
}
