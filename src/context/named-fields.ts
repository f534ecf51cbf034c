import { HostObject, toRepr, type Value } from '../jinja/index.js';

/** A tuple of Python whose items have names, printed with them. */
export function namedFields(typeName: string, fields: Readonly<Record<string, Value>>): HostObject {
  const values = Object.values(fields);
  return new HostObject({
    typeName,
    attributes: fields,
    getItem: (key) => values.at(Number(key)),
    iterate: () => values,
    length: () => values.length,
    print: () =>
      `${typeName}(${Object.entries(fields)
        .map(([name, value]) => `${name}=${toRepr(value)}`)
        .join(', ')})`,
  });
}
