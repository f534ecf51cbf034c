import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NodeCompiler } from '../compile/index.js';
import type { DuckDbEngine } from '../compute/duckdb/index.js';
import {
  ConnectionPool,
  openRunDirectory,
  RelationCatalog,
  type RunContext,
  type RunDirectory,
  RunSnapshots,
} from '../execute/index.js';
import type { CompiledNode } from '../spi/compiled.js';
import type { Transfer } from '../transfer/index.js';
import { deferral } from './deferral.js';
import { interruptWhatStays } from './interrupt.js';
import { slownessOf } from './link-speeds.js';
import type { ParsedProject } from './parsed-project.js';
import type { Session } from './session.js';
import { checkDeferral } from './state-relations.js';
import { writeCompiled } from './write-compiled.js';

/** The parts that compile, plan and run nodes, each started on first use. */
export interface Runtime extends RunContext {
  /** Ends everything that was started; nothing of it is left on servers or on disk. */
  close(): Promise<void>;
}

/** `targets`: connections that this invocation publishes on; all others are opened read-only. */
export function openRuntime(session: Session, parsed: ParsedProject, targets: ReadonlySet<string>): Runtime {
  const { project, emit } = session;
  checkDeferral(session);
  const runId = randomBytes(6).toString('hex');
  const started: {
    directory?: Promise<RunDirectory>;
    engine?: Promise<DuckDbEngine>;
    transfer?: Promise<Transfer>;
    compiler?: Promise<NodeCompiler>;
  } = {};

  const engine = (): Promise<DuckDbEngine> => {
    started.engine ??= openEngine();
    return started.engine;
  };
  const openEngine = async (): Promise<DuckDbEngine> => {
    const { duckdb } = project.compute;
    started.directory = openRunDirectory(duckdb.tempDirectory ?? tmpdir(), runId);
    const [{ openDuckDbEngine }, { path }] = await Promise.all([
      import('../compute/duckdb/index.js'),
      started.directory,
    ]);
    const opened = openDuckDbEngine({
      directory: join(path, 'duckdb'),
      stagingOnDisk: true,
      memoryLimit: duckdb.memoryLimit,
      threads: duckdb.threads,
      now: session.invocation.startedAt,
    });
    // Its thread takes a tenth of a second to start, as long as the macros take to parse, which every node needs.
    parsed.macros().catch(() => undefined);
    return opened;
  };
  const transfer = (): Promise<Transfer> => {
    started.transfer ??= import('../transfer/index.js').then(({ openTransfer }) => openTransfer());
    return started.transfer;
  };

  const connections = new ConnectionPool({
    profiles: session.profiles,
    projectDir: project.root,
    runId,
    targets,
    lookedAt: targets.size === 0 ? publishedOn(session, parsed) : new Set(),
    engineSql: async () => (await engine()).sql(),
    readers: async () => (await transfer()).sessions,
    endIdleSessions: async () => {
      await Promise.all([started.transfer, started.engine].map(async (one) => (await one)?.endIdleSessions()));
    },
    notice: (message) => emit({ type: 'notice', message }),
  });
  const quiet = interruptWhatStays(session.signal, () => connections.interrupt());
  const slowness = slownessOf(session);
  const catalog = new RelationCatalog(connections);
  const snapshots = new RunSnapshots({ mode: project.snapshot, connections, emit });
  const compiler = (): Promise<NodeCompiler> => {
    started.compiler ??= openCompiler();
    return started.compiler;
  };
  const openCompiler = async (): Promise<NodeCompiler> => {
    const { createCompiler } = await import('../compile/index.js');
    const query = async (connection: string, sql: string) =>
      (await connections.get(connection)).query(sql, { signal: session.signal });
    const { invocation, manifest, templater, macros } = parsed;
    const deferred = deferral(session, parsed, catalog);
    const services = { catalog, query, ...(deferred !== null && { deferred }) };
    return createCompiler({
      invocation,
      manifest,
      profiles: session.profiles,
      templater,
      macros: (await macros()).names,
      services,
    });
  };
  return {
    runId,
    manifest: parsed.manifest,
    connections,
    catalog,
    snapshots,
    engine,
    compile: async (node, batch) => (await compiler()).compile(node, batch),
    compileUnitTest: async (test) => (await compiler()).compileUnitTest(test),
    plan: async (compiled: CompiledNode) => {
      const { planNode } = await import('../plan/index.js');
      return planNode(compiled, {
        catalog,
        analyzer: async () => (await engine()).analyzer,
        dialectOf: async (connection) => (await connections.get(connection)).dialect,
        pushdown: project.pushdown,
        slowness,
        explain: async (connection, sql) => (await (await connections.get(connection)).explain?.(sql)) ?? null,
      });
    },
    macros: async () => (await compiler()).macros,
    fullRefresh: session.invocation.options.fullRefresh,
    empty: session.invocation.options.empty,
    projectRoot: project.root,
    keepCompiled: (node, sql) => writeCompiled(session, node, sql),
    extract: async (request) => (await transfer()).extract(request),
    emit,
    close: async () => {
      quiet();
      await snapshots.close();
      await connections.close();
      await started.transfer?.then((open) => open.close()).catch(() => undefined);
      await started.engine?.then((open) => open.close()).catch(() => undefined);
      await started.directory?.then((directory) => directory.remove()).catch(() => undefined);
    },
  };
}

/** Connections that a run of everything would publish on. */
function publishedOn({ target }: Session, { manifest }: ParsedProject): ReadonlySet<string> {
  const nodes = [...manifest.nodes.values()].filter(({ relation }) => relation !== null);
  return new Set([target, ...nodes.map(({ connection }) => connection)]);
}
