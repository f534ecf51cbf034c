import { stagingName } from '../../core/staging-name.js';
import type { ResultColumn } from '../../spi/column-type.js';
import type { Target } from '../../spi/connection.js';
import type { RelationName } from '../../spi/relation.js';
import type { RunContext } from '../run-context.js';

/** A result of the engine, loaded into a staging relation of its target. */
export interface Loaded {
  readonly staging: RelationName;
  readonly rows: number;
  readonly bytes: number;
}

/** What is to be loaded, and for which relation. */
export interface LoadRequest {
  readonly connection: string;
  readonly final: RelationName;
  /** of the engine, with the relations that `sql` reads */
  readonly namespace: string;
  readonly sql: string;
  readonly columns: readonly ResultColumn[];
  /** column name -> type as the target spells it */
  readonly columnTypes: ReadonlyMap<string, string>;
  readonly signal: AbortSignal;
}

/** Loads a query's result; what fails leaves no staging behind. */
export async function loadStaging(
  { connections, engine: openEngine, runId }: RunContext,
  request: LoadRequest,
): Promise<Loaded> {
  const { connection, final, namespace, sql, signal } = request;
  const target = await connections.target(connection, final);
  const { dialect } = await connections.get(connection);
  const staging = { ...final, identifier: stagingName(final.identifier, runId, dialect.identifierBytes) };
  const engine = await openEngine();
  const room = connections.room(connection);
  const load = await target.load(staging, request.columns, { columnTypes: request.columnTypes });
  const cancel = (): void => void engine.cancel(namespace);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const loaded = await room.passing(() => engine.load({ namespace, sql }, load), signal);
    return { staging, ...loaded };
  } catch (error) {
    await dropQuietly(target, staging);
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
    if (room.narrow) await engine.endIdleSessions();
  }
}

/** Drops staging after a failure whose own error is what the user should see. */
export async function dropQuietly(target: Target, staging: RelationName): Promise<void> {
  await target.drop(staging).catch(() => undefined);
}
