import { HostObject, hostFunction, type Value } from '../jinja/index.js';
import type { MacroNames } from './macro-names.js';

/** How `adapter` answers what both passes answer alike. */
export interface AdapterFacts {
  /** quotes an identifier of the SQL that the template writes */
  readonly quote: (identifier: string) => string;
  /** of `adapter.type()`, e.g. `postgres` */
  readonly type: string;
  /** of `adapter.dispatch`, best first; `default` comes last by itself */
  readonly prefixes: readonly string[];
  readonly macros: MacroNames;
  /** called with the id of each macro that dispatch finds for the template itself */
  readonly used?: (id: string) => void;
}

/** `adapter`: what needs no database, and the pass's own `methods`. */
export function adapterObject(facts: AdapterFacts, methods: Readonly<Record<string, Value>>): HostObject {
  const quote = (identifier: Value): string => facts.quote(String(identifier));
  return new HostObject({
    typeName: 'adapter',
    attributes: {
      type: hostFunction('type', [], () => facts.type),
      quote: hostFunction('quote', ['identifier'], ([identifier]) => quote(identifier)),
      quote_as_configured: hostFunction('quote_as_configured', ['identifier', 'quote_key?'], ([name]) => quote(name)),
      dispatch: hostFunction(
        'dispatch',
        ['macro_name', 'macro_namespace?', 'packages?'],
        ([name, namespace], context) => {
          const from = (namespace ?? null) === null ? null : String(namespace);
          const macro = facts.macros.dispatch(String(name), from, [...facts.prefixes, 'default']);
          const id = facts.macros.idOf(macro);
          if (id !== null && context.macros().length === 0) facts.used?.(id);
          return macro;
        },
      ),
      ...methods,
    },
  });
}
