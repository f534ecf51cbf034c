import { sqlTokens } from '../core/sql-lexer.js';
import { MappedSql } from './mapped-sql.js';

/** An ephemeral parent that a query reads as a common table expression. */
export interface InlinedCte {
  /** `__dbt__cte__name` */
  readonly name: string;
  /** its own text, without the expressions that it reads itself */
  readonly sql: MappedSql;
}

/** The name under which an ephemeral model is inlined, dbt's: that of its alias, in which its version is. */
export function cteName(alias: string): string {
  return `__dbt__cte__${alias.replace(/\W/g, '_')}`;
}

/**
 * Puts ephemeral parents in front of a query, as dbt does: merged into its `with` where it begins with one, parents
 * before those that read them.
 */
export function inlineEphemerals(query: MappedSql, ctes: readonly InlinedCte[]): MappedSql {
  if (ctes.length === 0) return query;
  const expressions = ctes.flatMap(({ name, sql }, i) => [
    MappedSql.generated(`${i === 0 ? '' : ', '} ${name} as (\n`),
    sql,
    MappedSql.generated('\n)'),
  ]);
  const { start, bodyStart } = withClause(query.text);
  if (bodyStart === null) {
    const opening = [query.slice(0, start), MappedSql.generated('with')];
    return MappedSql.join([...opening, ...expressions, MappedSql.generated(' '), query.slice(start)]);
  }
  const opening = [query.slice(0, bodyStart), MappedSql.generated(' ')];
  return MappedSql.join([...opening, ...expressions, MappedSql.generated(','), query.slice(bodyStart)]);
}

/** Where the text begins, and where the expressions of its `with` (or `with recursive`) begin; null without one. */
function withClause(sql: string): { readonly start: number; readonly bodyStart: number | null } {
  let start: number | null = null;
  let bodyStart: number | null = null;
  for (const token of sqlTokens(sql)) {
    if (token.kind === 'space') continue;
    start ??= token.start;
    if (token.kind === 'comment') continue;
    const word = token.kind === 'name' ? sql.slice(token.start, token.end).toLowerCase() : '';
    if (bodyStart === null) {
      if (word !== 'with') break;
      bodyStart = token.end;
    } else {
      if (word === 'recursive') bodyStart = token.end;
      break;
    }
  }
  return { start: start ?? sql.length, bodyStart };
}
