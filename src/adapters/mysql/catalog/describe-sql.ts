import { string } from '../dialect/quote.js';

/** A relation to look up: the database and the table's name. */
export interface Lookup {
  readonly database: string;
  readonly table: string;
}

/**
 * Different values of an index's first column. MariaDB up to 10 halves the rows of each value before it divides by them, so
 * that its optimizer likes indexes better (innodb_rec_per_key), and so tells twice as many values as it counted.
 */
const CARDINALITY = `case when seq_in_index > 1 then null when version() regexp '^(5|10)[.].*MariaDB' then cardinality div 2 else cardinality end`;

/**
 * One statement that describes all relations: for each a row of its own (`column` is null), a row a column, in the order of
 * `at` and `position`, and a row a column of each index. Every relation is looked up by constants in selects of its own:
 * for anything else MariaDB reads the definitions of every table of the server.
 */
export function describeSql(lookups: readonly Lookup[]): string {
  return `${lookups
    .flatMap(({ database, table }, at) => {
      const where = `where table_schema = ${string(database)} and table_name = ${string(table)}`;
      return [
        `select ${at} as at, 0 as position, table_schema, table_name, table_type as kind, table_rows as row_estimate,
  data_length + index_length as bytes, null as column_name, null as column_type, null as nullable, null as collation, null as extra, table_comment as comment
from information_schema.tables ${where}`,
        `select ${at}, ordinal_position, table_schema, table_name, null, null, null, column_name, column_type, is_nullable, collation_name, extra, column_comment
from information_schema.columns ${where}`,
        `select ${at}, ${KEY_POSITION}, table_schema, table_name, index_name, ${CARDINALITY}, null, column_name, sub_part, nullable, null, non_unique, null
from information_schema.statistics ${where}`,
      ];
    })
    .join('\nunion all\n')}\norder by 1, 2`;
}

/**
 * In place of a column's position: the row is one column of an index, whose name is in `kind`, the column's prefix in
 * `columnType`, the different values of an index's first column in `rows`, and in `extra` 0 for a unique one.
 */
export const KEY_POSITION = 100_000;

/** Columns of the answer. */
export const DescribeColumn = {
  at: 0,
  position: 1,
  database: 2,
  table: 3,
  kind: 4,
  rows: 5,
  bytes: 6,
  column: 7,
  columnType: 8,
  nullable: 9,
  collation: 10,
  extra: 11,
  comment: 12,
} as const;
