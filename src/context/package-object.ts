import { type DictView, HostObject, type Macro } from '../jinja/index.js';
import { mapView } from './lazy-dict.js';

/** A package by its name: `dbt.`, `dbt_utils.`, the project's own: a dict of its macros, as in dbt. */
export function packageObject(name: string, macros: ReadonlyMap<string, Macro>): HostObject {
  let view: DictView | null = null;
  return new HostObject({
    typeName: `package ${name}`,
    getAttribute: (macro) => macros.get(macro),
    attributeNames: () => macros.keys(),
    dict: () => {
      // What a template does to it stays its own.
      view ??= mapView(new Map(macros));
      return view;
    },
    contains: (key) => macros.has(String(key)),
    isTrue: () => true,
  });
}
