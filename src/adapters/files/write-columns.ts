import { DvtError } from '../../core/errors.js';
import { parseableJson, writtenAsJson } from '../../core/nested-json.js';
import { typeName } from '../../core/type-name.js';
import type { ColumnType, ResultColumn } from '../../spi/column-type.js';
import { quoteIdentifier, quoteString } from '../duckdb/quoting.js';
import type { Format } from './formats.js';

/**
 * Engine SQL for a column of a result, so that the file holds every value as it is. Where the engine's writer would change
 * one silently (HUGEINT becomes a double in Parquet, NaN is no JSON), at any depth, the value is cast to a type that holds it, or
 * refused by an error in the query. Throws a DvtError for a type that the format cannot hold.
 */
export function writtenColumn({ name, type }: ResultColumn, format: Format, given: string | undefined): string {
  const column = quoteIdentifier(name);
  if (given !== undefined) return `cast(${column} as ${given}) as ${column}`;
  const rule = (format === 'parquet' ? PARQUET : format === 'csv' || format === 'tsv' ? NOTHING : JSON_RULES)[
    type.kind
  ];
  return rule === undefined ? column : `${rule(column, name, type)} as ${column}`;
}

type Rule = (column: string, name: string, type: ColumnType) => string;

const NOTHING: Readonly<Record<string, Rule>> = {};

/** The type without quoted names and labels, for a look at the types within. */
const bare = (type: ColumnType): string => typeName(type).replace(/"(""|[^"])*"|'(''|[^'])*'/g, '""');

const refused = (name: string, what: string): DvtError =>
  new DvtError({
    code: 'DVT5601',
    message: `column ${name} ${what}`,
    hint: `Cast it in the model: cast(${name} as varchar)`,
  });

/** What Parquet has no type for, at any depth; arrays of a fixed length have none either. */
const NOT_IN_PARQUET = /\b(TIME WITH TIME ZONE|TIME_NS|BIT|UNION|BIGNUM|VARIANT|GEOMETRY)\b|\[\d+\]/;

const parquet: Rule = (column, name, type) => {
  const within = bare(type);
  if (/\bINTERVAL\b/.test(within)) {
    throw refused(
      name,
      `${type.kind === 'interval' ? 'is' : 'holds'} an interval, which Parquet holds in milliseconds only`,
    );
  }
  const without = NOT_IN_PARQUET.exec(within)?.[0];
  if (without !== undefined) throw refused(name, `is ${typeName(type)}, which Parquet has no type for`);
  // DuckDB would write a double in its place.
  return /\bU?HUGEINT\b/.test(within) ? `cast(${column} as ${withoutHugeint(type)})` : column;
};

function withoutHugeint(type: ColumnType): string {
  return typeName(type).replace(/"(?:""|[^"])*"|'(?:''|[^'])*'|\bU?HUGEINT\b/g, (part) =>
    part.endsWith('HUGEINT') ? 'DECIMAL(38,0)' : part,
  );
}

const finite: Rule = (column, name) => {
  const message = quoteString(`column ${name}: JSON holds no NaN and no infinity; cast it to varchar in the model`);
  return `case when ${column} is null or isfinite(${column}) then ${column} else error(${message}) end`;
};

const PARQUET: Readonly<Record<string, Rule>> = {
  hugeint: parquet,
  uhugeint: parquet,
  interval: parquet,
  // Readers of Parquet parse what a column of JSON holds.
  json: (column, name) => parseableJson(column, column, name),
  list: parquet,
  struct: parquet,
  other: parquet,
};

const JSON_RULES: Readonly<Record<string, Rule>> = {
  float32: finite,
  float64: finite,
  json: writtenAsJson,
  list: writtenAsJson,
  struct: writtenAsJson,
  other: writtenAsJson,
};
