/** An identifier in double quotes (https://duckdb.org/docs/stable/sql/dialect/keywords_and_identifiers). */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A string literal. Backslashes mean nothing; a NUL, which ends the statement's text, is written as `chr(0)`. */
export function quoteString(text: string): string {
  const quoted = text.split('\0').map((part) => `'${part.replaceAll("'", "''")}'`);
  return quoted.length === 1 ? quoted[0]! : `(${quoted.join(' || chr(0) || ')})`;
}
