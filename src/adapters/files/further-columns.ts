import type { ResultColumn } from '../../spi/column-type.js';
import type { EngineSql } from '../../spi/engine.js';
import { quoteString } from '../duckdb/quoting.js';
import { FORMATS } from './formats.js';
import type { Location } from './location.js';
import type { Folder } from './profile.js';
import { readExpression } from './read-expression.js';

/** Text files are looked through to find their columns. */
const MOST_TEXT_FILES = 100;

/**
 * Columns of a pattern's other files that its first has not. The engine takes the first file's and says nothing of them. None where
 * the profile says how files are put together.
 */
export async function furtherColumns(
  sql: EngineSql,
  folder: Folder,
  location: Location,
  columns: readonly ResultColumn[],
): Promise<readonly string[]> {
  if (location.kind === 'expression' || 'union_by_name' in (folder.options[location.format] ?? {})) return [];
  const { reader } = FORMATS[location.format];
  // Objects of JSON have the fields that they have, and all are looked for.
  if (reader === 'read_json' || !/[*?[]/.test(location.pattern)) return [];
  const { rows } = await sql.query(`select count(*) from glob(${quoteString(location.pattern)})`);
  const files = Number(rows[0]?.[0] ?? 0);
  if (files < 2 || (reader === 'read_csv' && files > MOST_TEXT_FILES)) return [];
  const options = { ...folder.options, [location.format]: { ...folder.options[location.format], union_by_name: true } };
  const union = await sql.columns(`from ${readExpression({ ...folder, options }, location, null)}`);
  const known = new Set(columns.map(({ name }) => name.toLowerCase()));
  return union.map(({ name }) => name).filter((name) => !known.has(name.toLowerCase()));
}
