import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adapter as mysql } from '#dvt/adapters/mysql/index.js';
import { adapter as postgres } from '#dvt/adapters/postgres/index.js';
import { openDuckDbEngine } from '#dvt/compute/duckdb/index.js';
import {
  ConnectionPool,
  RelationCatalog,
  type RunContext,
  RunSnapshots,
  Stopwatch,
  withNamespace,
} from '#dvt/execute/index.js';
import { planNode } from '#dvt/plan/index.js';
import type { CompiledNode, InputRelation } from '#dvt/spi/compiled.js';
import type { ManifestNode, SourceNode } from '#dvt/spi/node.js';
import type { PlannedBlock, PlannedScan } from '#dvt/spi/plan.js';
import type { ProfilesFile } from '#dvt/spi/project.js';
import type { PushdownMode } from '#dvt/spi/pushdown.js';
import type { ResultTable } from '#dvt/spi/result-table.js';
import { openTransfer } from '#dvt/transfer/index.js';
import type { TestTable } from './column.js';
import type { Query } from './query.js';

const ADAPTERS = { pg: postgres, my: mysql };

export interface Federated {
  /** What `dvt show` does with a query: plan, extract, compute. */
  run(
    query: Pick<Query, 'sql' | 'tables'> & Partial<Query>,
    pushdown?: PushdownMode,
  ): Promise<{
    readonly rows: ResultTable['rows'];
    readonly columns: ResultTable['columns'];
    readonly scans: readonly PlannedScan[];
    readonly blocks: readonly PlannedBlock[];
  }>;
  close(): Promise<void>;
}

/** The product's stages between a compiled query and its rows, kept open for many queries. `profiles` are of `pg` and `my`. */
export async function openFederated(
  profiles: Record<'pg' | 'my', Readonly<Record<string, unknown>>>,
  all: readonly TestTable[],
): Promise<Federated> {
  const directory = await mkdtemp(join(tmpdir(), 'dvt-properties-'));
  const engine = openDuckDbEngine({ directory, stagingOnDisk: false });
  const transfer = openTransfer();
  const profileOf = async (name: string) => ({
    name,
    adapter: ADAPTERS[name as 'pg' | 'my'],
    values: profiles[name as 'pg' | 'my'],
  });
  const connections = new ConnectionPool({
    profiles: { connection: profileOf } as unknown as ProfilesFile,
    projectDir: directory,
    runId: 'properties',
    targets: new Set(),
    engineSql: () => engine.sql(),
    readers: async () => transfer.sessions,
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
    async run({ sql, tables }, pushdown = 'filters') {
      const plan = await planNode(
        compiled(
          sql,
          all.filter(({ connection }) => tables.includes(connection)),
        ),
        {
          catalog,
          analyzer: async () => engine.analyzer,
          dialectOf: async (name) => (await connections.get(name)).dialect,
          explain: async (name, query) => (await (await connections.get(name)).explain?.(query)) ?? null,
          pushdown,
        },
      );
      if ('reason' in plan) throw new Error(plan.reason);
      const work = { context, plan, stopwatch: new Stopwatch(), signal: new AbortController().signal, shared: null };
      const result = await withNamespace(work, (namespace) =>
        engine.query({ namespace, sql: plan.compiled.sql }, Number.MAX_SAFE_INTEGER),
      );
      return { rows: result.rows, columns: result.columns, scans: plan.scans, blocks: plan.blocks ?? [] };
    },
    async close() {
      await connections.close();
      await transfer.close();
      await engine.close();
      await rm(directory, { recursive: true, force: true });
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
