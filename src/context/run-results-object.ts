import { HostObject, hostFunction, type Value } from '../jinja/index.js';
import { mapView } from './lazy-dict.js';

/** `results` of a hook at the end: each with its node and timings, and with the `to_dict()` that dbt's objects have. */
export function resultsList(results: Value): Value {
  return Array.isArray(results) ? results.map((result) => withToDict(result as Fields, ['node'], ['timing'])) : results;
}

type Fields = Readonly<Record<string, Value>>;

function withToDict(fields: Fields, inner: readonly string[] = [], lists: readonly string[] = []): HostObject {
  const entries = Object.entries(fields).map(([name, value]): [Value, Value] => {
    if (inner.includes(name)) return [name, withToDict(value as unknown as Fields)];
    if (lists.includes(name)) return [name, (value as unknown as Fields[]).map((item) => withToDict(item))];
    return [name, value];
  });
  const contents = new Map(entries);
  return new HostObject({
    typeName: 'dict',
    dict: () => mapView(contents),
    attributes: { to_dict: hostFunction('to_dict', ['omit_none?'], () => ({ ...fields })) },
  });
}
