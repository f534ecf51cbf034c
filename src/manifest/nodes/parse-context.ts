import {
  ALL_LEVELS,
  adapterObject,
  apiObject,
  configObject,
  type MacroNames,
  makeRelation,
  nodeGlobals,
  nodeObject,
  ownCopy,
  REF_PARAMETERS,
  type RelationMaker,
  refArguments,
  SOURCE_PARAMETERS,
  sourceArguments,
  type VisibleNode,
} from '../../context/index.js';
import type { Location } from '../../core/position.js';
import { type Globals, hostFunction, type Value } from '../../jinja/index.js';
import type { ConnectionProfile } from '../../spi/project.js';
import type { ConfigLayer } from '../configs/layers.js';
import { LazyNames } from './lazy-names.js';
import type { InputCall } from './parsed-node.js';

/** What a model's template said while it was rendered in the parse pass. */
export interface Captured {
  readonly calls: InputCall[];
  readonly configs: ConfigLayer[];
  readonly macros: Set<string>;
}

/** What the parse pass of every node shares. */
export interface ParseShared {
  readonly base: ReadonlyMap<string, Value>;
  readonly macros: MacroNames;
  /** `target` of a connection */
  readonly target: (profile: ConnectionProfile) => Readonly<Record<string, unknown>>;
  /** dialects that a federated model would dispatch to */
  readonly engines: readonly string[];
}

/** Nothing is known of the database yet: dbt's answers while parsing. */
const WITHOUT_DATABASE: Readonly<Record<string, Value>> = {
  get_relation: hostFunction('get_relation', ['*args', '**named'], () => null),
  load_relation: hostFunction('load_relation', ['*args', '**named'], () => null),
  get_columns_in_relation: hostFunction('get_columns_in_relation', ['relation'], () => []),
  get_missing_columns: hostFunction('get_missing_columns', ['*args', '**named'], () => []),
  list_relations_without_caching: hostFunction('list_relations_without_caching', ['*args'], () => []),
  check_schema_exists: hostFunction('check_schema_exists', ['*args', '**named'], () => false),
  already_exists: hostFunction('already_exists', ['*args', '**named'], () => false),
  execute: hostFunction('execute', ['*args', '**named'], () => null),
};

/** The context of a model's parse pass: `ref`, `source` and `config` are written down, nothing is asked of a database. */
export function parseGlobals(
  node: VisibleNode,
  profile: ConnectionProfile,
  captured: Captured,
  shared: ParseShared,
): Globals {
  const { dialect, type } = profile.adapter;
  const used = (macro: string): void => void captured.macros.add(macro);
  const target = shared.target(profile);
  const maker: RelationMaker = {
    connection: profile.name,
    quoting: ALL_LEVELS,
    form: () => ({ kind: 'native', dialect }),
  };
  const placeholder = (): Value => {
    const name = { database: target['database'] as string | null, schema: target['schema'] as string | null };
    return makeRelation(maker, { ...name, identifier: node.name }, null);
  };
  const prefixes = [dialect.name, ...shared.engines];
  const adapter = (): Value => {
    const facts = { quote: dialect.quote.bind(dialect), type, prefixes, macros: shared.macros, used };
    return adapterObject(facts, WITHOUT_DATABASE);
  };
  const config = (): Value =>
    configObject((values, location) => void captured.configs.push({ values, location, origin: 'call' }), {
      get: (_, fallback) => fallback ?? '',
      require: () => '',
    });
  const names: LazyNames = new LazyNames({
    model: () => ownCopy(nodeObject(node)),
    this: placeholder,
    target: () => target,
    adapter,
    api: () => apiObject(maker),
    config,
    load_result: () => hostFunction('load_result', ['name'], () => null),
    store_result: () => hostFunction('store_result', ['*args', '**named'], () => ''),
    store_raw_result: () => hostFunction('store_raw_result', ['*args', '**named'], () => ''),
    ref: () => captureFunction('ref', REF_PARAMETERS, captured, () => names.get('this')),
    source: () => captureFunction('source', SOURCE_PARAMETERS, captured, () => names.get('this')),
  });
  return nodeGlobals(shared.base, names, shared.macros, used);
}

/** A function that writes down how it is called and stands for some relation. */
function captureFunction(
  name: 'ref' | 'source',
  parameters: readonly string[],
  captured: Captured,
  placeholder: () => Value,
): Value {
  return hostFunction(name, parameters, (args, context) => {
    capture(name, args, context.location(), captured);
    return placeholder();
  });
}

/** Writes down one call of `ref` or `source`, with its arguments as `hostFunction` binds them. */
export function capture(
  name: 'ref' | 'source',
  args: readonly Value[],
  location: Location,
  captured: Pick<Captured, 'calls'>,
): void {
  if (name === 'ref') captured.calls.push({ kind: 'ref', ...refArguments(args), location });
  else captured.calls.push({ kind: 'source', ...sourceArguments(args), location });
}
