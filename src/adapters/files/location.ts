import { isAbsolute, join } from 'node:path';
import { DvtError } from '../../core/errors.js';
import { sqlTokens } from '../../core/sql-lexer.js';
import { quoteString } from '../duckdb/quoting.js';
import { findFile } from './file-name.js';
import { type Format, formatOf } from './formats.js';
import type { Folder } from './profile.js';

/** Where a relation's rows lie. */
export type Location =
  /** a path or pattern, absolute, as DuckDB's functions take it */
  | { readonly kind: 'path'; readonly pattern: string; readonly format: Format }
  /** a table expression that the user wrote */
  | { readonly kind: 'expression'; readonly sql: string };

/**
 * Finds a relation. Its identifier is the name of a file without ending (`orders`), or what a source's
 * `meta.external_location` says (the manifest hands it over as the identifier, `{name}` filled in): a path or a pattern
 * (`raw/orders_*.csv`), or a call of a table function (`read_csv('raw/orders.csv', delim = ';')`). Relative paths start
 * from the profile's `path`. Null where no file has the name; a pattern is not looked up here.
 */
export async function locate(folder: Folder, schema: string | null, identifier: string): Promise<Location | null> {
  const file = await findFile(folder, schema, identifier);
  if (file !== null) {
    const format = formatOf(file.replace(/\.tmp$/, '')) ?? folder.format;
    return { kind: 'path', pattern: literalPattern(file), format };
  }
  if (/^\s*\w+\s*\(/.test(identifier)) return { kind: 'expression', sql: absoluteArguments(identifier, folder) };
  const path = identifier.replace(/^'(.*)'$/s, '$1');
  const format = formatOf(path);
  if (!/[/\\*]/.test(path) && format === null) return null;
  if (/^\w+:\/\//.test(path)) {
    throw new DvtError({
      code: 'DVT4601',
      message: `Connection ${folder.connection}: ${path} is not a local file, and dvt loads no extension that fetches one`,
      hint: 'Copy the file, and give its path.',
    });
  }
  const pattern = isAbsolute(path) ? path : join(folder.root, path);
  return { kind: 'path', pattern, format: format ?? folder.format };
}

/** A path in which no character is part of a pattern. */
function literalPattern(path: string): string {
  return path.replace(/[*?[]/g, '[$&]');
}

/** The strings of a call's first argument, which are paths, made absolute. */
function absoluteArguments(sql: string, folder: Folder): string {
  let depth = 0;
  let first = true;
  let result = '';
  for (const token of sqlTokens(sql)) {
    const text = sql.slice(token.start, token.end);
    if (token.kind === 'symbol') {
      if ('(['.includes(text)) depth++;
      if (')]'.includes(text)) depth--;
      if (text === ',' && depth === 1) first = false;
    }
    const isPath = first && token.kind === 'string' && text.startsWith("'");
    result += isPath ? quoteString(absolute(text.slice(1, -1).replaceAll("''", "'"), folder)) : text;
  }
  return result;
}

function absolute(path: string, { root }: Folder): string {
  return isAbsolute(path) || /^\w+:\/\//.test(path) ? path : join(root, path);
}
