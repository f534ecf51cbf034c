import { isDeepStrictEqual } from 'node:util';
import { type Json, mapping } from './artifacts.js';
import { isEnforced } from './breaking-changes.js';

/** Whether a part of an entry is as it was. Entries are those of `manifest.json`. */
export type Same = (before: Json, now: Json) => boolean;

/** Configs that say where a node goes or how it is found, not what it is; dbt leaves them out of the comparison. */
const NOT_COMPARED = new Set(['alias', 'schema', 'database', 'tags', 'group', 'dvt', 'materializedExplicit']);

/** dbt writes the text of a file without the blanks around it. */
export const sameBody: Same = (before, now) =>
  now['resource_type'] === 'seed'
    ? sameFile(before, now)
    : String(before['raw_code'] ?? '').trim() === String(now['raw_code'] ?? '').trim();

/** Of seeds over a size dbt knows the path alone; between two manifests of dvt their contents are compared. */
function sameFile(before: Json, now: Json): boolean {
  const [old, current] = [before, now].map((entry) => mapping(mapping(entry['config'])['dvt'])['content']);
  if (old !== undefined && current !== undefined) return old === current;
  return isDeepStrictEqual(before['checksum'], now['checksum']);
}

/** As written where both sides know that (`unrendered_config`), so that two targets of one project compare as equal. */
export const sameConfig: Same = (before, now) => {
  // Tags of a source are compared, unlike those of a node.
  const compared = (key: string) => !NOT_COMPARED.has(key) || (key === 'tags' && now['resource_type'] === 'source');
  const [old, current] = written(before, now).map((config) =>
    Object.fromEntries(Object.entries(config).filter(([key]) => compared(key))),
  );
  return isDeepStrictEqual(old, current);
};

export const sameRelation: Same = (before, now) => {
  if (now['resource_type'] === 'source') return sameSourceName(before, now);
  const [old, current] = written(before, now);
  return ['database', 'schema', 'alias'].every((key) => isDeepStrictEqual(old[key], current[key]));
};

/** The schema as written, so that a source in `{{ target.schema }}` is the same on each target. */
function sameSourceName(before: Json, now: Json): boolean {
  const known = ['unrendered_schema', 'unrendered_database'].every((key) => key in before && key in now);
  const names = known ? ['unrendered_database', 'unrendered_schema'] : ['database', 'schema'];
  return fields(...names, 'identifier')(before, now);
}

const sameFqn: Same = (before, now) => isDeepStrictEqual(before['fqn'], now['fqn']);

/** Descriptions count where they are published. */
export const samePersistedDescription: Same = (before, now) => {
  const persisted = mapping(mapping(now['config'])['persist_docs']);
  const descriptions = (entry: Json): Json =>
    Object.fromEntries(
      Object.entries(mapping(entry['columns'])).map(([name, column]) => [name, mapping(column)['description']]),
    );
  if (persisted['relation'] === true && before['description'] !== now['description']) return false;
  return persisted['columns'] !== true || isDeepStrictEqual(descriptions(before), descriptions(now));
};

/** A contract that neither side enforces is the same. */
export const sameContract: Same = (before, now) => {
  if (!isEnforced(before) && !isEnforced(now)) return true;
  if (isEnforced(before) !== isEnforced(now)) return false;
  return isDeepStrictEqual(contractOf(before), contractOf(now));
};

/** Names, types and constraints, whatever their order; those of the model where its materialization enforces them. */
function contractOf(entry: Json): unknown {
  const columns = Object.values(mapping(entry['columns'])).map((value) => {
    const { name, data_type: type, constraints } = mapping(value);
    return [String(name), type, constraints ?? []] as const;
  });
  const { materialized } = mapping(entry['config']);
  const enforces = materialized === 'table' || materialized === 'incremental';
  return [columns.toSorted(([a], [b]) => (a < b ? -1 : 1)), enforces && [materialized, entry['constraints'] ?? []]];
}

/** What refs to a model depend on, beside what it is. */
const sameReference = fields('latest_version', 'access', 'deprecation_date');

const NODE = every(sameBody, sameConfig, samePersistedDescription, sameFqn, sameRelation, sameContract, sameReference);

const BY_KIND: Readonly<Record<string, Same>> = {
  source: every(fields('fqn', 'quoting', 'freshness', 'loaded_at_field', 'external'), sameSourceName, sameConfig),
  exposure: every(fields('fqn', 'description', 'label', 'maturity', 'owner', 'type', 'url'), sameInputs, sameConfig),
  unit_test: sameUnitTest,
};

/** By dbt's checksum; a state of an older dvt has none. */
function sameUnitTest(before: Json, now: Json): boolean {
  const [old, current] = [before['checksum'], now['checksum']];
  if (typeof old === 'string' && typeof current === 'string') return old === current;
  return fields('model', 'given', 'expect', 'overrides')(before, now);
}

/** Kinds of which dbt does not call a new one modified. */
const NEW_AS_UNMODIFIED: ReadonlySet<unknown> = new Set(['source', 'exposure']);

/** Whether an entry says the same as before; what its macros say is looked at apart. */
export function sameContents(before: Json | undefined, now: Json): boolean {
  const kind = now['resource_type'];
  if (before === undefined) return NEW_AS_UNMODIFIED.has(kind);
  // The arguments of a generic test are in its id.
  if (kind === 'test' && now['test_metadata'] != null) return sameConfig(before, now) && sameFqn(before, now);
  return (BY_KIND[String(kind)] ?? NODE)(before, now);
}

/** Kinds that are no nodes, and what each part of an entry is called that they have too. */
const PARTS_OF_OTHERS: Readonly<Record<string, readonly Same[]>> = {
  source: [sameConfig, sameRelation],
  exposure: [sameConfig],
  unit_test: [],
};

/** Whether entries of a kind have a part. */
export function hasPart(now: Json, part: Same): boolean {
  return PARTS_OF_OTHERS[String(now['resource_type'])]?.includes(part) ?? true;
}

function sameInputs(before: Json, now: Json): boolean {
  const inputs = (entry: Json): unknown => {
    const { nodes } = mapping(entry['depends_on']);
    return Array.isArray(nodes) ? nodes.toSorted() : [];
  };
  return isDeepStrictEqual(inputs(before), inputs(now));
}

function every(...parts: readonly Same[]): Same {
  return (before, now) => parts.every((same) => same(before, now));
}

function fields(...keys: readonly string[]): Same {
  return (before, now) => keys.every((key) => isDeepStrictEqual(before[key] ?? null, now[key] ?? null));
}

/** The configs of both as somebody wrote them, where both manifests have that. */
function written(before: Json, now: Json): readonly [before: Json, now: Json] {
  const both = before['unrendered_config'] != null && now['unrendered_config'] != null;
  const key = both ? 'unrendered_config' : 'config';
  return [mapping(before[key]), mapping(now[key])];
}
