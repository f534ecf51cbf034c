import type { RelationName } from '../spi/relation.js';

/** A relation's name for people: the levels that it has, without quotes. */
export function dottedName({ database, schema, identifier }: RelationName): string {
  return [database, schema, identifier].filter((level) => level !== null).join('.');
}
