import { ColumnObject, columnType, makeRelation, RelationObject, wholeType } from '../../context/index.js';
import { DvtError } from '../../core/errors.js';
import { type CallContext, hostFunction, itemsOf, toText, type Value } from '../../jinja/index.js';
import { type AdapterContext, callMacro } from './adapter-context.js';
import { RelationCache } from './relation-cache.js';

/** The methods of `adapter` that ask what is in the database, or keep account of it. */
export function relationMethods(adapter: AdapterContext): Readonly<Record<string, Value>> {
  const cache = new RelationCache(adapter);
  const find = (args: readonly Value[], context: CallContext): Promise<RelationObject | null> => {
    const [database, schema, identifier] = args;
    const name = { database: level(database), schema: level(schema), identifier: String(identifier) };
    return cache.find(adapter.target.adapter.completeName(adapter.target.values, name), context);
  };
  const forget = (name: string, parameters: readonly string[]) => hostFunction(name, parameters, () => cache.forget());
  return {
    get_relation: hostFunction('get_relation', ['database', 'schema', 'identifier'], find),
    load_relation: hostFunction('load_relation', ['relation'], ([relation], context) => {
      const { name } = relationOf(relation, 'load_relation').state;
      return find([name.database, name.schema, name.identifier], context);
    }),
    already_exists: hostFunction(
      'already_exists',
      ['schema', 'table'],
      async ([schema, table], context) => (await find([null, schema, table], context)) !== null,
    ),
    check_schema_exists: hostFunction('check_schema_exists', ['database', 'schema'], async (args, context) => {
      const [database, schema] = args;
      const name = { database: level(database), schema: level(schema), identifier: '' };
      const relation = makeRelation(adapter.maker, name, null);
      const found = await callMacro(context, 'check_schema_exists', [relation, schema]);
      return itemsOf(found).some((row) => Number(toText(itemsOf(row)[0])) > 0);
    }),
    list_schemas: hostFunction('list_schemas', ['database'], async ([database], context) =>
      itemsOf(await callMacro(context, 'list_schemas', [database])).map((row) => itemsOf(row)[0]),
    ),
    list_relations: hostFunction('list_relations', ['database', 'schema'], ([database, schema], context) =>
      cache.list({ database: level(database), schema: level(schema) }, context),
    ),
    list_relations_without_caching: hostFunction(
      'list_relations_without_caching',
      ['schema_relation'],
      (args, context) => cache.list(relationOf(args[0], 'list_relations_without_caching').state.name, context),
    ),
    get_columns_in_relation: hostFunction('get_columns_in_relation', ['relation'], ([relation], context) =>
      columnsOf(relation, 'get_columns_in_relation', adapter, context),
    ),
    get_missing_columns: hostFunction(
      'get_missing_columns',
      ['from_relation', 'to_relation'],
      async ([from, to], context) => {
        const there = await columnsOf(to, 'get_missing_columns', adapter, context);
        const names = new Set(there.map(({ column }) => column));
        const all = await columnsOf(from, 'get_missing_columns', adapter, context);
        return all.filter(({ column }) => !names.has(column));
      },
    ),
    expand_target_column_types: hostFunction(
      'expand_target_column_types',
      ['from_relation', 'to_relation'],
      async ([from, to], context) => {
        const target = await columnsOf(to, 'expand_target_column_types', adapter, context);
        for (const column of await columnsOf(from, 'expand_target_column_types', adapter, context)) {
          const existing = target.find((other) => other.column === column.column);
          const grows = existing !== undefined && (await expands(existing, column, context));
          if (grows)
            await callMacro(context, 'alter_column_type', [to, column.column, column.traits.attributes?.['data_type']]);
        }
        return '';
      },
    ),
    cache_added: forget('cache_added', ['relation']),
    cache_dropped: forget('cache_dropped', ['relation']),
    cache_renamed: forget('cache_renamed', ['from_relation', 'to_relation']),
    ...Object.fromEntries(
      Object.entries(DDL).map(([name, parameters]) => [
        name,
        hostFunction(name, parameters, async (args, context) => {
          cache.forget();
          await callMacro(context, name, args);
          cache.forget();
          return '';
        }),
      ]),
    ),
  };
}

/** Methods that a macro of the same name carries out. */
const DDL = {
  create_schema: ['relation'],
  drop_schema: ['relation'],
  drop_relation: ['relation'],
  rename_relation: ['from_relation', 'to_relation'],
  truncate_relation: ['relation'],
};

async function expands(existing: ColumnObject, wanted: ColumnObject, context: CallContext): Promise<boolean> {
  return (await context.call(existing.traits.attributes?.['can_expand_to'], [wanted])) === true;
}

/** The columns of a relation: by macro where the session of its database must see them, else from what is known. */
async function columnsOf(
  relation: Value,
  method: string,
  adapter: AdapterContext,
  context: CallContext,
): Promise<readonly ColumnObject[]> {
  const { state } = relationOf(relation, method);
  if (adapter.database.session !== null && state.connection === adapter.target.name) {
    const columns = itemsOf(await callMacro(context, 'get_columns_in_relation', [relation]));
    return columns.filter((column) => column instanceof ColumnObject);
  }
  const found = await adapter.catalog.describe(state.connection, state.name);
  const typeOf = adapter.target.adapter.dialect.wholeTypes === true ? wholeType : columnType;
  return (found?.columns ?? []).map(
    ({ name, nativeType }) => new ColumnObject(name, typeOf(nativeType), adapter.quote),
  );
}

function relationOf(value: Value, method: string): RelationObject {
  if (value instanceof RelationObject) return value;
  throw new DvtError({ code: 'DVT2117', message: `adapter.${method}() takes a relation.` });
}

function level(value: Value): string | null {
  return value === null || value === undefined || value === '' ? null : String(value);
}
