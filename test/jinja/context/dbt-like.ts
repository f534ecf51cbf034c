import {
  Dict,
  HostObject,
  hostFunction,
  itemsOf,
  MacroReturn,
  type NativeFunction,
  PySet,
  parseJson,
  Tuple,
  toJson,
  toText,
  type Value,
} from '#dvt/jinja/index.js';
import { modules, table } from './modules.js';
import { relation } from './relation.js';

const nothing = () => '';
const entry = (made: NativeFunction): [string, Value] => [made.name, made];

/** A context with the names that the cases expect, in the manner of dbt. */
export function dbtLikeContext(
  macros: ReadonlyMap<string, Value>,
  given: Readonly<Record<string, Value>>,
): Map<string, Value> {
  const context = new Map<string, Value>([
    ...functions(),
    ['modules', modules()],
    ['exceptions', exceptions()],
    ['adapter', adapter(macros)],
    ['api', new HostObject({ typeName: 'Api', attributes: { Relation: relationClass() } })],
    ['target', { type: 'duckdb', name: 'dev' }],
    ['this', relation({ database: 'db', schema: 's', identifier: 'this_model' })],
    ['execute', true],
    ...queries(),
    ...macros,
    ...Object.entries(given),
  ]);
  context.set('context', new HostObject({ typeName: 'dict', dict: () => new Dict(context) }));
  return context;
}

function functions(): [string, Value][] {
  const named = (_: Value, name: Value) => relation({ database: 'db', schema: 's', identifier: name });
  return [
    hostFunction('return', ['data?'], ([data]) => {
      throw new MacroReturn(data ?? null);
    }),
    hostFunction('config', ['**options'], nothing),
    hostFunction('ref', ['first', 'second?'], ([first]) => named(null, first)),
    hostFunction('source', ['source', 'table'], ([source, name]) => named(source, name)),
    hostFunction('var', ['name', 'default?'], ([, fallback]) => fallback ?? null),
    hostFunction('log', ['message', 'info?'], nothing),
    hostFunction('fromjson', ['text'], ([text]) => parseJson(toText(text))),
    hostFunction('tojson', ['value'], ([value]) => toJson(value)),
    hostFunction('set', ['items?'], ([items]) => new PySet(itemsOf(items))),
    hostFunction('zip', ['first', 'second'], ([first, second]) =>
      itemsOf(first).map((item, i) => new Tuple([item, itemsOf(second)[i]])),
    ),
  ].map(entry);
}

function exceptions(): HostObject {
  const raise = hostFunction('raise_compiler_error', ['message'], ([message]) => {
    throw new HostFailure(toText(message));
  });
  return new HostObject({
    typeName: 'exceptions',
    attributes: { raise_compiler_error: raise, warn: hostFunction('warn', ['message'], nothing) },
  });
}

/** What a host function throws that is not a mistake of the template. */
export class HostFailure extends Error {}

function adapter(macros: ReadonlyMap<string, Value>): HostObject {
  const dispatch = hostFunction(
    'dispatch',
    ['name', 'package?'],
    ([name]) => macros.get(`duckdb__${name}`) ?? macros.get(`default__${name}`),
  );
  return new HostObject({ typeName: 'adapter', attributes: { dispatch } });
}

function relationClass(): HostObject {
  const create = hostFunction('create', ['database?', 'schema?', 'identifier?'], ([database, schema, identifier]) =>
    relation({ database, schema, identifier }),
  );
  return new HostObject({ typeName: 'type', attributes: { create } });
}

/** Queries answer after a turn of the event loop, as a database would. */
function queries(): [string, Value][] {
  const rows = [
    [1, 'x'],
    [2, 'y'],
  ];
  const result = table(['a', 'b'], rows);
  let sql: Value = '';
  return [
    hostFunction('run_query', ['sql'], async () => result),
    hostFunction('statement', ['name', 'fetch_result?', 'caller'], async ([, , caller], context) => {
      sql = await context.call(caller);
      return '';
    }),
    hostFunction(
      'load_result',
      ['name'],
      () =>
        new Dict([
          ['data', rows.map((row) => new Tuple(row))],
          ['table', result],
          ['sql', sql],
        ]),
    ),
  ].map(entry);
}
