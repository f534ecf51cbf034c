/**
 * A token of MySQL's SQL: comments (`-- ` needs the blank, `#` does not), strings with backslashes, quoted names, or a
 * semicolon between statements. The lengths of comments that hold code are comments too.
 */
const TOKENS =
  /--(?=[\s\x00-\x1f]|$)[^\n]*|#[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'[^'\\]*(?:(?:\\[\s\S]|'')[^'\\]*)*(?:'|$)|"[^"\\]*(?:(?:\\[\s\S]|"")[^"\\]*)*(?:"|$)|`[^`]*(?:``[^`]*)*(?:`|$)|;/g;

/** A body with semicolons of its own: what it says is one statement, to the end of the text. */
const COMPOUND = /^\s*create\s+(or\s+replace\s+)?(definer\s*=\s*\S+\s+)?(trigger|procedure|function|event|package)\b/i;

/** The statements of a text, for a server that takes one at a time; empty ones are left out. */
export function splitStatements(sql: string): readonly string[] {
  const statements: string[] = [];
  let start = 0;
  for (const { 0: token, index } of sql.matchAll(TOKENS)) {
    if (token !== ';' || COMPOUND.test(sql.slice(start, index))) continue;
    statements.push(sql.slice(start, index));
    start = index + 1;
  }
  statements.push(sql.slice(start));
  return statements.filter(saysSomething);
}

function saysSomething(statement: string): boolean {
  // A comment of the form /*! ... */ is code.
  return statement.replace(TOKENS, (token) => (/^(--|#|\/\*(?!M?!))/.test(token) ? '' : token)).trim() !== '';
}
