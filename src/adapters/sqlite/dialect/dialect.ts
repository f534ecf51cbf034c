import type { Dialect } from '../../../spi/dialect.js';
import { columnType } from './column-type.js';
import { KINDS } from './leaves.js';
import { expression, forms, pushdown } from './pushdown.js';
import { quoteIdentifier, quoteString } from './quoting.js';

/** SQLite's SQL (https://www.sqlite.org/lang.html). */
export const dialect: Dialect = {
  name: 'sqlite',
  namelessSubqueries: true,
  quote: quoteIdentifier,
  relation: ({ schema, identifier }) =>
    schema === null ? quoteIdentifier(identifier) : `${quoteIdentifier(schema)}.${quoteIdentifier(identifier)}`,
  string: quoteString,
  // Times are texts, with or without a time of day: both sides in one form.
  timeBound: (field, operator, moment) => `datetime(${field}) ${operator} datetime('${moment}')`,
  identifierBytes: null,
  columnType,
  pushdown,
  maxKeys: 30_000,
  expression,
  forms,
  kinds: KINDS,
};
