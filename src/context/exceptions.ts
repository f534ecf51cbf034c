import { DvtError } from '../core/errors.js';
import type { Location } from '../core/position.js';
import { HostObject, hostFunction, itemsOf, type NativeFunction, toPlain, toText, type Value } from '../jinja/index.js';
import { contractMismatch } from './contract-mismatch.js';

/** Ways to fail with a message of the macro's own; each takes it first and, often, a node. */
const RAISING = [
  'raise_compiler_error',
  'raise_parsing_error',
  'raise_database_error',
  'raise_dependency_error',
  'raise_not_implemented',
  'raise_cache_inconsistent',
  'raise_invalid_property_yml_version',
  'raise_fail_fast_error',
  'raise_dataclass_not_dict',
];

/** Ways to fail whose message is dvt's, from their arguments. */
const DESCRIBED: Readonly<Record<string, readonly [parameters: readonly string[], message: Describe]>> = {
  missing_config: [['model', 'name'], (model, name) => `${nameOf(model)} does not set the config '${toText(name)}'.`],
  missing_materialization: [
    ['model', 'adapter_type'],
    (model, adapter) => `There is no materialization for ${nameOf(model)} on ${toText(adapter)}.`,
  ],
  missing_relation: [['relation', 'model?'], (relation) => `The relation ${toText(relation)} is not there.`],
  relation_wrong_type: [
    ['relation', 'expected_type', 'model?'],
    (relation, expected) =>
      `${toText(relation)} is a ${typeOf(relation)}, and a ${toText(expected)} was expected. Drop it, or rename one of them.`,
  ],
  raise_contract_error: [['yaml_columns', 'sql_columns'], contractMismatch],
  column_type_missing: [
    ['column_names'],
    (names) =>
      `A contract needs the data_type of every column; it is missing for: ${itemsOf(names).map(toText).join(', ')}.`,
  ],
  raise_ambiguous_alias: [
    ['node_1', 'node_2', 'duped_name?'],
    (one, two) => `${nameOf(one)} and ${nameOf(two)} would be the same relation.`,
  ],
  raise_ambiguous_catalog_match: [['unique_id', '*matches'], (id) => `Several relations are meant by ${toText(id)}.`],
  raise_dep_not_found: [
    ['node', 'node_description', 'required_pkg'],
    (node, what, where) => `${nameOf(node)} needs ${toText(what)} of ${toText(where)}, which is not installed.`,
  ],
  raise_duplicate_resource_name: [
    ['node_1', 'node_2'],
    (one, two) => `${nameOf(one)} and ${nameOf(two)} have one name.`,
  ],
  raise_duplicate_patch_name: [['patch_1', 'path'], (patch) => `${nameOf(patch)} is described twice.`],
};

type Describe = (...args: readonly Value[]) => string;

/** `exceptions`: macros raise errors of their own, and warn. */
export function exceptionsObject(warn: (message: string, location: Location) => void): HostObject {
  const attributes: Record<string, Value> = {
    warn: hostFunction('warn', ['msg', 'node?'], ([message], context) => {
      warn(toText(message), context.location());
      return '';
    }),
    warn_snapshot_timestamp_data_types: hostFunction(
      'warn_snapshot_timestamp_data_types',
      ['snapshot_time_data_type', 'updated_at_data_type'],
      ([snapshot, updated], context) => {
        const types = `${toText(snapshot)}, and the updated_at column is ${toText(updated)}`;
        warn(
          `The times of this snapshot are ${types}: the two may be compared in different zones.`,
          context.location(),
        );
        return '';
      },
    ),
  };
  for (const name of RAISING)
    attributes[name] = raising(name, ['msg', '*details', '**named'], (message) => toText(message));
  for (const [name, [parameters, describe]] of Object.entries(DESCRIBED)) {
    attributes[name] = raising(name, parameters, describe);
  }
  return new HostObject({ typeName: 'exceptions', attributes });
}

function raising(name: string, parameters: readonly string[], describe: Describe): NativeFunction {
  return hostFunction(name, parameters, (args) => {
    throw new DvtError({ code: name === 'raise_contract_error' ? 'DVT2125' : 'DVT2109', message: describe(...args) });
  });
}

function nameOf(node: Value): string {
  const plain = toPlain(node);
  return String((plain as { readonly name?: unknown } | null)?.name ?? toText(node));
}

function typeOf(relation: Value): string {
  return relation instanceof HostObject ? String(relation.traits.attributes?.['type'] ?? 'relation') : 'relation';
}
