import { DvtError } from '../core/errors.js';
import { itemsOf, toPlain, toRepr, Undefined, type Value } from '../jinja/index.js';
import type { RefCall } from '../spi/node.js';

/** What `ref` takes, for `hostFunction`. */
export const REF_PARAMETERS = ['*names', '**named'];
/** What `source` takes, for `hostFunction`. */
export const SOURCE_PARAMETERS = ['*names'];

/** `ref('name')` or `ref('package', 'name')`, each with or without `v=`. */
export function refArguments(args: readonly Value[]): Omit<RefCall, 'location'> {
  const [rest, named] = args;
  let version: RefCall['version'] = null;
  for (const [key, value] of Object.entries(toPlain(named) as object)) {
    if ((key === 'v' || key === 'version') && isVersion(value)) version = value;
    else throw new DvtError({ code: 'DVT2101', message: `ref() with \`${key}=\`: there is no such argument.` });
  }
  const names = texts(rest, 'ref');
  if (names.length === 1) return { package: null, name: names[0]!, version };
  if (names.length === 2) return { package: names[0]!, name: names[1]!, version };
  const message = `ref() takes a model's name, or a package and a name; it got ${names.length} arguments.`;
  throw new DvtError({ code: 'DVT2101', message });
}

function isVersion(value: unknown): value is RefCall['version'] {
  return value === null || typeof value === 'string' || typeof value === 'number';
}

/** `source('source', 'table')`. */
export function sourceArguments(args: readonly Value[]): { readonly source: string; readonly table: string } {
  const names = texts(args[0], 'source');
  if (names.length === 2) return { source: names[0]!, table: names[1]! };
  const message = `source() takes two arguments, the source's name and the table's; it got ${names.length}.`;
  throw new DvtError({ code: 'DVT2102', message, hint: "Write source('my_source', 'my_table')." });
}

function texts(values: Value, callee: string): readonly string[] {
  return itemsOf(values).map((value) => {
    if (typeof value === 'string') return value;
    if (value instanceof Undefined) value.fail();
    const message = `${callee}() takes texts; it got ${value === null ? 'none' : toRepr(value)}.`;
    throw new DvtError({ code: callee === 'ref' ? 'DVT2101' : 'DVT2102', message });
  });
}
