/** An identifier in DuckDB's quotes. */
export function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** A name of several levels, each in quotes. */
export function qualifiedName(...levels: readonly string[]): string {
  return levels.map(quoted).join('.');
}

/** A string literal. A NUL cannot stand in SQL text and is written as a function. */
export function stringLiteral(text: string): string {
  const parts = text.split('\0').map((part) => `'${part.replaceAll("'", "''")}'`);
  return parts.length === 1 ? parts[0]! : `(${parts.join(' || chr(0) || ')})`;
}
