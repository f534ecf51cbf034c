import { DvtError } from '../core/errors.js';
import type { Location } from '../core/position.js';
import {
  type CallContext,
  HostObject,
  hostFunction,
  type NativeFunction,
  toPlain,
  toText,
  Undefined,
  type Value,
} from '../jinja/index.js';

/** Reads of configs: `config.get` and its like. */
interface ConfigReads {
  get(name: string, fallback: Value): Value;
  /** the value, undefined where there is none */
  require(name: string): Value | undefined;
}

/**
 * `config` of a model: called it declares, its methods read.
 * @param declare gets what a `config(...)` call says, as plain data
 */
export function configObject(
  declare: (values: Record<string, unknown>, location: Location) => void,
  reads: ConfigReads,
): HostObject {
  const get = hostFunction('get', ['name', 'default?', 'validator?'], ([name, fallback, validator], context) => {
    const value = reads.get(String(name), fallback ?? null);
    return isGiven(validator) && isGiven(fallback) ? validated(value, validator, context) : value;
  });
  const required = (name: string, value: Value | undefined): Value => {
    if (value !== undefined && value !== null) return value;
    throw new DvtError({ code: 'DVT2112', message: `The config '${name}' is required here and not set.` });
  };
  const require = hostFunction('require', ['name', 'validator?'], ([name, validator], context) => {
    const value = required(String(name), reads.require(String(name)));
    return isGiven(validator) ? validated(value, validator, context) : value;
  });
  const set = hostFunction('set', ['name', 'value'], ([name, value], context) => {
    declare(configArguments([new Map([[String(name), value]]), new Map()]), context.location());
    return '';
  });
  const persists = (what: string): NativeFunction =>
    hostFunction(`persist_${what}_docs`, [], () => {
      const docs = toPlain(reads.get('persist_docs', null)) as Record<string, unknown> | null;
      return docs?.[what === 'column' ? 'columns' : what] === true;
    });
  return new HostObject({
    typeName: 'config',
    attributes: {
      get,
      require,
      set,
      meta_require: hostFunction('meta_require', ['name', 'validator?'], ([name]) =>
        required(`meta.${String(name)}`, metaOf(reads, name)),
      ),
      meta_get: hostFunction(
        'meta_get',
        ['name', 'default?'],
        ([name, fallback]) => metaOf(reads, name) ?? fallback ?? null,
      ),
      persist_relation_docs: persists('relation'),
      persist_column_docs: persists('column'),
    },
    call: hostFunction('config', CONFIG_PARAMETERS, (args, context) => {
      declare(configArguments(args), context.location());
      return '';
    }),
  });
}

/** The value, which a validator of the template has let pass. */
async function validated(value: Value, validator: Value, context: CallContext): Promise<Value> {
  await context.call(validator, [value]);
  return value;
}

function isGiven(value: Value): boolean {
  return value !== undefined && value !== null && !(value instanceof Undefined);
}

/** What `config(...)` takes, for `hostFunction`. */
const CONFIG_PARAMETERS = ['values?', '**named'];

/** `config(materialized='table')` or `config({'materialized': 'table'})`, as plain data. */
export function configArguments([values, named]: readonly Value[]): Record<string, unknown> {
  const declared: Record<string, unknown> = { ...(toPlain(values) as object), ...(toPlain(named) as object) };
  for (const [key, value] of Object.entries(declared)) {
    if (value instanceof HostObject) declared[key] = toText(value);
  }
  return declared;
}

function metaOf(reads: ConfigReads, name: Value): Value | undefined {
  const meta = toPlain(reads.get('meta', null)) as Record<string, unknown> | null;
  return meta?.[String(name)];
}
