import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adapter as mysql } from '#dvt/adapters/mysql/index.js';
import { adapter as postgres } from '#dvt/adapters/postgres/index.js';
import { adapter as sqlite } from '#dvt/adapters/sqlite/index.js';
import { openDuckDbEngine } from '#dvt/compute/duckdb/index.js';
import {
  ConnectionPool,
  RelationCatalog,
  type RunContext,
  RunSnapshots,
  Stopwatch,
  withNamespace,
} from '#dvt/execute/index.js';
import { type PlanContext, planNode } from '#dvt/plan/index.js';
import type { Adapter } from '#dvt/spi/adapter.js';
import type { CompiledNode, InputRelation } from '#dvt/spi/compiled.js';
import type { Dialect } from '#dvt/spi/dialect.js';
import type { QueryAnalyzer } from '#dvt/spi/engine.js';
import type { ManifestNode, SourceNode } from '#dvt/spi/node.js';
import type { PlannedBlock, PlannedScan } from '#dvt/spi/plan.js';
import type { ProfilesFile } from '#dvt/spi/project.js';
import type { PushdownMode } from '#dvt/spi/pushdown.js';
import type { ResultTable } from '#dvt/spi/result-table.js';
import type { ExtractionResult } from '#dvt/spi/run-result.js';
import { openTransfer } from '#dvt/transfer/index.js';
import type { TestTable } from './column.js';
import type { Query } from './query.js';

const ADAPTERS: Readonly<Record<string, Adapter>> = { pg: postgres, my: mysql, lite: sqlite };

/** Changes what planning sees of the outside. */
export type Surroundings = (context: PlanContext) => PlanContext;

export interface Federated {
  /** What `dvt show` does with a query: plan, extract, compute. */
  run(
    query: Pick<Query, 'sql' | 'tables'> & Partial<Query>,
    pushdown?: PushdownMode,
    surroundings?: Surroundings,
  ): Promise<{
    readonly rows: ResultTable['rows'];
    readonly columns: ResultTable['columns'];
    readonly scans: readonly PlannedScan[];
    readonly blocks: readonly PlannedBlock[];
    readonly extractions: readonly ExtractionResult[];
  }>;
  /** What planning sees of the outside. */
  readonly catalog: RelationCatalog;
  readonly analyzer: QueryAnalyzer;
  close(): Promise<void>;
}

/**
 * The product's stages between a compiled query and its rows, kept open for many queries. `profiles` are of `pg`, `my` and
 * `lite`; `changed` is what becomes of a connection's dialect.
 */
export async function openFederated(
  profiles: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  all: readonly TestTable[],
  changed: (connection: string, dialect: Dialect) => Dialect = (_, dialect) => dialect,
): Promise<Federated> {
  const directory = await mkdtemp(join(tmpdir(), 'dvt-properties-'));
  const engine = openDuckDbEngine({ directory, stagingOnDisk: false });
  const transfer = openTransfer();
  const adapters = Object.fromEntries(
    Object.entries(ADAPTERS).map(([name, adapter]) => [
      name,
      withDialect(adapter, (dialect) => changed(name, dialect)),
    ]),
  );
  const profileOf = async (name: string) => ({
    name,
    adapter: adapters[name],
    values: profiles[name],
  });
  const connections = new ConnectionPool({
    profiles: { connection: profileOf } as unknown as ProfilesFile,
    projectDir: directory,
    runId: 'properties',
    targets: new Set(),
    lookedAt: new Set(),
    engineSql: () => engine.sql(),
    readers: async () => transfer.sessions,
    endIdleSessions: () => transfer.endIdleSessions(),
    notice: () => {},
  });
  const catalog = new RelationCatalog(connections);
  const context = {
    runId: 'properties',
    connections,
    catalog,
    snapshots: new RunSnapshots({ mode: 'none', connections, emit: () => {} }),
    engine: async () => engine,
    extract: (request: Parameters<typeof transfer.extract>[0]) => transfer.extract(request),
    emit: () => {},
  } as unknown as RunContext;
  return {
    catalog,
    analyzer: engine.analyzer,
    async run({ sql, tables }, pushdown = 'filters', surroundings = (same) => same) {
      const plan = await planNode(
        compiled(
          sql,
          all.filter(({ connection }) => tables.includes(connection)),
        ),
        surroundings({
          catalog,
          analyzer: async () => engine.analyzer,
          dialectOf: async (name) => (await connections.get(name)).dialect,
          explain: async (name, query) => (await (await connections.get(name)).explain?.(query)) ?? null,
          pushdown,
        }),
      );
      if ('reason' in plan) throw new Error(plan.reason);
      const work = { context, plan, stopwatch: new Stopwatch(), signal: new AbortController().signal, shared: null };
      const { result, extractions } = await withNamespace(work, async (namespace, extracted) => ({
        result: await engine.query({ namespace, sql: plan.compiled.sql }, Number.MAX_SAFE_INTEGER),
        extractions: extracted.map((one) => one.result).filter((one) => one !== null),
      }));
      const { rows, columns } = result;
      return { rows, columns, scans: plan.scans, blocks: plan.blocks ?? [], extractions };
    },
    async close() {
      await connections.close();
      await transfer.close();
      await engine.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function withDialect(adapter: Adapter, changed: (dialect: Dialect) => Dialect): Adapter {
  return {
    ...adapter,
    connect: async (options) => {
      const connection = await adapter.connect(options);
      return Object.assign(connection, { dialect: changed(connection.dialect) });
    },
  };
}

function compiled(sql: string, tables: readonly TestTable[]): CompiledNode {
  const node = { id: 'model.t.m', name: 'm', path: 'models/m.sql', rawCode: sql, route: { kind: 'federated' } };
  return {
    node: node as unknown as ManifestNode,
    sql,
    locate: () => null,
    inputs: tables.map(inputOf),
    columnTypes: new Map(),
    withoutSql: [],
  };
}

function inputOf({ connection, schema, name }: TestTable): InputRelation {
  const node = {
    kind: 'source',
    id: `source.t.${connection}.${name}`,
    path: 'models/sources.yml',
    columns: [],
    location: { path: 'models/sources.yml', line: 1, column: 1 },
  };
  return {
    node: node as unknown as SourceNode,
    connection,
    name: { database: null, schema: connection === 'pg' ? schema : null, identifier: name },
    federated: { catalog: connection, schema, identifier: name },
  };
}
