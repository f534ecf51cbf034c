import type { FederatedName } from '../context/index.js';
import { DvtError } from '../core/errors.js';
import type { ConnectionProfile } from '../spi/project.js';
import type { DatabaseAccess } from './database-access.js';
import { federatedNames } from './federated-names.js';
import type { InputResolver } from './input-resolver.js';

/**
 * Statements of a template that runs on `target`. One that names a relation which `ref` or `source` gave it from
 * another connection is refused: there it is unknown. Throws DVT2111.
 */
export function refusingForeign(
  database: DatabaseAccess,
  inputs: InputResolver,
  target: ConnectionProfile,
): DatabaseAccess {
  return {
    session: database.session,
    query: (sql, options) => {
      refuseForeign(sql, inputs, target);
      return database.query(sql, options);
    },
  };
}

/**
 * Throws DVT2111 for SQL of `target` that names a relation of another connection. Such names are the engine's (see `Shown`),
 * so that a relation of the target is never taken for one, whatever both are called; what a string or a comment says is nobody's
 * relation.
 */
export function refuseForeign(sql: string, { relations }: InputResolver, target: ConnectionProfile): void {
  const foreign = [...relations.values()].filter((relation) => relation.profile.name !== target.name);
  if (foreign.length === 0) return;
  const named = new Set(federatedNames(sql).map(keyOf));
  const found = foreign.find((relation) => named.has(keyOf(relation.federated)));
  if (found === undefined) return;
  const { schema, identifier } = found.federated;
  throw new DvtError({
    code: 'DVT2111',
    message: `This statement runs on ${target.name}, but names ${schema}.${identifier} of ${found.profile.name}.`,
    hint: 'run_query, statement and hooks see their own database alone: read the relation in a model.',
  });
}

function keyOf({ catalog, schema, identifier }: FederatedName): string {
  return JSON.stringify([catalog, schema, identifier]);
}
