import type { Dialect } from '../../../spi/dialect.js';
import { columnType } from './column-type.js';
import { pushdown } from './pushdown.js';
import { IDENTIFIER_LIMIT, quote, relation, string } from './quote.js';

/** MySQL's and MariaDB's SQL. */
export const dialect: Dialect = {
  name: 'mysql',
  quote,
  relation,
  string,
  identifierBytes: IDENTIFIER_LIMIT,
  columnType,
  pushdown,
};
