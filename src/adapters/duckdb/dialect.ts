import type { Dialect } from '../../spi/dialect.js';
import { quoteIdentifier, quoteString } from './quoting.js';
import { sqlType } from './sql-type.js';

const ENGINE_READS = {
  class: 'local',
  reason: 'the engine reads the data itself, and filters while it reads',
} as const;

/** DuckDB's own SQL. */
export const dialect: Dialect = {
  name: 'duckdb',
  quote: quoteIdentifier,
  relation: ({ database, schema, identifier }) =>
    [database, schema, identifier]
      .filter((level) => level !== null)
      .map(quoteIdentifier)
      .join('.'),
  string: quoteString,
  identifierBytes: null,
  columnType: sqlType,
  pushdown: () => ENGINE_READS,
  expression: () => ENGINE_READS,
  forms: null,
  kinds: {},
};
