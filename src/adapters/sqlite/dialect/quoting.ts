/** An identifier in double quotes (https://www.sqlite.org/lang_keywords.html). */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A string literal; a NUL, which would end the statement, is written as `char(0)`. */
export function quoteString(text: string): string {
  const quoted = text.split('\0').map((part) => `'${part.replaceAll("'", "''")}'`);
  return quoted.length === 1 ? quoted[0]! : `(${quoted.join('||char(0)||')})`;
}
