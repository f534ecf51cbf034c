import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDbEngine, openDuckDbEngine } from '#dvt/compute/duckdb/index.js';
import { stagingName } from '#dvt/core/staging-name.js';
import type { ConnectionContext } from '#dvt/spi/adapter.js';
import type { ResultColumn } from '#dvt/spi/column-type.js';
import type { Connection, PublishOptions, Target } from '#dvt/spi/connection.js';
import type { RelationDescription, RelationName } from '#dvt/spi/relation.js';
import type { ScanPlan } from '#dvt/spi/scan.js';
import { canonicalText } from '../batches/canonical-text.js';
import { collectPlan } from '../batches/collect.js';
import { engineText, type TextRows } from './engine-text.js';
import type { ConformanceDatabase, DatabaseOptions } from './options.js';

const NAMESPACE = 'conformance';

/** What a test of the suite works with: a fresh database, the adapter's connection to it, and the engine. */
export class Harness {
  readonly notices: string[] = [];
  private constructor(
    readonly options: DatabaseOptions,
    readonly database: ConformanceDatabase,
    readonly engine: DuckDbEngine,
    readonly directory: string,
  ) {}

  connection!: Connection;

  static async open(options: DatabaseOptions): Promise<Harness> {
    const directory = mkdtempSync(join(tmpdir(), 'dvt-conformance-'));
    const engine = openDuckDbEngine({ directory, stagingOnDisk: false, memoryLimit: '512MB', threads: 1 });
    await engine.openNamespace({ id: NAMESPACE, relations: [] });
    const harness = new Harness(options, await options.open(), engine, directory);
    harness.connection = await harness.connect();
    return harness;
  }

  /** Another connection to the same database, with fields of the profile changed. */
  async connect(change: Readonly<Record<string, unknown>> = {}): Promise<Connection> {
    const values: Record<string, unknown> = {};
    for (const [field, value] of Object.entries({ ...this.database.profile, ...change })) {
      const known = this.options.adapter.fields[field];
      if (!known) throw new Error(`${field} is no field of the profile`);
      values[field] = known.schema.parse(value);
    }
    const context: ConnectionContext = {
      name: 'conformance',
      profile: values,
      readOnly: false,
      projectDir: this.directory,
      engine: () => this.engine.sql(),
      notice: (message) => void this.notices.push(message),
    };
    return this.options.adapter.connect(context);
  }

  async close(): Promise<void> {
    await this.connection?.close();
    await this.engine.close();
    await this.database.drop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  get target(): Target {
    if (!this.connection.target) throw new Error('the connection has no target');
    return this.connection.target;
  }

  name(identifier: string): RelationName {
    return this.options.adapter.completeName(this.database.profile, { database: null, schema: null, identifier });
  }

  staging(identifier: string, runId: string): RelationName {
    return this.name(stagingName(identifier, runId, this.connection.dialect.identifierBytes));
  }

  /** The relation as `query` names it. */
  sql(identifier: string): string {
    return (
      this.options.relation?.(this.database, identifier) ?? this.connection.dialect.relation(this.name(identifier))
    );
  }

  query(sql: string): Promise<TextRows> {
    return this.database.query(sql);
  }

  /** Rows of the database itself, past the adapter. */
  rows(identifier: string, select = '*', tail = ''): Promise<TextRows> {
    return this.query(`select ${select} from ${this.sql(identifier)} ${tail}`);
  }

  async createTable(
    identifier: string,
    columns: readonly (readonly [name: string, ddl: string])[],
    rows: readonly (readonly string[])[] = [],
  ): Promise<void> {
    if (this.options.createTable) return this.options.createTable(this.database, identifier, columns, rows);
    const { quote } = this.connection.dialect;
    const ddl = columns.map(([name, type]) => `${quote(name)} ${type}`).join(', ');
    await this.query(`create table ${this.sql(identifier)} (${ddl})`);
    for (let start = 0; start < rows.length; start += 1000) {
      const values = rows.slice(start, start + 1000).map((row) => `(${row.join(', ')})`);
      await this.query(`insert into ${this.sql(identifier)} values ${values.join(', ')}`);
    }
  }

  async describe(identifier: string): Promise<RelationDescription | null> {
    return (await this.connection.describe([this.name(identifier)]))[0] ?? null;
  }

  async described(identifier: string): Promise<RelationDescription> {
    const relation = await this.describe(identifier);
    if (!relation) throw new Error(`no relation ${identifier}`);
    return relation;
  }

  /** Plans a scan of some or all columns. */
  async scan(
    identifier: string,
    wanted: { columns?: readonly string[]; predicate?: string | null; maxSplits?: number } = {},
  ): Promise<{ plan: ScanPlan; columns: readonly ResultColumn[] }> {
    const relation = await this.described(identifier);
    const names = wanted.columns ?? relation.columns.map(({ name }) => name);
    const columns = names.map((name) => ({ ...relation.columns.find((column) => column.name === name)!, cast: false }));
    const { predicate = null, maxSplits = 1 } = wanted;
    return { plan: await this.connection.scan({ relation, columns, predicate, maxSplits }), columns };
  }

  /** Reads through the adapter; rows in canonical text, sorted by the first column as a number where it is one. */
  async read(identifier: string, wanted: Parameters<Harness['scan']>[1] = {}): Promise<TextRows> {
    const { plan, columns } = await this.scan(identifier, wanted);
    const types = columns.map(({ type }) => type);
    const rows =
      plan.kind === 'engine'
        ? await engineText(this.engine, plan.from, columns)
        : (await collectPlan(plan, types)).rows.map((row) => row.map((value, i) => canonicalText(types[i]!, value)));
    return rows.sort((a, b) => Number(a[0]) - Number(b[0]));
  }

  /** Loads a query of the engine into a new staging relation. */
  async load(
    staging: RelationName,
    sql: string,
    columnTypes: ReadonlyMap<string, string> = new Map(),
  ): Promise<number> {
    const columns = await this.columns(sql);
    const plan = await this.target.load(staging, columns, { columnTypes });
    return (await this.engine.load({ namespace: NAMESPACE, sql }, plan)).rows;
  }

  async columns(sql: string): Promise<readonly ResultColumn[]> {
    const session = await this.engine.sql();
    try {
      return await session.columns(sql);
    } finally {
      await session.close();
    }
  }

  /** Loads a query of the engine and publishes it, as a run does. */
  async publish(identifier: string, sql: string, options: Partial<PublishOptions> = {}): Promise<void> {
    const runId = options.runId ?? newRunId();
    const staging = this.staging(identifier, runId);
    const rows = await this.load(staging, sql);
    await this.target.publishTable(staging, this.name(identifier), {
      runId,
      rows,
      onDependents: 'recreate',
      ...options,
    });
  }

  /** Relations that publishing `identifier` left behind, by their names. */
  async leftovers(identifier: string): Promise<string[]> {
    const { database, schema } = this.connection.defaults;
    const listed = await this.connection.list({ database, schema });
    return listed
      .map(({ name }) => name.identifier)
      .filter((name) => name.startsWith(identifier.slice(0, 20)) && name.includes('__dvt_'));
  }
}

let runs = 0;

/** A run id that no other test uses. */
export function newRunId(): string {
  runs++;
  return `${process.pid.toString(36)}${Date.now().toString(36)}${runs}`;
}
