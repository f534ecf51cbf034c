import { isDeepStrictEqual } from 'node:util';
import { type Json, mapping } from './artifacts.js';
import { isEnforced } from './breaking-changes.js';

/** Whether a part of an entry is as it was. Entries are those of `manifest.json`. */
export type Same = (before: Json, now: Json) => boolean;

/** Configs that say where a node goes or how it is found, not what it is; dbt leaves them out of the comparison. */
const NOT_COMPARED = new Set(['alias', 'schema', 'database', 'tags', 'group', 'dvt', 'materializedExplicit']);

export const sameBody: Same = (before, now) =>
  now['resource_type'] === 'seed'
    ? isDeepStrictEqual(before['checksum'], now['checksum'])
    : before['raw_code'] === now['raw_code'];

/** As written where both sides know that (`unrendered_config`), so that two targets of one project compare as equal. */
export const sameConfig: Same = (before, now) => isDeepStrictEqual(compared(before), compared(now));

export const sameRelation: Same = (before, now) =>
  ['database', 'schema', 'alias'].every((key) => isDeepStrictEqual(written(before)[key], written(now)[key]));

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
  const typed = (entry: Json): unknown =>
    Object.fromEntries(
      Object.entries(mapping(entry['columns'])).map(([name, value]) => {
        const column = mapping(value);
        return [name, [column['data_type'], column['constraints'] ?? []]];
      }),
    );
  return (
    isDeepStrictEqual(typed(before), typed(now)) &&
    isDeepStrictEqual(before['constraints'] ?? [], now['constraints'] ?? [])
  );
};

const BY_KIND: Readonly<Record<string, Same>> = {
  source: every(
    fields('fqn', 'database', 'schema', 'identifier', 'quoting', 'freshness', 'loaded_at_field', 'loaded_at_query'),
    sameConfig,
  ),
  exposure: fields('fqn', 'description', 'label', 'maturity', 'meta', 'owner', 'tags', 'type', 'url', 'depends_on'),
  unit_test: fields('fqn', 'model', 'given', 'expect', 'overrides'),
};

const NODE = every(sameBody, sameConfig, samePersistedDescription, sameFqn, sameRelation, sameContract);

/** Whether an entry says the same as before; what its macros say is looked at apart. */
export const sameContents: Same = (before, now) => (BY_KIND[String(now['resource_type'])] ?? NODE)(before, now);

function every(...parts: readonly Same[]): Same {
  return (before, now) => parts.every((same) => same(before, now));
}

function fields(...keys: readonly string[]): Same {
  return (before, now) => keys.every((key) => isDeepStrictEqual(before[key] ?? null, now[key] ?? null));
}

function written(entry: Json): Json {
  return mapping(entry['unrendered_config'] ?? entry['config']);
}

function compared(entry: Json): Json {
  return Object.fromEntries(Object.entries(written(entry)).filter(([key]) => !NOT_COMPARED.has(key)));
}
