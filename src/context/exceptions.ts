import { DvtError } from '../core/errors.js';
import type { Location } from '../core/position.js';
import { HostObject, hostFunction, type NativeFunction, toText, type Value } from '../jinja/index.js';

/** Ways to fail that dbt gives macros; each takes a message and, often, a node. */
const RAISING = [
  'raise_compiler_error',
  'raise_parsing_error',
  'raise_database_error',
  'raise_dependency_error',
  'raise_not_implemented',
  'raise_invalid_property_yml_version',
  'raise_fail_fast_error',
];

/** `exceptions`: macros raise errors of their own, and warn. */
export function exceptionsObject(warn: (message: string, location: Location) => void): HostObject {
  const attributes: Record<string, Value> = {
    warn: hostFunction('warn', ['msg', 'node?'], ([message], context) => {
      warn(toText(message), context.location());
      return '';
    }),
  };
  for (const name of RAISING) attributes[name] = raising(name);
  return new HostObject({ typeName: 'exceptions', attributes });
}

function raising(name: string): NativeFunction {
  return hostFunction(name, ['msg', '*details', '**named'], ([message]) => {
    throw new DvtError({ code: 'DVT2109', message: toText(message) });
  });
}
