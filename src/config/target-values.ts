import type { ConnectionProfile } from '../spi/project.js';

/**
 * What `target` holds in a template, as in dbt: `name` is the output's name, and the connection's fields follow under
 * their names and synonyms (`dbname`), except secret ones.
 */
export function targetValues(connection: ConnectionProfile, threads: number): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(connection.adapter.fields)) {
    const value = connection.values[name];
    if (field.secret || value === undefined) continue;
    for (const spelling of [name, ...(field.synonyms ?? [])]) values[spelling] = value;
  }
  const dot = connection.name.lastIndexOf('.');
  const name = connection.name.slice(dot + 1);
  return {
    ...values,
    name,
    target_name: name,
    profile_name: dot < 0 ? connection.name : connection.name.slice(0, dot),
    type: connection.adapter.type,
    threads,
  };
}
