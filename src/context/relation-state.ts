import type { Dialect } from '../spi/dialect.js';
import type { Quoting } from '../spi/project.js';
import type { RelationName } from '../spi/relation.js';

/** The three levels by which federated SQL names a relation. */
export interface FederatedName {
  readonly catalog: string;
  readonly schema: string;
  readonly identifier: string;
}

/** How a relation is printed where a template prints it. */
export type RelationForm =
  /** in its own database's dialect */
  | { readonly kind: 'native'; readonly dialect: Dialect }
  /** in the engine's SQL */
  | { readonly kind: 'federated'; readonly name: FederatedName }
  /** as this text: a common table expression's name, a path that the database reads */
  | { readonly kind: 'text'; readonly text: string };

/** A relation as a template holds it. */
export interface RelationState {
  /** resolved name of the connection it lives on */
  readonly connection: string;
  /** its complete name there */
  readonly name: RelationName;
  readonly form: RelationForm;
  /** `table`, `view`, `cte` ...; null = not known */
  readonly type: string | null;
  /** levels that are printed */
  readonly include: Quoting;
  /** levels that are quoted */
  readonly quoting: Quoting;
  /** rows that `--empty` or a limit leaves of it; absent: all */
  readonly limit?: number;
  /** the part of it that `--sample` or a microbatch reads; absent: all */
  readonly timeRange?: TimeRange;
}

/** Rows whose `field` is in a range of time. */
export interface TimeRange {
  /** a column, or an expression of the database's SQL */
  readonly field: string;
  /** as dbt writes it, e.g. `2024-01-01 00:00:00+00:00`; null = open */
  readonly start: string | null;
  /** exclusive */
  readonly end: string | null;
}

/** All three levels, printed or quoted. */
export const ALL_LEVELS: Quoting = { database: true, schema: true, identifier: true };

/** The relation as SQL reads from it: its name, or where only some rows are wanted a query of them. */
export function printRelation(relation: RelationState): string {
  const { limit, timeRange, form, name } = relation;
  const shown = printName(relation);
  const conditions = timeRange === undefined ? [] : timeConditions(timeRange, form);
  if (limit === undefined && conditions.length === 0) return shown;
  if (limit === 0) conditions.push('false');
  const where = conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`;
  const most = limit === undefined ? '' : ` limit ${limit}`;
  const named = form.kind === 'native' && form.dialect.namelessSubqueries !== true;
  const alias = named ? ` _dbt_${most ? 'limit' : 'et_filter'}_subq_${name.identifier}` : '';
  return `(select * from ${shown}${where}${most})${alias}`;
}

/** What holds of rows in the range, in the SQL that the relation is printed in. */
export function timeConditions({ field, start, end }: TimeRange, form: RelationForm): string[] {
  const bound = (operator: '>=' | '<', moment: string): string => {
    const own = form.kind === 'native' ? form.dialect.timeBound?.(field, operator, moment) : undefined;
    return own ?? `${field} ${operator} '${moment}'`;
  };
  return [...(start === null ? [] : [bound('>=', start)]), ...(end === null ? [] : [bound('<', end)])];
}

/** The relation's name as SQL. */
export function printName(relation: RelationState): string {
  const { form, include, name, quoting } = relation;
  if (form.kind === 'text') return form.text;
  if (form.kind === 'federated') return printFederated(form.name, include);
  const shown: RelationName = {
    database: include.database ? name.database : null,
    schema: include.schema ? name.schema : null,
    identifier: include.identifier ? name.identifier : '',
  };
  if (shown.identifier !== '' && quoting.database && quoting.schema && quoting.identifier) {
    return form.dialect.relation(shown);
  }
  const levels = (['database', 'schema', 'identifier'] as const).filter((level) => shown[level]);
  return levels.map((level) => (quoting[level] ? form.dialect.quote(shown[level]!) : shown[level]!)).join('.');
}

/**
 * The engine's three-level name. It stands or falls as a whole: a name without its catalog would be found nowhere, so
 * `include(database=false)` leaves it as it is and only the bare identifier can be asked for.
 */
function printFederated(name: FederatedName, include: Quoting): string {
  const levels = include.schema || include.database ? [name.catalog, name.schema] : [];
  const shown = [...levels, ...(include.identifier && name.identifier !== '' ? [name.identifier] : [])];
  return shown.map(quoteForEngine).join('.');
}

/** An identifier of the engine's SQL. */
export function quoteForEngine(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/**
 * The federated name of a relation: the connection is the catalog; a database other than the connection's default makes
 * a catalog of its own; systems without schemas use `main`.
 */
export function federatedName(connection: string, name: RelationName, defaultDatabase: string | null): FederatedName {
  const foreign = name.database !== null && name.database !== defaultDatabase;
  return {
    catalog: foreign ? `${connection}/${name.database}` : connection,
    schema: name.schema ?? 'main',
    identifier: name.identifier,
  };
}
