import { HostObject, hostFunction } from '../jinja/index.js';

/** A column of a relation as templates see it; `type` as the database spells it. */
export function columnObject(name: string, type: string, quote: (identifier: string) => string): HostObject {
  const is = (test: string, pattern: RegExp) => [test, hostFunction(test, [], () => pattern.test(type))] as const;
  return new HostObject({
    typeName: 'Column',
    attributes: {
      name,
      column: name,
      quoted: quote(name),
      dtype: type.replace(/\(.*$/, ''),
      data_type: type,
      ...Object.fromEntries([
        is('is_string', /char|text|string|enum/i),
        is('is_number', /int|float|double|real|numeric|decimal|number|serial/i),
        is('is_integer', /int|serial/i),
        is('is_float', /float|double|real/i),
        is('is_numeric', /numeric|decimal|number/i),
      ]),
    },
    print: () => `<Column ${name} (${type})>`,
    equals: (other) => other instanceof HostObject && other.traits.attributes?.['name'] === name,
  });
}
