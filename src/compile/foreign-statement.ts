import { DvtError } from '../core/errors.js';
import { toText } from '../jinja/index.js';
import type { ConnectionProfile, Quoting } from '../spi/project.js';
import type { DatabaseAccess } from './database-access.js';
import type { InputResolver } from './input-resolver.js';
import { type KnownRelation, relationObject } from './node-relations.js';

/**
 * Statements of a template that runs on `target`. One that names a relation which `ref` or `source` gave it from
 * another connection is refused: there it is unknown, or another one of that name. Throws DVT2111.
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

/** Throws DVT2111 for SQL of `target` that names a relation of another connection. */
export function refuseForeign(sql: string, { relations, context }: InputResolver, target: ConnectionProfile): void {
  const found = [...relations.values()].find(
    (relation) => relation.profile.name !== target.name && sql.includes(nameOf(relation, context.quoting)),
  );
  if (found === undefined) return;
  throw new DvtError({
    code: 'DVT2111',
    message: `This statement runs on ${target.name}, but names ${nameOf(found, context.quoting)} of ${found.profile.name}.`,
    hint: 'run_query, statement and hooks see their own database alone: read the relation in a model.',
  });
}

function nameOf(relation: KnownRelation, quoting: Quoting): string {
  return toText(relationObject(relation, 'native', quoting));
}
