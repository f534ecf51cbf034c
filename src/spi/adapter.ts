import type { ZodType } from 'zod';
import type { SessionRoom } from '../core/session-room.js';
import type { Connection } from './connection.js';
import type { Dialect } from './dialect.js';
import type { EngineSql } from './engine.js';
import type { RelationName } from './relation.js';
import type { ReaderSessions } from './scan.js';

/** One kind of database. The folder `src/adapters/<type>` exports it as `adapter`; nothing in it loads the client. */
export interface Adapter {
  readonly type: string;
  /** other names of it in a profile, e.g. `mariadb` */
  readonly aliases: readonly string[];
  /** as a person writes it: `PostgreSQL` */
  readonly title: string;
  /** the npm package that is loaded on `connect`; null = comes with dvt's engine */
  readonly clientPackage: string | null;
  readonly capabilities: Capabilities;
  /** every field a profile may have, by its canonical name (`host`, `password`) */
  readonly fields: Readonly<Record<string, ProfileField>>;
  readonly dialect: Dialect;
  /**
   * The complete name of a relation: levels left open are filled in from the profile's validated values, synonyms
   * resolved (where schema and database are one thing). Pure, needs no connection; the result equals what
   * `Connection.defaults` would fill in. Throws a DvtError (DVT1xxx) for a level that this system does not have or that
   * contradicts its synonym.
   */
  completeName(profile: Readonly<Record<string, unknown>>, name: RelationName): RelationName;
  /** Throws a DvtError (DVT4xxx) that names the profile and the next step. Nothing secret is in it. */
  connect(context: ConnectionContext): Promise<Connection>;
}

export interface Capabilities {
  /** rows leave the source by: a bulk form of its wire protocol, the engine itself, or rows of its client */
  readonly extract: 'bulk' | 'engine' | 'rows';
  readonly load: 'bulk' | 'engine' | 'rows' | null;
  /** one phrase for `dvt plan` and the docs: `transactional rename`, `RENAME TABLE` */
  readonly publish: string | null;
  readonly schemas: boolean;
  /** it runs a model's SQL itself; false: models published there are always federated (files) */
  readonly inPlace: boolean;
  readonly views: boolean;
  /** a text can be cast to any column's type, by the name that the catalog has for it */
  readonly castsText: boolean;
  /** a statement can be cancelled on the server */
  readonly cancel: boolean;
  /** a consistent state over several connections */
  readonly snapshot: boolean;
}

export interface ProfileField {
  /** validates and coerces the rendered YAML value */
  readonly schema: ZodType;
  readonly description: string;
  /** other spellings, e.g. `pass` for `password` */
  readonly synonyms?: readonly string[];
  readonly required?: boolean;
  /** never printed */
  readonly secret?: boolean;
}

/** What an adapter gets to open a connection. */
export interface ConnectionContext {
  /** the connection's resolved name, e.g. `postgres_prod`, `shop.dev` */
  readonly name: string;
  /** validated values by canonical field name; absent fields are absent */
  readonly profile: Readonly<Record<string, unknown>>;
  /** false: some node of the run is published here */
  readonly readOnly: boolean;
  /** true: the connection is only looked at; a file that is not there, and that a run would make, is an empty database */
  readonly probe?: boolean;
  /** directory that relative paths in the profile start from */
  readonly projectDir: string;
  /** The engine's SQL, started on first use; for adapters whose data the engine itself reads (DuckDB files, Parquet, CSV). */
  engine(): Promise<EngineSql>;
  /** Sessions in the readers' threads, for adapters that must keep some at one state; absent = nothing is extracted. */
  readonly readers?: () => Promise<ReaderSessions>;
  /** Who waits for a session where the server has no room for more; absent = this connection alone has some. */
  readonly room?: SessionRoom;
  /** Tells the user something that needs no action (waiting for a lock, TLS off). */
  notice(message: string): void;
}

/** All adapters, loaded on first use. */
export interface AdapterRegistry {
  /** canonical types, in the order of the catalogue */
  readonly types: readonly string[];
  /** by type or alias; null = unknown */
  find(type: string): Promise<Adapter | null>;
}
