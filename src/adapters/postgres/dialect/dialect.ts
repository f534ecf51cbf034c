import type { Dialect } from '../../../spi/dialect.js';
import { columnType } from '../types/column-types.js';
import { blocks } from './blocks.js';
import { KINDS } from './leaves.js';
import { expression, forms, pushdown } from './pushdown.js';
import { quoteIdentifier, quoteString, relationSql } from './quoting.js';

/** NAMEDATALEN - 1 */
export const IDENTIFIER_BYTES = 63;

export const dialect: Dialect = {
  name: 'postgres',
  quote: quoteIdentifier,
  relation: (name) => (name.database === null ? '' : `${quoteIdentifier(name.database)}.`) + relationSql(name),
  string: quoteString,
  identifierBytes: IDENTIFIER_BYTES,
  columnType,
  pushdown,
  maxKeys: 300_000,
  expression,
  forms,
  kinds: KINDS,
  blocks,
};
