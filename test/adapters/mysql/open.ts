import { adapter } from '#dvt/adapters/mysql/index.js';
import type { Connection } from '#dvt/spi/connection.js';
import type { RelationColumn, RelationDescription } from '#dvt/spi/relation.js';
import type { ReaderSessions, ScanColumn } from '#dvt/spi/scan.js';
import { canonicalText } from '../../batches/canonical-text.js';
import { collectPlan } from '../../batches/collect.js';

/** Connects with the adapter; what it tells the user is gathered in `notices`. */
export async function open(
  profile: Readonly<Record<string, unknown>>,
  notices: string[] = [],
  readers?: ReaderSessions,
): Promise<Connection> {
  return adapter.connect({
    name: 'shop',
    profile,
    readOnly: false,
    projectDir: '/',
    engine: () => Promise.reject(new Error('no engine here')),
    ...(readers && { readers: async () => readers }),
    notice: (message) => notices.push(message),
  });
}

/** The name of a table in the connection's default database. */
export function named(identifier: string) {
  return { database: null, schema: null, identifier };
}

/** Describes one relation that must exist. */
export async function described(connection: Connection, identifier: string): Promise<RelationDescription> {
  const [found] = await connection.describe([named(identifier)]);
  if (!found) throw new Error(`${identifier} was not found`);
  return found;
}

/** A column as a scan wants it: as described, or with the type that the user asked for. */
export function scanColumn(column: RelationColumn, type?: RelationColumn['type']): ScanColumn {
  return { ...column, type: type ?? column.type, cast: type !== undefined };
}

/** Reads a relation over real sessions; values as text. */
export async function readTexts(
  connection: Connection,
  identifier: string,
  options: {
    readonly predicate?: string;
    readonly columns?: readonly ScanColumn[];
    readonly maxSplits?: number;
  } = {},
): Promise<(string | null)[][]> {
  const relation = await described(connection, identifier);
  const columns = options.columns ?? relation.columns.map((column) => scanColumn(column));
  const plan = await connection.scan({
    relation,
    columns,
    predicate: options.predicate ?? null,
    maxSplits: options.maxSplits ?? 1,
  });
  const types = columns.map((column) => column.type);
  const { rows } = await collectPlan(plan, types);
  return rows.map((row) => row.map((value, at) => canonicalText(types[at]!, value)));
}
