/** A comment, a string, a name in any of SQLite's quotes, or a semicolon between statements. */
const TOKENS =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'[^']*(?:''[^']*)*(?:'|$)|"[^"]*(?:""[^"]*)*(?:"|$)|`[^`]*(?:``[^`]*)*(?:`|$)|\[[^\]]*(?:\]|$)|;/g;

/** Its body holds statements, up to the `end` that stands before a semicolon. */
const TRIGGER = /^(\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*create\s+(temp|temporary)?\s*trigger\b(?![\s\S]*\bend\s*$)/i;

/** The statements of a text, for a client that compiles one at a time; empty ones are left out. */
export function splitStatements(sql: string): readonly string[] {
  const statements: string[] = [];
  let start = 0;
  for (const { 0: token, index } of sql.matchAll(TOKENS)) {
    if (token !== ';' || TRIGGER.test(sql.slice(start, index))) continue;
    statements.push(sql.slice(start, index));
    start = index + 1;
  }
  statements.push(sql.slice(start));
  return statements.filter((statement) => statement.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, '').trim() !== '');
}
