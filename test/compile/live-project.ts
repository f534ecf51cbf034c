import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { adapterRegistry } from '#dvt/adapters/registry.js';
import { createCompiler, type NodeCompiler } from '#dvt/compile/index.js';
import { type DuckDbEngine, openDuckDbEngine } from '#dvt/compute/duckdb/index.js';
import type { Connection } from '#dvt/spi/connection.js';
import type { ManifestNode } from '#dvt/spi/node.js';
import type { Materialized, NodeMacros } from '#dvt/spi/node-macros.js';
import { type LoadOptions, loadProject } from '../projects/load-project.js';
import { freshMysql, freshPostgres } from '../servers/index.js';

/** Databases that templates are run on. */
export const DATABASES = ['postgres', 'duckdb', 'mysql', 'sqlite'] as const;
export type Database = (typeof DATABASES)[number];

/** A project whose own connection is open, in one process: compiled, and its materializations run. */
export class LiveProject {
  readonly #cleanups: (() => Promise<unknown>)[] = [];
  readonly #env: Record<string, string> = {};
  #connection: Connection | null = null;
  #engine: DuckDbEngine | null = null;

  private constructor(
    readonly root: string,
    readonly database: Database,
  ) {}

  /** `settings`: of the project file, and variables of the environment. */
  static async open(
    database: Database,
    files: Readonly<Record<string, string>>,
    settings: {
      readonly project?: Readonly<Record<string, unknown>>;
      readonly env?: Readonly<Record<string, string>>;
    } = {},
  ): Promise<LiveProject> {
    const root = await mkdtemp(join(tmpdir(), 'dvt-live-'));
    const project = new LiveProject(root, database);
    project.#cleanups.push(() => rm(root, { recursive: true, force: true }));
    Object.assign(project.#env, settings.env);
    const profile: Record<string, unknown> = { adapter: database };
    // Passwords of the test servers hold what Jinja would read.
    for (const [field, value] of Object.entries(await project.#profile())) {
      project.#env[`LIVE_${field.toUpperCase()}`] = String(value);
      profile[field] = typeof value === 'string' ? `{{ env_var('LIVE_${field.toUpperCase()}') }}` : value;
    }
    await project.write('profiles.yml', stringify({ live: profile }));
    await project.write('dvt_project.yml', stringify({ name: 'live', profile: 'live', ...settings.project }));
    for (const [path, text] of Object.entries(files)) await project.write(path, text);
    await project.parse();
    return project;
  }

  async #profile(): Promise<Record<string, unknown>> {
    if (this.database === 'duckdb') return { path: 'live.duckdb' };
    if (this.database === 'sqlite') return { path: 'live.sqlite' };
    const server = await (this.database === 'postgres' ? freshPostgres() : freshMysql());
    this.#cleanups.push(() => server.drop());
    return server.profile;
  }

  async write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(this.root, path)), { recursive: true });
    await writeFile(join(this.root, path), text);
  }

  /** Parses the project as it is now. */
  async parse(options: LoadOptions & { readonly fullRefresh?: boolean } = {}) {
    const loaded = await loadProject(this.root, { ...options, env: this.#env });
    const { manifest, profiles, templater, macros } = loaded;
    const invocation = { ...loaded.invocation, fullRefresh: options.fullRefresh ?? false };
    const connection = await this.connection(async () => (await profiles.connection('live')).values);
    const services = {
      catalog: {
        describe: async (_: string, name: Parameters<Connection['describe']>[0][number]) =>
          (await connection.describe([name]))[0]!,
      },
      query: (_: string, sql: string) => connection.query(sql),
    };
    const compiler = await createCompiler({
      invocation,
      manifest,
      profiles,
      templater,
      macros: macros.names,
      services,
    });
    return { ...loaded, compiler };
  }

  async connection(values?: () => Promise<Readonly<Record<string, unknown>>>): Promise<Connection> {
    if (this.#connection !== null) return this.#connection;
    const adapter = (await adapterRegistry.find(this.database))!;
    this.#engine = openDuckDbEngine({ directory: join(this.root, 'engine'), stagingOnDisk: false, threads: 1 });
    this.#connection = await adapter.connect({
      name: 'live',
      profile: await values!(),
      readOnly: false,
      projectDir: this.root,
      engine: () => this.#engine!.sql(),
      notice: () => {},
    });
    return this.#connection;
  }

  /** Compiles a node and runs its materialization, as a run does. */
  async run(name: string, options: Parameters<LiveProject['parse']>[0] = {}): Promise<Materialized> {
    const { compiler, manifest } = await this.parse(options);
    const node = nodeNamed(manifest.nodes.values(), name);
    return this.within(compiler, node, (macros) => macros.materialize());
  }

  /** Opens a node's macros over a session, commits, and closes. */
  async within<T>(compiler: NodeCompiler, node: ManifestNode, step: (macros: NodeMacros) => Promise<T>): Promise<T> {
    const { sql } = await compiler.compile(node);
    const session = await (await this.connection()).session();
    try {
      const result = await step(await compiler.macros.over(node, session, { sql }));
      await session.commit();
      return result;
    } finally {
      await session.close();
    }
  }

  /** Runs a macro as `run-operation` does. */
  async operation(macro: string, args: Record<string, unknown> = {}): Promise<unknown> {
    const { compiler } = await this.parse();
    const session = await (await this.connection()).session();
    try {
      return await compiler.macros.operation(macro, args, session);
    } finally {
      await session.close();
    }
  }

  async query(sql: string): Promise<unknown[][]> {
    const { rows } = await (await this.connection()).query(sql);
    return rows.map((row) => row.map((value) => (typeof value === 'bigint' ? Number(value) : value)));
  }

  /** A relation of the project's own schema, as the database writes it. */
  name(identifier: string): string {
    const { dialect, defaults } = this.#connection!;
    return dialect.relation({ ...defaults, identifier });
  }

  /** Names of what is in the project's own schema. */
  async relations(): Promise<readonly string[]> {
    const connection = await this.connection();
    return (await connection.list(connection.defaults)).map(({ name }) => name.identifier);
  }

  async close(): Promise<void> {
    await this.#connection?.close();
    await this.#engine?.close();
    for (const cleanup of this.#cleanups.toReversed()) await cleanup();
  }
}

/** The node of that name. */
function nodeNamed(nodes: Iterable<ManifestNode>, name: string): ManifestNode {
  for (const node of nodes) if (node.name === name) return node;
  throw new Error(`no node ${name}`);
}
