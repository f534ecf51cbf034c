import { typeName } from '../../core/type-name.js';
import type { Dialect } from '../../spi/dialect.js';
import { quoteIdentifier, quoteString } from './quoting.js';

const ENGINE_READS = {
  class: 'local',
  reason: 'the engine reads the data itself, and filters while it reads',
} as const;

/** DuckDB's own SQL. */
export const dialect: Dialect = {
  name: 'duckdb',
  namelessSubqueries: true,
  wholeTypes: true,
  quote: quoteIdentifier,
  relation: ({ database, schema, identifier }) =>
    [database, schema, identifier]
      .filter((level) => level !== null)
      .map(quoteIdentifier)
      .join('.'),
  string: quoteString,
  identifierBytes: null,
  columnType: typeName,
  pushdown: () => ENGINE_READS,
  expression: () => ENGINE_READS,
  forms: null,
  kinds: {},
};
