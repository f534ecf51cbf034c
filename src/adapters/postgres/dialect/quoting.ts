import { DvtError } from '../../../core/errors.js';
import type { RelationName } from '../../../spi/relation.js';

/** Quotes an identifier. Throws for the NUL character, which PostgreSQL has nowhere. */
export function quoteIdentifier(identifier: string): string {
  if (identifier.includes('\0')) throw nul('an identifier', identifier);
  return `"${identifier.replaceAll('"', '""')}"`;
}

/**
 * A string literal. With a backslash in the text it is written as E'...', which is read alike whatever
 * standard_conforming_strings says. Throws for the NUL character.
 */
export function quoteString(text: string): string {
  if (text.includes('\0')) throw nul('a string', text);
  const quoted = text.replaceAll("'", "''");
  return text.includes('\\') ? `E'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`;
}

/** A relation's name with its schema. The database is left out: a session sees one only. */
export function relationSql({ schema, identifier }: RelationName): string {
  return schema === null ? quoteIdentifier(identifier) : `${quoteIdentifier(schema)}.${quoteIdentifier(identifier)}`;
}

function nul(what: string, text: string): DvtError {
  return new DvtError({
    code: 'DVT5103',
    message: `PostgreSQL cannot hold the NUL character in ${what}: ${JSON.stringify(text.slice(0, 80))}`,
    hint: "Remove it, e.g. with replace(x, chr(0), '')",
  });
}
