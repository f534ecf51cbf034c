import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DvtError } from '../core/errors.js';
import type { ManifestNode } from '../spi/node.js';
import type { RelationName } from '../spi/relation.js';
import type { Session } from './session.js';

/** Where another run published a node. */
export interface StateRelation {
  readonly connection: string;
  readonly name: RelationName;
  /** as it was then: `table`, `view`, `seed` ... */
  readonly materialized: string;
}

interface StateNode {
  readonly database?: string | null;
  readonly schema?: string | null;
  readonly alias?: string | null;
  readonly relation_name?: string | null;
  readonly config?: { readonly materialized?: string; readonly dvt?: { readonly connection?: string } };
}

/** The relations of the manifest in `folder`. Throws DVT1044 where there is none. */
export async function stateRelations(
  session: Session,
  folder: string,
): Promise<(node: ManifestNode) => Promise<StateRelation | null>> {
  const path = manifestPath(session, folder);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? noManifest(path) : error;
  });
  const { nodes = {} } = JSON.parse(text) as { nodes?: Readonly<Record<string, StateNode>> };
  return async (node) => {
    const then = nodes[node.id];
    if (then === undefined || !then.relation_name) return null;
    // A manifest that dbt wrote knows no connections: the node's own is meant.
    const named = then.config?.dvt?.connection;
    const connection = named !== undefined && session.profiles.names.includes(named) ? named : node.connection;
    const { adapter, values } = await session.profiles.connection(connection);
    const name = adapter.completeName(values, {
      database: then.database ?? null,
      schema: then.schema ?? null,
      identifier: then.alias ?? node.name,
    });
    return { connection, name, materialized: then.config?.materialized ?? 'table' };
  };
}

/** Throws DVT1044 where `--defer` has no manifest to read: before anything is run. */
export function checkDeferral(session: Session): void {
  if (!session.invocation.options.defer) return;
  const path = manifestPath(session, stateFolder(session, '--defer'));
  if (!existsSync(path)) throw noManifest(path);
}

function manifestPath({ invocation }: Session, folder: string): string {
  return join(resolve(invocation.cwd, folder), 'manifest.json');
}

function noManifest(path: string): DvtError {
  return new DvtError({
    code: 'DVT1044',
    message: `There is no ${path} to take the state from.`,
    hint: 'Give the folder that holds the manifest.json of the other run.',
  });
}

/** The folder that `--defer` and `clone` look in. Throws DVT1044 where none is named. */
export function stateFolder({ invocation }: Session, what: string): string {
  const folder = invocation.options.deferState ?? invocation.options.state;
  if (folder !== null) return folder;
  throw new DvtError({
    code: 'DVT1044',
    message: `${what} needs the artifacts of another run.`,
    hint: 'Say --state FOLDER, the folder of its manifest.json.',
  });
}
