import type { Dialect } from '../../../spi/dialect.js';
import { blocks } from './blocks.js';
import { columnType } from './column-type.js';
import { KINDS } from './leaves.js';
import { expression, forms, pushdown } from './pushdown.js';
import { IDENTIFIER_LIMIT, quote, relation, string } from './quote.js';

/** MySQL's and MariaDB's SQL. */
export const dialect: Dialect = {
  name: 'mysql',
  quote,
  relation,
  string,
  // Sessions are in UTC, and MariaDB takes no offset in a literal.
  timeBound: (field, operator, moment) => `${field} ${operator} '${moment.replace(/\+00:00$/, '')}'`,
  identifierBytes: IDENTIFIER_LIMIT,
  columnType,
  pushdown,
  maxKeys: 100_000,
  expression,
  forms,
  kinds: KINDS,
  blocks,
};
