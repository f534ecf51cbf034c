import { type HostObject, hostFunction, type Value } from '../../jinja/index.js';
import type { AdapterContext } from './adapter-context.js';
import { constraintMethods } from './constraint-methods.js';
import { relationMethods } from './relation-methods.js';
import { statementMethods } from './statement-methods.js';
import { strategyMethods } from './strategy-methods.js';

export type { AdapterContext } from './adapter-context.js';

/** The methods of `adapter` in the execute pass; `api` holds the classes that it shows again. */
export function adapterMethods(adapter: AdapterContext, api: HostObject): Readonly<Record<string, Value>> {
  const { Relation, Column } = api.traits.attributes ?? {};
  return {
    ...statementMethods(adapter),
    ...relationMethods(adapter),
    ...strategyMethods(adapter),
    ...constraintMethods(adapter),
    Relation,
    Column,
    // One database a connection is what dvt has: a name of another one fails where it is used.
    verify_database: hostFunction('verify_database', ['database'], () => ''),
    parse_index: hostFunction('parse_index', ['raw_index'], ([index]) => indexObject(index)),
  };
}

/** An entry of `indexes:` with what dbt-postgres lets be left out. */
function indexObject(raw: Value): Value {
  const given = raw as Readonly<Record<string, unknown>>;
  return { columns: [], unique: false, type: null, ...given };
}
