import { resultObject } from '../context/index.js';
import { DvtError } from '../core/errors.js';
import { HostObject, hostFunction, type Value } from '../jinja/index.js';
import type { ResultTable } from '../spi/result-table.js';

/** `statement`, `run_query` and `load_result`: results that a template keeps by name while it is compiled. */
export function resultFunctions(): readonly (readonly [string, Value])[] {
  const kept = new Map<string, Value>();
  const keep = (name: Value, response: Value, table: Value): Value => {
    kept.set(String(name), { response: response ?? null, table: table ?? null, data: dataOf(table) });
    return '';
  };
  return [
    ['load_result', hostFunction('load_result', ['name'], ([name]) => kept.get(String(name)) ?? null)],
    [
      'store_result',
      hostFunction('store_result', ['name', 'response', 'agate_table?'], ([name, response, table]) =>
        keep(name, response, table),
      ),
    ],
    [
      'store_raw_result',
      hostFunction(
        'store_raw_result',
        ['name', 'message?', 'code?', 'rows_affected?', 'agate_table?'],
        ([name, message, code, rows, table]) =>
          keep(name, responseObject(String(message ?? ''), String(code ?? ''), rows ?? null), table),
      ),
    ],
  ];
}

function dataOf(table: Value): Value {
  const rows = table instanceof HostObject ? table.traits.iterate?.() : undefined;
  return rows === undefined ? [] : [...rows].map((row) => [...((row as HostObject).traits.iterate?.() ?? [])]);
}

/** `adapter.execute`: runs a statement of the template; the response, and the rows where they are wanted. */
export function executeFunction(query: (sql: string) => Promise<ResultTable>): Value {
  return hostFunction('execute', ['sql', 'auto_begin?', 'fetch?', 'limit?'], async ([given, , fetch], context) => {
    const sql = String(given);
    if (sql.trim() === '') {
      throw new DvtError({ code: 'DVT2116', message: 'run_query got no SQL.', location: context.location() });
    }
    const table = await query(sql);
    const response = responseObject('OK', 'OK', table.rows.length);
    return [response, fetch === true ? resultObject(table) : resultObject({ columns: [], rows: [] })];
  });
}

function responseObject(message: string, code: string, rows: Value): HostObject {
  return new HostObject({
    typeName: 'AdapterResponse',
    attributes: { _message: message, code, rows_affected: rows },
    print: () => message,
  });
}
