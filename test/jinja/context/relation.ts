import { type Dict, HostObject, hostFunction, isTrue, type Value } from '#dvt/jinja/index.js';

const PARTS = ['database', 'schema', 'identifier'];

/** A relation as dbt's macros handle it: printed with quotes, changed by `include` and `incorporate`. */
export function relation(path: Readonly<Record<string, Value>>): HostObject {
  return new HostObject({
    typeName: 'Relation',
    attributes: {
      ...path,
      include: hostFunction('include', ['**parts'], ([parts]) => {
        const excluded = (part: string) => (parts as Dict).has(part) && !isTrue((parts as Dict).get(part));
        return relation(Object.fromEntries(Object.entries(path).filter(([part]) => !excluded(part))));
      }),
      incorporate: hostFunction('incorporate', ['path?'], ([changes]) =>
        relation({ ...path, ...Object.fromEntries((changes as Dict).entries() as [string, Value][]) }),
      ),
    },
    print: () =>
      PARTS.filter((part) => path[part] !== undefined)
        .map((part) => `"${path[part]}"`)
        .join('.'),
  });
}
