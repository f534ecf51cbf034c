/** A column's type as MySQL spells it, taken apart. */
export interface ParsedType {
  /** lower case, without arguments: `decimal`, `varchar` */
  readonly name: string;
  /** numbers in parentheses; empty for enum and set */
  readonly arguments: readonly number[];
  readonly unsigned: boolean;
  /** of text; null elsewhere */
  readonly collation: string | null;
}

/** Takes `decimal(10,2) unsigned`, `varchar(20) collate utf8mb4_bin` apart. */
export function parseType(nativeType: string): ParsedType {
  const name = /^[a-z0-9_]+/i.exec(nativeType)?.[0].toLowerCase() ?? '';
  const numbers = /^\w+\(([\d,\s]+)\)/.exec(nativeType)?.[1];
  // The members of an enum may hold any text: only what follows the parentheses counts.
  const rest = nativeType.slice(nativeType.lastIndexOf(')') + 1);
  return {
    name,
    arguments: numbers === undefined ? [] : numbers.split(',').map(Number),
    unsigned: /\b(unsigned|zerofill)\b/i.test(rest),
    collation: /\bcollate (\w+)/i.exec(rest)?.[1] ?? null,
  };
}

/** The column type with its collation, as DDL would spell it. */
export function nativeTypeOf(columnType: string, collation: string | null): string {
  return collation === null ? columnType : `${columnType} collate ${collation}`;
}
