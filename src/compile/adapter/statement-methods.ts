import { ColumnObject, columnType, emptyTable, resultObject, wholeType } from '../../context/index.js';
import { DvtError } from '../../core/errors.js';
import { hostFunction, itemsOf, toText, type Value } from '../../jinja/index.js';
import { responseObject } from '../result-store.js';
import type { AdapterContext } from './adapter-context.js';

/** The methods of `adapter` that run statements. */
export function statementMethods({ database, quote, print, target }: AdapterContext): Readonly<Record<string, Value>> {
  const run = async (sql: string, begin: boolean, limit: Value) => {
    const result = await database.query(sql, { begin, limit: typeof limit === 'number' ? limit : null });
    const message = result.message ?? 'OK';
    return { result, response: responseObject(message, message.split(' ')[0] ?? 'OK', result.rowsAffected) };
  };
  return {
    execute: hostFunction('execute', ['sql', 'auto_begin?', 'fetch?', 'limit?'], async (args, context) => {
      const [given, begin, fetch, limit] = args;
      const sql = toText(given);
      if (sql.trim() === '') {
        throw new DvtError({ code: 'DVT2116', message: 'run_query got no SQL.', location: context.location() });
      }
      const { result, response } = await run(sql, begin === true, limit);
      return [response, fetch === true ? resultObject(result, print) : emptyTable()];
    }),
    add_query: hostFunction(
      'add_query',
      ['sql', 'auto_begin?', 'bindings?', '**more'],
      async ([sql, begin, bindings]) => {
        const values = bindings === undefined || bindings === null ? [] : itemsOf(bindings);
        await run(bound(toText(sql), values, target.adapter.dialect.string), begin !== false, undefined);
        return '';
      },
    ),
    get_column_schema_from_query: hostFunction('get_column_schema_from_query', ['sql'], async ([sql]) => {
      const { result } = await run(toText(sql), false, 0);
      const typeOf = target.adapter.dialect.wholeTypes === true ? wholeType : columnType;
      return result.columns.map(({ name, type }) => new ColumnObject(name, typeOf(type), quote));
    }),
    commit: hostFunction('commit', [], async () => {
      await database.session?.commit();
      return '';
    }),
  };
}

/** A statement with its `%s` filled in by literals. */
function bound(sql: string, values: readonly Value[], string: (text: string) => string): string {
  if (values.length === 0) return sql;
  let next = 0;
  return sql.replaceAll('%s', () => {
    const value = values[next++];
    if (value === null || value === undefined) return 'null';
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : string(toText(value));
  });
}
