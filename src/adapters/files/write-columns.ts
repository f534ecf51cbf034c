import { DvtError } from '../../core/errors.js';
import type { ColumnType, ResultColumn } from '../../spi/column-type.js';
import { quoteIdentifier, quoteString } from '../duckdb/quoting.js';
import type { Format } from './formats.js';

/**
 * Engine SQL for a column of a result, so that the file holds every value as it is. Where the engine's writer would change
 * one silently (HUGEINT becomes a double in Parquet, NaN is no JSON), the value is cast to a type that holds it, or
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

const exactInteger: Rule = (column) => `cast(${column} as decimal(38,0))`;

const PARQUET: Readonly<Record<string, Rule>> = {
  hugeint: exactInteger,
  uhugeint: exactInteger,
  interval(_, name) {
    throw new DvtError({
      code: 'DVT5601',
      message: `column ${name} is an interval, which Parquet holds in milliseconds only`,
      hint: `Cast it in the model: cast(${name} as varchar)`,
    });
  },
  other(column, name, type) {
    if (type.kind === 'other' && /^(ENUM|MAP|TIMESTAMP)/.test(type.name)) return column;
    throw new DvtError({
      code: 'DVT5601',
      message: `column ${name} is ${type.kind === 'other' ? type.name : type.kind}, which Parquet has no type for`,
      hint: `Cast it in the model: cast(${name} as varchar)`,
    });
  },
};

const finite: Rule = (column, name) => {
  const message = quoteString(`column ${name}: JSON holds no NaN and no infinity; cast it to varchar in the model`);
  return `case when ${column} is null or isfinite(${column}) then ${column} else error(${message}) end`;
};

const JSON_RULES: Readonly<Record<string, Rule>> = {
  float32: finite,
  float64: finite,
};
