/** What a piece of SQL text is. `name` is an unquoted identifier or a keyword. */
export type SqlTokenKind = 'space' | 'comment' | 'name' | 'quoted name' | 'string' | 'number' | 'parameter' | 'symbol';

/** A piece of SQL text: `sql.slice(start, end)`, offsets in UTF-16 code units. */
export interface SqlToken {
  readonly kind: SqlTokenKind;
  readonly start: number;
  readonly end: number;
}

const SPACE = /[\s\u00a0\u2000-\u200b\u3000\ufeff]+/y;
const NAME = /[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y;
const NUMBER = /0[xX][0-9A-Fa-f_]+|0[bB][01_]+|(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9]+)?/y;
const LINE_COMMENT = /--[^\n\r]*/y;
// Written without alternatives of one character, whose backtracking would overflow on a literal of megabytes.
const PLAIN_STRING = /'[^']*(?:''[^']*)*(?:'|$)/y;
const ESCAPE_STRING = /[eE]'[^'\\]*(?:(?:\\[\s\S]|'')[^'\\]*)*(?:'|$)/y;
const QUOTED_NAME = /"[^"]*(?:""[^"]*)*(?:"|$)/y;
const DOLLAR_TAG = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y;
const PARAMETER = /\$[0-9A-Za-z_]+|\?[0-9]*/y;

/**
 * Splits DuckDB's SQL into tokens that cover the whole text. Follows the scanner of DuckDB's parser (PostgreSQL's `scan.l`):
 * comments nest, `E''` alone knows backslashes, dollar quotes may carry a tag. Never throws: what is not closed ends with
 * the text, and DuckDB will say so.
 */
export function* sqlTokens(sql: string): Generator<SqlToken> {
  for (let start = 0; start < sql.length; ) {
    const [kind, end] = tokenAt(sql, start);
    yield { kind, start, end };
    start = end;
  }
}

function tokenAt(sql: string, at: number): [SqlTokenKind, number] {
  const match = (pattern: RegExp): number => {
    pattern.lastIndex = at;
    return pattern.test(sql) ? pattern.lastIndex : -1;
  };
  let end = match(SPACE);
  if (end > 0) return ['space', end];
  end = match(LINE_COMMENT);
  if (end > 0) return ['comment', end];
  if (sql.startsWith('/*', at)) return ['comment', blockCommentEnd(sql, at)];
  end = match(PLAIN_STRING);
  if (end > 0) return ['string', end];
  end = match(ESCAPE_STRING);
  if (end > 0) return ['string', end];
  end = match(QUOTED_NAME);
  if (end > 0) return ['quoted name', end];
  end = match(DOLLAR_TAG);
  if (end > 0) return ['string', dollarQuoteEnd(sql, at, end)];
  end = match(NAME);
  if (end > 0) return ['name', end];
  end = match(NUMBER);
  if (end > 0) return ['number', end];
  end = match(PARAMETER);
  if (end > 0) return ['parameter', end];
  return ['symbol', at + 1];
}

function blockCommentEnd(sql: string, start: number): number {
  let depth = 0;
  for (let at = start; at < sql.length; ) {
    if (sql.startsWith('/*', at)) {
      depth++;
      at += 2;
    } else if (sql.startsWith('*/', at)) {
      depth--;
      at += 2;
      if (depth === 0) return at;
    } else at++;
  }
  return sql.length;
}

function dollarQuoteEnd(sql: string, start: number, bodyStart: number): number {
  const tag = sql.slice(start, bodyStart);
  const close = sql.indexOf(tag, bodyStart);
  return close < 0 ? sql.length : close + tag.length;
}

/** The identifier that a token names, its quotes removed; null for any other token. */
export function identifierOf(sql: string, token: SqlToken): string | null {
  if (token.kind === 'name') return sql.slice(token.start, token.end);
  if (token.kind !== 'quoted name') return null;
  return sql.slice(token.start + 1, token.end - 1).replaceAll('""', '"');
}

/**
 * The statement without what follows its last meaningful token (semicolons, comments, space), so that it can be put in
 * parentheses: a comment at the end would swallow the closing one.
 */
export function stripTrailingSemicolon(sql: string): string {
  let end = 0;
  for (const token of sqlTokens(sql)) {
    const separator = token.kind === 'symbol' && sql[token.start] === ';';
    if (token.kind !== 'space' && token.kind !== 'comment' && !separator) end = token.end;
  }
  return sql.slice(0, end);
}

/** The statements of a text, each without its semicolon and without comments at its end; empty ones are left out. */
export function splitStatements(sql: string): readonly string[] {
  const statements: string[] = [];
  let start = 0;
  for (const token of sqlTokens(sql)) {
    if (token.kind !== 'symbol' || sql[token.start] !== ';') continue;
    statements.push(sql.slice(start, token.start));
    start = token.end;
  }
  statements.push(sql.slice(start));
  return statements.map(stripTrailingSemicolon).filter((statement) => statement !== '');
}
