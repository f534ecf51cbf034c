import { typeName } from '../../core/type-name.js';
import type { RelationColumn } from '../../spi/relation.js';
import { quoteString } from '../duckdb/quoting.js';
import { FORMATS } from './formats.js';
import type { Location } from './location.js';
import type { Folder, ReadOptions } from './profile.js';

type Typed = Pick<RelationColumn, 'name' | 'type'>;

/**
 * The engine's table expression for a location. With `columns`, text formats are read in those types: what was found when
 * the relation was described holds for the scan too, and a column fetched as text is never anything else in between.
 */
export function readExpression(folder: Folder, location: Location, columns: readonly Typed[] | null): string {
  if (location.kind === 'expression') return location.sql;
  const { reader, read } = FORMATS[location.format];
  const options: ReadOptions = { ...read, ...folder.options[location.format] };
  const parts = [quoteString(location.pattern)];
  for (const [name, value] of Object.entries(options)) parts.push(`${name} = ${optionText(value)}`);
  const fixed = reader === 'read_csv' ? 'types' : reader === 'read_json' ? 'columns' : null;
  if (columns && columns.length > 0 && fixed && !(fixed in options) && !('columns' in options)) {
    const types = columns.map(({ name, type }) => `${quoteString(name)}: ${quoteString(typeName(type))}`);
    parts.push(`${fixed} = {${types.join(', ')}}`);
  }
  return `${reader}(${parts.join(', ')})`;
}

function optionText(value: ReadOptions[string]): string {
  if (Array.isArray(value)) return `[${value.map(quoteString).join(', ')}]`;
  return typeof value === 'string' ? quoteString(value) : String(value);
}
