import { emptyTable, TableObject } from '../context/index.js';
import { HostObject, hostFunction, Tuple, type Value } from '../jinja/index.js';

/** What `statement` keeps by name, for `load_result`. */
interface Kept {
  readonly response: Value;
  readonly data: Value;
  readonly table: Value;
}

/** Results that the templates of one node keep by name. */
export class ResultStore {
  readonly #kept = new Map<string, Kept>();

  /** Rows that the statement of that name wrote, and the server's words; null where there was no such statement. */
  outcome(name: string): { readonly rowsAffected: number | null; readonly message: string | null } | null {
    if (!this.#kept.has(name)) return null;
    const response = this.#kept.get(name)?.response;
    const { rows_affected: rows, _message: message } = attributesOf(response);
    return {
      rowsAffected: typeof rows === 'number' ? rows : null,
      message: typeof message === 'string' && message !== '' ? message : null,
    };
  }

  /** `load_result`, `store_result` and `store_raw_result`. */
  functions(): readonly (readonly [string, Value])[] {
    const keep = (name: Value, response: Value, table: Value): Value => {
      const rows = table instanceof TableObject ? table : emptyTable();
      const data = rows.table.rows.map((row) => new Tuple(row));
      this.#kept.set(String(name), { response: response ?? null, data, table: rows });
      return '';
    };
    return [
      ['load_result', hostFunction('load_result', ['name'], ([name]) => this.#kept.get(String(name)) ?? null)],
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
}

/** What a database said of a statement: dbt's `AdapterResponse`. */
export function responseObject(message: string, code: string, rows: Value): HostObject {
  return new HostObject({
    typeName: 'AdapterResponse',
    attributes: { _message: message, code, rows_affected: rows, query_id: null },
    print: () => message,
  });
}

function attributesOf(response: Value): Readonly<Record<string, Value>> {
  return response instanceof HostObject ? (response.traits.attributes ?? {}) : {};
}
