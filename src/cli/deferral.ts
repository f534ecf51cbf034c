import type { RelationCatalog } from '../execute/index.js';
import type { ManifestNode } from '../spi/node.js';
import type { ParsedProject } from './parsed-project.js';
import type { Session } from './session.js';
import { type StateRelation, stateFolder, stateRelations } from './state-relations.js';

type Deferred = (node: ManifestNode) => Promise<StateRelation | null>;

/**
 * `--defer`: where a node is read that this command does not build. The other run's relation takes its place where this
 * target has none, or always with `--favor-state`. null: the option is not given.
 */
export function deferral(session: Session, parsed: ParsedProject, catalog: RelationCatalog): Deferred | null {
  const { defer, favorState } = session.invocation.options;
  if (!defer) return null;
  let relations: Promise<Deferred> | undefined;
  return async (node) => {
    if (node.relation === null || parsed.selection.includes(node.id)) return null;
    relations ??= stateRelations(session, stateFolder(session, '--defer'));
    const then = await (await relations)(node);
    if (then === null || favorState) return then;
    const here = await catalog.describe(node.connection, node.relation);
    return here === null ? then : null;
  };
}
