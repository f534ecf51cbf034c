import { stripTrailingSemicolon } from '../core/sql-lexer.js';
import type { MappedSql } from './mapped-sql.js';

/** Marks of databases whose strings, names or comments DuckDB's lexer would misread. */
const OTHER_LEXERS = /[\\`#]/;

/**
 * The statement without the semicolon at its end, so that it can stand inside another one. Of SQL that another lexer
 * than DuckDB's reads only what is a semicolon beyond doubt is taken off.
 */
export function statementOf(sql: MappedSql, federated: boolean): MappedSql {
  const safe = federated || !OTHER_LEXERS.test(sql.text);
  const length = safe ? stripTrailingSemicolon(sql.text).length : sql.text.replace(/[\s;]+$/, '').length;
  return sql.slice(0, length);
}
