import { HostObject, type Macro } from '../jinja/index.js';

/** A package by its name: `dbt.`, `dbt_utils.`, the project's own; its macros are the attributes. */
export function packageObject(name: string, macros: ReadonlyMap<string, Macro>): HostObject {
  return new HostObject({
    typeName: `package ${name}`,
    getAttribute: (macro) => macros.get(macro),
    attributeNames: () => macros.keys(),
    contains: (key) => macros.has(String(key)),
    isTrue: () => true,
  });
}
