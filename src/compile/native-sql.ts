import { defaultsOf } from '../context/index.js';
import { DvtError } from '../core/errors.js';
import type { ConnectionProfile } from '../spi/project.js';
import type { RelationName } from '../spi/relation.js';
import { federatedNames, type NamedPlace } from './federated-names.js';

/**
 * SQL of a federated template as its target understands it: names that dvt printed become the target's own. Throws a
 * DvtError where it names a relation of another connection.
 */
export function nativeSql(sql: string, target: ConnectionProfile, connections: readonly string[]): string {
  let native = '';
  let end = 0;
  for (const place of federatedNames(sql)) {
    const connection = connectionOf(place, connections);
    if (connection === null) continue;
    if (connection !== target.name) throw foreign(place, connection, target);
    const name = nativeName(place, target);
    native += sql.slice(end, place.start) + target.adapter.dialect.relation(name);
    end = place.end;
  }
  return native + sql.slice(end);
}

/** `shop.dev`, or `shop.dev/other_database` */
function connectionOf({ catalog }: NamedPlace, connections: readonly string[]): string | null {
  if (connections.includes(catalog)) return catalog;
  return connections.find((connection) => catalog.startsWith(`${connection}/`)) ?? null;
}

function nativeName({ catalog, schema, identifier }: NamedPlace, target: ConnectionProfile): RelationName {
  const defaults = defaultsOf(target);
  const other = catalog.slice(target.name.length + 1);
  const withSchemas = target.adapter.capabilities.schemas || defaults.schema !== null;
  return {
    database: other === '' ? defaults.database : other,
    schema: withSchemas ? schema : null,
    identifier,
  };
}

function foreign({ schema, identifier }: NamedPlace, connection: string, target: ConnectionProfile): DvtError {
  return new DvtError({
    code: 'DVT2111',
    message: `This query runs on ${target.name}, the model's target, but names ${schema}.${identifier} of ${connection}.`,
    hint: 'run_query and statement see the target alone: read the relation in the model itself.',
  });
}
