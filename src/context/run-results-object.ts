import { HostObject, hostFunction, type Value } from '../jinja/index.js';
import { mapView } from './lazy-dict.js';

/** `results` of a hook at the end: each with its node and timings, and with the `to_dict()` that dbt's objects have. */
export function resultsList(results: Value): Value {
  return Array.isArray(results) ? results.map((result) => resultOf(result as Fields)) : results;
}

type Fields = Readonly<Record<string, Value>>;

function resultOf(fields: Fields): HostObject {
  const { node, timing } = fields;
  return withToDict(fields, {
    ...(isFields(node) && { node: nodeOf(node) }),
    ...(Array.isArray(timing) && { timing: timing.map((item) => withToDict(item as Fields)) }),
  });
}

/** A node, whose `config` has none where a dict has nothing: dbt's configurations answer by their own `get()`. */
function nodeOf(fields: Fields): HostObject {
  const { config } = fields;
  return withToDict(fields, isFields(config) ? { config: withToDict(config, {}, null) } : {});
}

/** Fields as a dict with `to_dict()`. `shown` stands in for some of them outside of it, `missing` for all others. */
function withToDict(fields: Fields, shown: Fields = {}, missing?: Value): HostObject {
  const contents = new Map<Value, Value>(Object.entries({ ...fields, ...shown }));
  return new HostObject({
    typeName: 'dict',
    dict: () => mapView(contents),
    attributes: { to_dict: hostFunction('to_dict', ['omit_none?'], () => ({ ...fields })) },
    ...(missing !== undefined && { getItem: (key) => contents.get(key) ?? missing }),
  });
}

function isFields(value: Value | undefined): value is Fields & Value {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
