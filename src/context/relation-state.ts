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
}

/** All three levels, printed or quoted. */
export const ALL_LEVELS: Quoting = { database: true, schema: true, identifier: true };

/** The relation as SQL. */
export function printRelation(relation: RelationState): string {
  const { form, include, name, quoting } = relation;
  if (form.kind === 'text') return form.text;
  if (form.kind === 'federated') return printFederated(form.name, include);
  const shown: RelationName = {
    database: include.database ? name.database : null,
    schema: include.schema ? name.schema : null,
    identifier: include.identifier ? name.identifier : '',
  };
  if (include.identifier && quoting.database && quoting.schema && quoting.identifier) {
    return form.dialect.relation(shown);
  }
  const levels = (['database', 'schema', 'identifier'] as const).filter((level) => shown[level]);
  return levels.map((level) => (quoting[level] ? form.dialect.quote(shown[level]!) : shown[level]!)).join('.');
}

/**
 * The engine's three-level name. It stands or falls as a whole: a name without its catalog would be found nowhere, so
 * `include(database=false)` leaves it as it is and only the bare identifier can be asked for.
 */
function printFederated(name: FederatedName, include: Quoting = ALL_LEVELS): string {
  const levels = include.schema || include.database ? [name.catalog, name.schema] : [];
  return [...levels, ...(include.identifier ? [name.identifier] : [])].map(quoteForEngine).join('.');
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
