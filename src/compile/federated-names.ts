import type { FederatedName } from '../context/index.js';
import { identifierOf, type SqlToken, sqlTokens } from '../core/sql-lexer.js';

/** A three-level name in a federated text. */
export interface NamedPlace extends FederatedName {
  readonly start: number;
  readonly end: number;
}

/** The quoted three-level names of a text, comments and strings left out. */
export function federatedNames(sql: string): readonly NamedPlace[] {
  const places: NamedPlace[] = [];
  const tokens = [...sqlTokens(sql)].filter((token) => token.kind !== 'space' && token.kind !== 'comment');
  for (let i = 0; i + 4 < tokens.length; i++) {
    const [catalog, dot, schema, second, identifier] = tokens.slice(i, i + 5) as [
      SqlToken,
      SqlToken,
      SqlToken,
      SqlToken,
      SqlToken,
    ];
    if (!isDot(sql, dot) || !isDot(sql, second)) continue;
    if (catalog.kind !== 'quoted name' || schema.kind !== 'quoted name' || identifier.kind !== 'quoted name') continue;
    places.push({
      catalog: identifierOf(sql, catalog)!,
      schema: identifierOf(sql, schema)!,
      identifier: identifierOf(sql, identifier)!,
      start: catalog.start,
      end: identifier.end,
    });
    i += 4;
  }
  return places;
}

function isDot(sql: string, token: SqlToken): boolean {
  return token.kind === 'symbol' && sql[token.start] === '.';
}
