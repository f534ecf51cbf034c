import { HostObject, hostFunction, toRepr, type Value } from '../jinja/index.js';

/** An object of dbt's with fields, read by attribute or by key and printed as Python prints a data class. */
export class DataObject extends HostObject {
  constructor(
    typeName: string,
    readonly fields: Readonly<Record<string, Value>>,
  ) {
    const methods: Readonly<Record<string, Value>> = {
      get: hostFunction('get', ['key', 'default?'], ([key, fallback]) => at(key) ?? fallback ?? null),
      to_dict: hostFunction('to_dict', ['omit_none?'], () => ({ ...fields })),
      items: hostFunction('items', [], () => Object.entries(fields)),
      keys: hostFunction('keys', [], () => Object.keys(fields)),
      values: hostFunction('values', [], () => Object.values(fields)),
    };
    const at = (key: Value): Value | undefined =>
      Object.hasOwn(fields, String(key)) ? fields[String(key)] : undefined;
    super({
      typeName,
      mapping: true,
      attributes: fields,
      getAttribute: (name) => (Object.hasOwn(methods, name) ? methods[name] : undefined),
      getItem: at,
      contains: (key) => at(key) !== undefined,
      iterate: () => Object.keys(fields),
      length: () => Object.keys(fields).length,
      print: () =>
        `${typeName}(${Object.entries(fields)
          .map(([name, value]) => `${name}=${toRepr(value)}`)
          .join(', ')})`,
      equals: (other) => other instanceof DataObject && toRepr(other) === toRepr(this),
    });
  }
}
