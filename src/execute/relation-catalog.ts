import { DvtError } from '../core/errors.js';
import type { Connection } from '../spi/connection.js';
import type { Catalog } from '../spi/plan.js';
import type { RelationDescription, RelationName } from '../spi/relation.js';
import type { ConnectionPool } from './connection-pool.js';

interface Asked {
  readonly name: RelationName;
  readonly resolve: (description: RelationDescription | null) => void;
  readonly reject: (error: unknown) => void;
}

/** What is known of the sources' relations: each is described once, those asked for together in one round trip. */
export class RelationCatalog implements Catalog {
  readonly #connections: ConnectionPool;
  readonly #known = new Map<string, Promise<RelationDescription | null>>();
  readonly #asked = new Map<string, Asked[]>();

  constructor(connections: ConnectionPool) {
    this.#connections = connections;
  }

  describe(connection: string, name: RelationName): Promise<RelationDescription | null> {
    const key = keyOf(connection, name);
    let description = this.#known.get(key);
    if (description === undefined) {
      description = new Promise((resolve, reject) => this.#ask(connection, { name, resolve, reject }));
      description.catch(() => undefined);
      this.#known.set(key, description);
    }
    return description;
  }

  /** The relation was replaced: whoever asks next gets its new columns. */
  forget(connection: string, name: RelationName): void {
    this.#known.delete(keyOf(connection, name));
  }

  #ask(connection: string, asked: Asked): void {
    const batch = this.#asked.get(connection);
    if (batch !== undefined) {
      batch.push(asked);
      return;
    }
    this.#asked.set(connection, [asked]);
    queueMicrotask(() => void this.#send(connection));
  }

  async #send(connection: string): Promise<void> {
    const batch = this.#asked.get(connection) ?? [];
    this.#asked.delete(connection);
    try {
      await describeAll(await this.#connections.get(connection), batch);
    } catch (error) {
      for (const asked of batch) asked.reject(error);
    }
  }
}

/** A relation that may not be read, or a file that cannot, is no fault of those that are asked for with it. */
async function describeAll(connection: Connection, batch: readonly Asked[]): Promise<void> {
  try {
    const descriptions = await connection.describe(batch.map(({ name }) => name));
    for (const [index, asked] of batch.entries()) asked.resolve(descriptions[index] ?? null);
  } catch (error) {
    if (batch.length === 1 || !(error instanceof DvtError) || !error.terminal) throw error;
    const alone = batch.map((one) => describeAll(connection, [one]).catch((fault: unknown) => one.reject(fault)));
    await Promise.all(alone);
  }
}

function keyOf(connection: string, { database, schema, identifier }: RelationName): string {
  return JSON.stringify([connection, database, schema, identifier]);
}
