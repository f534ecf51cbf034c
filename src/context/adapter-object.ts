import { HostObject, hostFunction, isTrue, type Value } from '../jinja/index.js';
import type { Quoting } from '../spi/project.js';
import type { MacroNames } from './macro-names.js';
import { emptyTable } from './result-object.js';

/** How `adapter` answers what both passes answer alike. */
export interface AdapterFacts {
  /** quotes an identifier of the SQL that the template writes */
  readonly quote: (identifier: string) => string;
  /** of `adapter.type()`, e.g. `postgres` */
  readonly type: string;
  /** of `adapter.dispatch`, best first; `default` comes last by itself */
  readonly prefixes: readonly string[];
  readonly macros: MacroNames;
  /** which levels of names are quoted; absent: all */
  readonly quoting?: Quoting;
  /** called with the id of each macro that dispatch finds for the template itself */
  readonly used?: (id: string) => void;
}

/** `adapter`: what needs no database, and the pass's own `methods`; what these lack answers as dbt does while parsing. */
export function adapterObject(facts: AdapterFacts, methods: Readonly<Record<string, Value>>): HostObject {
  const quote = (identifier: Value): string => facts.quote(String(identifier));
  return new HostObject({
    typeName: 'adapter',
    attributes: {
      ...WITHOUT_DATABASE,
      type: hostFunction('type', [], () => facts.type),
      quote: hostFunction('quote', ['identifier'], ([identifier]) => quote(identifier)),
      quote_as_configured: hostFunction('quote_as_configured', ['identifier', 'quote_key?'], ([name, key]) =>
        facts.quoting?.[String(key) as keyof Quoting] === false ? name : quote(name),
      ),
      quote_seed_column: hostFunction('quote_seed_column', ['column', 'quote_config?'], ([name, wanted]) =>
        (wanted ?? null) === null || isTrue(wanted) ? quote(name) : name,
      ),
      dispatch: dispatchFunction(facts),
      behavior: BEHAVIOR,
      ...methods,
    },
  });
}

/** dbt's behaviour flags: all at their defaults. */
const BEHAVIOR = new HostObject({ typeName: 'Behavior', getAttribute: () => false });

function dispatchFunction({ macros, prefixes, used }: AdapterFacts): Value {
  return hostFunction('dispatch', ['macro_name', 'macro_namespace?', 'packages?'], ([name, namespace], context) => {
    const from = (namespace ?? null) === null ? null : String(namespace);
    const macro = macros.dispatch(String(name), from, [...prefixes, 'default']);
    const id = macros.idOf(macro);
    if (id !== null && context.macros().length === 0) used?.(id);
    return macro;
  });
}

function answering(names: readonly string[], answer: () => Value): Readonly<Record<string, Value>> {
  return Object.fromEntries(names.map((name) => [name, hostFunction(name, ['*args', '**named'], answer)]));
}

/** Nothing is known of the database yet: dbt's answers while parsing. */
const WITHOUT_DATABASE: Readonly<Record<string, Value>> = {
  ...answering(
    [
      ...['get_relation', 'load_relation', 'create_schema', 'drop_schema', 'drop_relation', 'rename_relation'],
      ...['truncate_relation', 'expand_target_column_types', 'valid_snapshot_target', 'get_incremental_strategy_macro'],
      ...['assert_valid_snapshot_target_given_strategy', 'get_hard_deletes_behavior', 'parse_index', 'commit'],
      ...['build_catalog_relation', 'get_catalog_integration'],
    ],
    () => null,
  ),
  ...answering(
    [
      ...['get_columns_in_relation', 'get_missing_columns', 'list_relations', 'list_relations_without_caching'],
      ...['get_column_schema_from_query', 'list_schemas', 'render_raw_columns_constraints'],
      ...['render_raw_model_constraints', 'valid_incremental_strategies'],
    ],
    () => [],
  ),
  ...answering(['check_schema_exists', 'already_exists', 'is_motherduck', 'is_ducklake', 'supports'], () => false),
  ...answering(
    ['cache_added', 'cache_dropped', 'cache_renamed', 'get_rows_different_sql', 'verify_database'],
    () => '',
  ),
  ...answering(['standardize_grants_dict'], () => new Map()),
  ...answering(['execute'], () => ['', emptyTable()]),
};
