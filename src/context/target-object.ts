import type { ConnectionProfile } from '../spi/project.js';
import type { RelationName } from '../spi/relation.js';

/** `target`: where a model is published, without secrets. */
export function targetObject(profile: ConnectionProfile, threads: number): Readonly<Record<string, unknown>> {
  const { adapter, name, values } = profile;
  const target: Record<string, unknown> = {};
  for (const [field, { secret, synonyms }] of Object.entries(adapter.fields)) {
    if (secret || values[field] === undefined) continue;
    for (const spelling of [field, ...(synonyms ?? [])]) target[spelling] = values[field];
  }
  const { database, schema } = defaultsOf(profile);
  const [profileName, output] = splitName(name);
  return {
    ...target,
    type: adapter.type,
    name: output,
    target_name: output,
    profile_name: profileName,
    database,
    schema,
    threads,
  };
}

/** Where the relations of a connection live when nothing else is said. */
export function defaultsOf(profile: ConnectionProfile): Pick<RelationName, 'database' | 'schema'> {
  const { database, schema } = profile.adapter.completeName(profile.values, {
    database: null,
    schema: null,
    identifier: 'defaults',
  });
  return { database, schema };
}

/** `shop.dev` is the output `dev` of the profile `shop`; a flat entry is both. */
function splitName(name: string): readonly [profile: string, output: string] {
  const dot = name.indexOf('.');
  return dot < 0 ? [name, name] : [name.slice(0, dot), name.slice(dot + 1)];
}
