import { ALL_LEVELS, printName } from '../context/index.js';
import { DvtError } from '../core/errors.js';
import type { ManifestNode, SourceNode } from '../spi/node.js';
import type { ConnectionProfile, Quoting } from '../spi/project.js';
import type { RelationName } from '../spi/relation.js';

type Named = ManifestNode | SourceNode;

/** dbt's `relation_name`: a node's relation as its own database's SQL spells it; null where it has none. */
export type RelationNames = (node: Named) => string | null;

/** A relation with the levels that its connection adds; null where there is none. */
export type RelationPlaces = (node: Named) => RelationName | null;

/** Completes the names of the relations of these nodes, as `relationNames` does before it prints them. */
export async function relationPlaces(
  nodes: Iterable<Named>,
  profile: (connection: string) => Promise<ConnectionProfile>,
): Promise<RelationPlaces> {
  const profiles = await profilesOf(nodes, profile);
  return ({ connection, relation }) => {
    const found = profiles.get(connection);
    if (found === undefined || relation === null) return null;
    return orNull(() => found.adapter.completeName(found.values, relation));
  };
}

/**
 * Names the relations of these nodes. A connection or a name with mistakes has nothing to show: what uses it says so
 * elsewhere, with the place.
 */
export async function relationNames(
  nodes: Iterable<Named>,
  profile: (connection: string) => Promise<ConnectionProfile>,
  quoting: Quoting,
): Promise<RelationNames> {
  const profiles = await profilesOf(nodes, profile);
  return (node) => {
    const { connection, relation } = node;
    const found = profiles.get(connection);
    if (found === undefined || relation === null) return null;
    const { adapter, values } = found;
    return orNull(() =>
      printName({
        connection,
        name: adapter.completeName(values, relation),
        form: { kind: 'native', dialect: adapter.dialect },
        type: null,
        include: ALL_LEVELS,
        quoting: node.kind === 'source' ? node.quoting : quoting,
      }),
    );
  };
}

async function profilesOf(
  nodes: Iterable<Named>,
  profile: (connection: string) => Promise<ConnectionProfile>,
): Promise<ReadonlyMap<string, ConnectionProfile>> {
  const profiles = new Map<string, ConnectionProfile>();
  for (const name of new Set([...nodes].map(({ connection }) => connection))) {
    const found = await orNull(() => profile(name));
    if (found !== null) profiles.set(name, found);
  }
  return profiles;
}

function orNull<T>(step: () => Promise<T>): Promise<T | null>;
function orNull<T>(step: () => T): T | null;
function orNull(step: () => unknown): unknown {
  const refused = (error: unknown): null => {
    if (error instanceof DvtError) return null;
    throw error;
  };
  try {
    const result = step();
    return result instanceof Promise ? result.catch(refused) : result;
  } catch (error) {
    return refused(error);
  }
}
