/**
 * The types a column can have between a source, the engine and a target. They are DuckDB's logical types
 * (https://duckdb.org/docs/stable/sql/data_types/overview); a batch carries them in DuckDB's vector layout.
 */
export type ColumnType =
  | { readonly kind: ScalarKind }
  /** precision 1 to 38, scale 0 to precision */
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  /** Results only: a source never delivers nested values in batches. */
  | { readonly kind: 'list'; readonly element: ColumnType }
  | { readonly kind: 'struct'; readonly fields: readonly { readonly name: string; readonly type: ColumnType }[] }
  /** A type of the engine that has no equal elsewhere (ENUM, MAP, UNION ...), as the engine spells it. */
  | { readonly kind: 'other'; readonly name: string };

export type ScalarKind =
  | 'boolean'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'hugeint'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'uhugeint'
  | 'float32'
  | 'float64'
  /** days since 1970-01-01; int32 minimum + 1 and maximum are -infinity and infinity */
  | 'date'
  /** microseconds since midnight, 24:00:00 included */
  | 'time'
  /** microseconds since 1970-01-01 00:00:00, without a zone; int64 minimum + 1 and maximum are -infinity and infinity */
  | 'timestamp'
  /** microseconds since 1970-01-01 00:00:00 UTC */
  | 'timestamptz'
  /** int32 months, int32 days, int64 microseconds */
  | 'interval'
  | 'uuid'
  /** UTF-8, NUL allowed */
  | 'varchar'
  /** the text of a JSON document, kept as the source wrote it */
  | 'json'
  | 'blob';

/** A column of a query's result. */
export interface ResultColumn {
  readonly name: string;
  readonly type: ColumnType;
}
