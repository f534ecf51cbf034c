import { makeRelation, RelationObject } from '../../context/index.js';
import { type CallContext, itemsOf, type Value } from '../../jinja/index.js';
import type { RelationName } from '../../spi/relation.js';
import { type AdapterContext, callMacro } from './adapter-context.js';

/** The relations of schemas, as `list_relations_without_caching` gives them, until something was changed. */
export class RelationCache {
  readonly #adapter: AdapterContext;
  readonly #schemas = new Map<string, Promise<readonly RelationObject[]>>();

  constructor(adapter: AdapterContext) {
    this.#adapter = adapter;
  }

  /** A relation by its complete name; over a session as that sees it. null: it is not there. */
  async find(name: RelationName, context: CallContext): Promise<RelationObject | null> {
    const { catalog, database, maker, target } = this.#adapter;
    if (database.session === null) {
      const found = await catalog.describe(target.name, name);
      return found === null ? null : makeRelation(maker, found.name, found.kind.replace(' ', '_'));
    }
    const all = await this.list(name, context);
    const same = all.find(({ state }) => state.name.identifier === name.identifier);
    return same ?? all.find(({ state }) => isAlmost(state.name.identifier, name.identifier)) ?? null;
  }

  list(schema: Pick<RelationName, 'database' | 'schema'>, context: CallContext): Promise<readonly RelationObject[]> {
    const { maker } = this.#adapter;
    const key = JSON.stringify([schema.database, schema.schema]);
    let relations = this.#schemas.get(key);
    if (relations === undefined) {
      const name = { database: schema.database, schema: schema.schema, identifier: '' };
      const relation = makeRelation(maker, name, null);
      relations = callMacro(context, 'list_relations_without_caching', [relation]).then((rows) =>
        this.#relations(rows),
      );
      this.#schemas.set(key, relations);
      relations.catch(() => this.#schemas.delete(key));
    }
    return relations;
  }

  /** Something was made, dropped or renamed. */
  forget(): string {
    this.#schemas.clear();
    return '';
  }

  /** Rows of database, name, schema and type, as dbt's macros return them. */
  #relations(rows: Value): readonly RelationObject[] {
    return itemsOf(rows).map((row) => {
      if (row instanceof RelationObject) return row;
      const [database, identifier, schema, type] = itemsOf(row).map((value) => (value === null ? null : String(value)));
      const name = { database: database ?? null, schema: schema ?? null, identifier: identifier ?? '' };
      return makeRelation(this.#adapter.maker, name, type ?? null);
    });
  }
}

/** Databases that fold names give back another case than was written. */
function isAlmost(found: string, wanted: string): boolean {
  return found.toLowerCase() === wanted.toLowerCase();
}
