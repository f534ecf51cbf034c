import { type Diagnostic, DvtError } from '../core/errors.js';
import { Permits } from '../core/permits.js';
import { SessionRoom } from '../core/session-room.js';
import type { Connection, Lease, Target } from '../spi/connection.js';
import type { EngineSql } from '../spi/engine.js';
import type { ConnectionProfile, ProfilesFile } from '../spi/project.js';
import type { RelationName } from '../spi/relation.js';
import type { ReaderSessions } from '../spi/scan.js';

const DEFAULT_MAX_CONNECTIONS = 2;

interface PoolOptions {
  readonly profiles: ProfilesFile;
  readonly projectDir: string;
  readonly runId: string;
  /** connections that nodes of this run are published on; all others are opened read-only */
  readonly targets: ReadonlySet<string>;
  /** connections that a run would publish on, where this invocation publishes nothing */
  readonly lookedAt: ReadonlySet<string>;
  readonly engineSql: () => Promise<EngineSql>;
  readonly readers: () => Promise<ReaderSessions>;
  /** Ends the sessions that readers and loads keep for later. */
  readonly endIdleSessions: () => Promise<void>;
  readonly notice: (message: string) => void;
}

/** The connections of one invocation, each opened on first use and once. */
export class ConnectionPool {
  readonly #options: PoolOptions;
  readonly #open = new Map<string, Promise<Connection>>();
  readonly #profiles = new Map<string, Promise<ConnectionProfile>>();
  readonly #leases = new Map<string, Promise<Lease>>();
  readonly #schemas = new Map<string, Promise<void>>();
  readonly #loadable = new Map<string, Promise<void>>();
  readonly #extractions = new Map<string, Permits>();
  readonly #rooms = new Map<string, SessionRoom>();

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** The validated profile of a connection; rendered once. */
  profile(name: string): Promise<ConnectionProfile> {
    return remembered(this.#profiles, name, () => this.#options.profiles.connection(name));
  }

  get(name: string): Promise<Connection> {
    return remembered(this.#open, name, async () => {
      const profile = await this.profile(name);
      const connecting = profile.adapter.connect({
        name,
        profile: profile.values,
        readOnly: !this.#options.targets.has(name),
        probe: this.#options.lookedAt.has(name),
        projectDir: this.#options.projectDir,
        engine: this.#options.engineSql,
        readers: this.#options.readers,
        room: this.room(name),
        notice: this.#options.notice,
      });
      return connecting.catch((error: unknown) => {
        throw inProfile(error, profile);
      });
    });
  }

  /** Opens all of them; every failure is reported. */
  async openAll(names: Iterable<string>): Promise<void> {
    const diagnostics: Diagnostic[] = [];
    await Promise.all(
      [...names].map((name) =>
        this.get(name).catch((error: unknown) => {
          if (!(error instanceof DvtError)) throw error;
          diagnostics.push(...error.diagnostics);
        }),
      ),
    );
    if (diagnostics.length > 0) throw new DvtError(diagnostics);
  }

  /** A connection to publish on, with the run's lease taken and the schema made. */
  async target(name: string, relation: RelationName): Promise<Target> {
    const { target } = await this.get(name);
    if (target === null) {
      throw new DvtError({
        code: 'DVT5010',
        message: `${name} cannot be published to: its adapter only reads.`,
        hint: "Set another target for the model, with config(target='NAME').",
      });
    }
    await remembered(this.#leases, name, () => target.lease(this.#options.runId));
    const { database, schema } = relation;
    await remembered(this.#schemas, JSON.stringify([name, database, schema]), async () => {
      await target.createSchema({ database, schema });
      await target.sweep([{ database, schema }]);
    });
    return target;
  }

  /** A connection to load into, as `target`; throws where it is certain already that this user cannot. */
  async loadable(name: string, relation: RelationName): Promise<Target> {
    const target = await this.target(name, relation);
    const { database, schema } = relation;
    await remembered(this.#loadable, JSON.stringify([name, database, schema]), () =>
      target.checkLoadable({ database, schema }),
    );
    return target;
  }

  /** Who waits for a session of a connection whose server has no room for more. */
  room(name: string): SessionRoom {
    let room = this.#rooms.get(name);
    if (room === undefined) {
      room = new SessionRoom(this.#options.notice);
      room.keeps(() => this.#options.endIdleSessions());
      this.#rooms.set(name, room);
    }
    return room;
  }

  /** How many statements may extract from a connection at once. */
  async extractions(name: string): Promise<Permits> {
    const { values } = await this.profile(name);
    const configured = values['max_connections'];
    const permits =
      this.#extractions.get(name) ?? new Permits(typeof configured === 'number' ? configured : DEFAULT_MAX_CONNECTIONS);
    this.#extractions.set(name, permits);
    return permits;
  }

  /** Cancels what runs on every connection that is open. Never throws. */
  async interrupt(): Promise<void> {
    const connections = await Promise.allSettled(this.#open.values());
    await Promise.allSettled(connections.map((one) => (one.status === 'fulfilled' ? one.value.interrupt?.() : null)));
  }

  /** Releases leases and closes every connection. Never throws. */
  async close(): Promise<void> {
    for (const room of this.#rooms.values()) room.close();
    const leases = await Promise.allSettled(this.#leases.values());
    await Promise.allSettled(leases.map((lease) => (lease.status === 'fulfilled' ? lease.value.release() : null)));
    const connections = await Promise.allSettled(this.#open.values());
    await Promise.allSettled(connections.map((one) => (one.status === 'fulfilled' ? one.value.close() : null)));
  }
}

/** A failure is remembered too: a server that is down is not tried again by each of a hundred models. */
function remembered<T>(cache: Map<string, Promise<T>>, key: string, create: () => Promise<T>): Promise<T> {
  let value = cache.get(key);
  if (value === undefined) {
    value = create();
    value.catch(() => undefined);
    cache.set(key, value);
  }
  return value;
}

/** What keeps a connection from being opened is mended in its profile, or on its server. */
function inProfile(error: unknown, { location }: ConnectionProfile): unknown {
  if (!(error instanceof DvtError)) return error;
  const diagnostics = error.diagnostics.map((diagnostic) => ({ location, ...diagnostic }));
  return new DvtError(diagnostics, { cause: error, terminal: error.terminal });
}
