import { adapter } from '#dvt/adapters/postgres/index.js';
import type { SessionRoom } from '#dvt/core/session-room.js';
import type { Connection } from '#dvt/spi/connection.js';
import type { RelationDescription } from '#dvt/spi/relation.js';
import type { ScanColumn } from '#dvt/spi/scan.js';

/** Opens a connection with the adapter itself; `notices` gathers what the user would be told. */
export function open(
  profile: Readonly<Record<string, unknown>>,
  options: {
    readonly readOnly?: boolean;
    readonly notices?: string[];
    readonly projectDir?: string;
    readonly room?: SessionRoom;
  } = {},
): Promise<Connection> {
  return adapter.connect({
    name: 'shop',
    profile,
    readOnly: options.readOnly ?? false,
    projectDir: options.projectDir ?? '/',
    engine: () => Promise.reject(new Error('not needed')),
    ...(options.room && { room: options.room }),
    notice: (message) => options.notices?.push(message),
  });
}

export const named = (identifier: string, schema: string | null = 'public') => ({ database: null, schema, identifier });

/** Describes one relation that must be there. */
export async function describeOne(
  connection: Connection,
  identifier: string,
  schema = 'public',
): Promise<RelationDescription> {
  const [found] = await connection.describe([named(identifier, schema)]);
  if (!found) throw new Error(`no relation ${identifier}`);
  return found;
}

export const uncast = (relation: RelationDescription): ScanColumn[] =>
  relation.columns.map((column) => ({ ...column, cast: false }));
