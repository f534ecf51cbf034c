import { identifierOf, type SqlToken, sqlTokens } from '../../core/sql-lexer.js';
import { quoted } from './quoting.js';

/** SQL whose catalogs were replaced by private names, and the way back. */
export interface QualifiedSql {
  readonly sql: string;
  /** `message` with the names that the user wrote */
  restore(message: string): string;
  /** The offset (UTF-16 units) in the user's SQL of a byte offset (UTF-8) in `sql`; null where it is outside. */
  originalOffset(byteOffset: number): number | null;
}

/** A relation's three levels as federated SQL names them. */
export interface FederatedName {
  readonly catalog: string;
  readonly schema: string;
  readonly identifier: string;
}

/** Schemas that every catalog of DuckDB has and that take no relations. */
const RESERVED_SCHEMAS = new Set(['information_schema', 'pg_catalog']);

/** The names under which a relation is really found. */
export function privateName({ catalog, schema, identifier }: FederatedName, suffix: string): FederatedName {
  const reserved = RESERVED_SCHEMAS.has(schema.toLowerCase());
  return { catalog: catalog + suffix, schema: reserved ? `${schema}@` : schema, identifier };
}

interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Replaces the catalog in `catalog.schema.identifier` by `catalog<suffix>`, for these relations only, wherever the name
 * stands in code (never in a string or comment). Catalogs are global to a DuckDB instance; the suffix makes them a
 * node's own.
 */
export function qualify(sql: string, relations: readonly FederatedName[], suffix: string): QualifiedSql {
  const known = new Map(relations.map((relation) => [keyOf(relation), relation]));
  const replacements: Replacement[] = [];
  const tokens = [...sqlTokens(sql)].filter((token) => token.kind !== 'space' && token.kind !== 'comment');
  for (let i = 0; i + 4 < tokens.length; i++) {
    const name = federatedNameAt(sql, tokens, i);
    const relation = name === null ? undefined : known.get(keyOf(name));
    if (relation === undefined) continue;
    const { catalog, schema } = privateName(relation, suffix);
    replacements.push({ ...tokens[i]!, text: quoted(catalog) });
    if (schema !== relation.schema) replacements.push({ ...tokens[i + 2]!, text: quoted(schema) });
  }
  const written = new Map(
    relations.flatMap((relation) => {
      const { catalog, schema } = privateName(relation, suffix);
      return [[catalog, relation.catalog] as const, [schema, relation.schema] as const];
    }),
  );
  return {
    sql: applied(sql, replacements),
    restore: (message) => {
      let restored = message;
      for (const [name, original] of written) restored = restored.replaceAll(name, original);
      return restored;
    },
    originalOffset: (byteOffset) => originalOffset(sql, replacements, byteOffset),
  };
}

/** Names are compared as DuckDB does it: without the case of ASCII letters. */
export function keyOf({ catalog, schema, identifier }: FederatedName): string {
  return JSON.stringify([catalog, schema, identifier]).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function federatedNameAt(sql: string, tokens: readonly SqlToken[], at: number): FederatedName | null {
  const isDot = (token: SqlToken | undefined) => token?.kind === 'symbol' && sql[token.start] === '.';
  if (isDot(tokens[at - 1]) || !isDot(tokens[at + 1]) || !isDot(tokens[at + 3])) return null;
  const catalog = identifierOf(sql, tokens[at]!);
  const schema = identifierOf(sql, tokens[at + 2]!);
  const identifier = identifierOf(sql, tokens[at + 4]!);
  return catalog === null || schema === null || identifier === null ? null : { catalog, schema, identifier };
}

function applied(sql: string, replacements: readonly Replacement[]): string {
  let result = '';
  let end = 0;
  for (const replacement of replacements) {
    result += sql.slice(end, replacement.start) + replacement.text;
    end = replacement.end;
  }
  return result + sql.slice(end);
}

function originalOffset(sql: string, replacements: readonly Replacement[], byteOffset: number): number | null {
  const replaced = Buffer.from(applied(sql, replacements), 'utf8');
  if (byteOffset < 0 || byteOffset > replaced.length) return null;
  const offset = replaced.toString('utf8', 0, byteOffset).length;
  let shift = 0;
  for (const { start, end, text } of replacements) {
    if (offset <= start + shift) break;
    // Inside a replaced name: its beginning.
    if (offset < start + shift + text.length) return start;
    shift += text.length - (end - start);
  }
  return offset - shift;
}
