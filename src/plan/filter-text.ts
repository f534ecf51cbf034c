import { sqlTokens } from '../core/sql-lexer.js';

/**
 * A filter as DuckDB's plan prints it, made parseable: the marks `optional:` go. An optional filter is a necessary
 * condition, so it may be applied. Where DuckDB joins filters by AND without parentheses, a parser reads an OR among them
 * more loosely than it was meant; that keeps more rows, never fewer.
 */
export function parseableFilter(text: string): string {
  let result = '';
  let skipColon = false;
  for (const token of sqlTokens(text)) {
    const piece = text.slice(token.start, token.end);
    if (skipColon) {
      skipColon = false;
      if (piece.startsWith(':')) {
        result += piece.slice(1);
        continue;
      }
      result += 'optional';
    }
    if (token.kind === 'name' && piece === 'optional') skipColon = true;
    else result += piece;
  }
  return result.trim();
}
