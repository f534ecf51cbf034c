import { DvtError } from '../../../core/errors.js';
import type { RelationName } from '../../../spi/relation.js';

/** Characters of the longest identifier. Counted as bytes it is a safe limit for names that dvt makes. */
export const IDENTIFIER_LIMIT = 64;

/** Backticks work under every sql_mode, ANSI_QUOTES included. */
export function quote(identifier: string): string {
  return `\`${identifier.replaceAll('`', '``')}\``;
}

/** A string literal that means the same under every sql_mode: hexadecimal where a backslash may or may not escape. */
export function string(text: string): string {
  if (!/[\\\0]/.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return `_utf8mb4 x'${Buffer.from(text, 'utf8').toString('hex')}'`;
}

/** The one level above a table. Throws DVT1250 where `database` and `schema`, which are one thing here, differ. */
export function databaseOf(
  name: Pick<RelationName, 'database' | 'schema'>,
  fallback: string | null = null,
): string | null {
  const { database, schema } = name;
  if (database !== null && schema !== null && database !== schema) {
    throw new DvtError({
      code: 'DVT1250',
      message: `A MySQL relation has database "${database}" and schema "${schema}"; in MySQL they are the same thing.`,
      hint: 'Keep one of the two.',
    });
  }
  return schema ?? database ?? fallback;
}

/** The full name as SQL spells it. */
export function relation(name: RelationName): string {
  const database = databaseOf(name);
  return database === null ? quote(name.identifier) : `${quote(database)}.${quote(name.identifier)}`;
}
