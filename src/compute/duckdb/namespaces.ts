import pLimit from 'p-limit';
import { DvtError } from '../../core/errors.js';
import { typeName } from '../../core/type-name.js';
import type { ExposedRelation, NamespaceRequest } from '../../spi/engine.js';
import { type Database, ROW_MARKER } from './database.js';
import { duckDbError } from './duckdb-errors.js';
import type { NativeConnection } from './native-connection.js';
import { type FederatedName, keyOf, privateName, type QualifiedSql, qualify } from './qualify.js';
import { qualifiedName, quoted, stringLiteral } from './quoting.js';
import type { StagingPlaces } from './staging-places.js';

/**
 * The relations of each node under way, as views in catalogs of its own. Nodes that run at the same time may see
 * different columns of one relation, while catalogs are global to the instance: a node's catalogs carry its id.
 */
export class Namespaces {
  readonly #database: Database;
  readonly #places: StagingPlaces;
  readonly #open = new Map<string, { readonly suffix: string; readonly relations: readonly FederatedName[] }>();
  readonly #oneAtATime = pLimit(1);
  #connection: Promise<NativeConnection> | null = null;

  constructor(database: Database, places: StagingPlaces) {
    this.#database = database;
    this.#places = places;
  }

  open({ id, relations }: NamespaceRequest): Promise<null> {
    return this.#oneAtATime(async () => {
      const suffix = `@${id}`;
      requireDistinct(relations);
      const connection = await this.#connect();
      this.#open.set(id, { suffix, relations });
      try {
        for (const catalog of catalogsOf(relations)) {
          await connection.run(`attach ':memory:' as ${quoted(catalog + suffix)}`);
        }
        for (const statement of schemasOf(relations, suffix)) await connection.run(statement);
        for (const relation of relations) await connection.run(viewOf(relation, suffix, this.#places));
        return null;
      } catch (error) {
        await this.#detach(id);
        throw duckDbError(error, 'DVT5101', qualify('', relations, suffix));
      }
    });
  }

  close(id: string): Promise<null> {
    return this.#oneAtATime(() => this.#detach(id));
  }

  /** The SQL of a node of this namespace, its catalogs replaced by the private ones. */
  qualify(id: string, sql: string): QualifiedSql {
    const namespace = this.#open.get(id);
    if (namespace === undefined) throw new Error(`namespace ${id} is not open`);
    return qualify(sql, namespace.relations, namespace.suffix);
  }

  async closeAll(): Promise<void> {
    await this.#oneAtATime(async () => (await this.#connection?.catch(() => null))?.close());
    this.#connection = null;
    this.#open.clear();
  }

  #connect(): Promise<NativeConnection> {
    this.#connection ??= this.#database.connect();
    return this.#connection;
  }

  async #detach(id: string): Promise<null> {
    const namespace = this.#open.get(id);
    if (namespace === undefined) return null;
    this.#open.delete(id);
    const connection = await this.#connect();
    for (const catalog of catalogsOf(namespace.relations)) {
      await connection.run(`detach database if exists ${quoted(catalog + namespace.suffix)}`);
    }
    return null;
  }
}

/** Throws where two relations have names that differ only in case, which DuckDB holds for one. */
export function requireDistinct(relations: readonly FederatedName[]): void {
  const seen = new Map<string, FederatedName>();
  for (const relation of relations) {
    const other = seen.get(keyOf(relation));
    seen.set(keyOf(relation), relation);
    if (other === undefined) continue;
    const [a, b] = [other, relation].map((r) => qualifiedName(r.catalog, r.schema, r.identifier));
    throw new DvtError({
      code: 'DVT2203',
      message: `The query uses ${a} and ${b}, whose names differ only in case; DuckDB reads both as one.`,
      hint: 'Read one of them through a view with another name.',
    });
  }
}

/** The distinct catalogs; names that differ only in case are one, spelled as first seen. */
function catalogsOf(relations: readonly FederatedName[]): readonly string[] {
  return [...new Map(relations.map(({ catalog }) => [catalog.toLowerCase(), catalog])).values()];
}

function schemasOf(relations: readonly FederatedName[], suffix: string): readonly string[] {
  const statements = relations.map((relation) => {
    const { catalog, schema } = privateName(relation, suffix);
    return `create schema if not exists ${qualifiedName(catalog, schema)}`;
  });
  return [...new Set(statements)];
}

function viewOf(relation: ExposedRelation, suffix: string, places: StagingPlaces): string {
  const { catalog, schema, identifier, from } = relation;
  const columns = relation.columns.map(({ name, type, fetched, standIn }) => {
    if (fetched) return quoted(name);
    if (standIn !== undefined) return `${standIn} as ${quoted(name)}`;
    const message = `${catalog}.${schema}.${identifier}.${name} was not fetched`;
    return `error(${stringLiteral(message)})::${typeName(type)} as ${quoted(name)}`;
  });
  if (columns.length === 0) columns.push(`null::utinyint as ${quoted(ROW_MARKER)}`);
  const source = 'staged' in from ? places.name(from.staged) : from.expression;
  const view = privateName(relation, suffix);
  return `create view ${qualifiedName(view.catalog, view.schema, view.identifier)} as select ${columns.join(', ')} from ${source}`;
}
