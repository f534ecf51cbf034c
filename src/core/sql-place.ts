import { DvtError } from './errors.js';
import { identifierOf, sqlTokens, stripTrailingSemicolon } from './sql-lexer.js';

/** Where in SQL an error is, as the cause of a DvtError carries it. A database tells one of the first three. */
export interface SqlPlace {
  /** character offset in `statement`, or in the SQL that the work was about where there is none */
  readonly position?: number;
  /** a name or a value that the error is about */
  readonly mentioned?: string;
  /** the text from the place on, perhaps cut off */
  readonly rest?: string;
  /** what was sent, in which the user's SQL is a part */
  readonly statement?: string;
}

/** The place that an error carries, or null. */
function sqlPlaceOf(error: unknown): SqlPlace | null {
  const cause: unknown = error instanceof Error ? error.cause : null;
  if (typeof cause !== 'object' || cause === null) return null;
  const { position, mentioned, rest, statement } = cause as { readonly [key in keyof SqlPlace]?: unknown };
  if (position === undefined && mentioned === undefined && rest === undefined) return null;
  return {
    ...(typeof position === 'number' && { position }),
    ...(typeof mentioned === 'string' && { mentioned }),
    ...(typeof rest === 'string' && { rest }),
    ...(typeof statement === 'string' && { statement }),
  };
}

/** The error, its position said to be one in `statement`. */
export function inStatement(error: unknown, statement: string): unknown {
  const place = sqlPlaceOf(error);
  if (place === null || !(error instanceof DvtError) || place.statement !== undefined) return error;
  return new DvtError(error.diagnostics, { terminal: error.terminal, cause: { ...place, statement } });
}

/** The character offset in `sql`, a user's, that an error about a statement with it points at; null outside of it. */
export function offsetIn(error: unknown, sql: string): number | null {
  const place = sqlPlaceOf(error);
  if (place === null) return null;
  const { position, mentioned, rest, statement } = place;
  const part = statement === undefined ? { start: 0, length: sql.length } : partOf(statement, sql);
  if (part === null) return null;
  if (position !== undefined) {
    return position >= part.start && position <= part.start + part.length ? position - part.start : null;
  }
  if (rest !== undefined) return offsetOfRest(sql, rest);
  return mentioned === undefined ? null : offsetOfMention(sql, mentioned);
}

/** Where the user's SQL stands in a statement; null where it is another one, that of a hook or a macro. */
function partOf(statement: string, sql: string): { readonly start: number; readonly length: number } | null {
  // What comes after the last token of a query is left out where the query is put in parentheses.
  for (const part of [sql, stripTrailingSemicolon(sql)]) {
    const start = statement.indexOf(part);
    if (start >= 0) return { start, length: part.length };
  }
  return null;
}

/** What follows the user's SQL in its statement may be part of the text: its beginning is searched, ever less of it. */
function offsetOfRest(sql: string, rest: string): number | null {
  if (rest.trim() === '') return sql.trimEnd().length;
  for (const text of [rest, rest.split('\n')[0] ?? '']) {
    const at = text === '' ? -1 : sql.lastIndexOf(text);
    if (at >= 0) return at;
  }
  return offsetOfMention(sql, /^[\w$]+|^\S/.exec(rest)?.[0] ?? rest);
}

/** The first name or literal that is `mentioned`, of which `t.c` may be written as `c`. */
function offsetOfMention(sql: string, mentioned: string): number | null {
  const tokens = [...sqlTokens(sql)];
  const last = mentioned.split('.').at(-1) ?? mentioned;
  for (const wanted of new Set([mentioned, last])) {
    for (const token of tokens) {
      const text =
        token.kind === 'string' ? sql.slice(token.start + 1, token.end - 1) : (identifierOf(sql, token) ?? null);
      if (text === null || text.toLowerCase() !== wanted.toLowerCase()) continue;
      return token.start;
    }
  }
  return null;
}
