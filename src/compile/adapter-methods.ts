import { ColumnObject, columnType, makeRelation, type RelationMaker, RelationObject } from '../context/index.js';
import { DvtError } from '../core/errors.js';
import { hostFunction, type Value } from '../jinja/index.js';
import type { Catalog } from '../spi/plan.js';
import type { ConnectionProfile } from '../spi/project.js';
import type { RelationDescription } from '../spi/relation.js';

/** The methods of `adapter` that ask the database. */
export function adapterMethods(
  target: ConnectionProfile,
  maker: RelationMaker,
  catalog: Catalog,
  quote: (identifier: string) => string,
): Readonly<Record<string, Value>> {
  const describe = async (relation: Value, method: string): Promise<RelationDescription | null> => {
    if (!(relation instanceof RelationObject)) {
      throw new DvtError({ code: 'DVT2117', message: `adapter.${method}() takes a relation.` });
    }
    return catalog.describe(relation.state.connection, relation.state.name);
  };
  const find = async (database: Value, schema: Value, identifier: Value): Promise<Value> => {
    const name = target.adapter.completeName(target.values, {
      database: level(database),
      schema: level(schema),
      identifier: String(identifier),
    });
    const found = await catalog.describe(target.name, name);
    return found === null ? null : makeRelation(maker, found.name, found.kind.replace(' ', '_'));
  };
  const columns = async (relation: Value, method: string): Promise<readonly (readonly [string, Value])[]> => {
    const found = await describe(relation, method);
    return (found?.columns ?? []).map(({ name, nativeType }) => [
      name,
      new ColumnObject(name, columnType(nativeType), quote),
    ]);
  };
  return {
    get_relation: hostFunction('get_relation', ['database', 'schema', 'identifier'], ([database, schema, identifier]) =>
      find(database, schema, identifier),
    ),
    already_exists: hostFunction('already_exists', ['schema', 'table'], async ([schema, table]) => {
      return (await find(null, schema, table)) !== null;
    }),
    get_columns_in_relation: hostFunction('get_columns_in_relation', ['relation'], async ([relation]) =>
      (await columns(relation, 'get_columns_in_relation')).map(([, column]) => column),
    ),
    get_missing_columns: hostFunction('get_missing_columns', ['from_relation', 'to_relation'], async ([from, to]) => {
      const there = new Set((await columns(to, 'get_missing_columns')).map(([name]) => name));
      const all = await columns(from, 'get_missing_columns');
      return all.filter(([name]) => !there.has(name)).map(([, column]) => column);
    }),
  };
}

function level(value: Value): string | null {
  return value === null || value === undefined ? null : String(value);
}
