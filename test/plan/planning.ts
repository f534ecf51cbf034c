import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adapter as postgres } from '#dvt/adapters/postgres/index.js';
import { openDuckDbEngine } from '#dvt/compute/duckdb/index.js';
import { planNode } from '#dvt/plan/index.js';
import type { ColumnType } from '#dvt/spi/column-type.js';
import type { CompiledNode, InputRelation } from '#dvt/spi/compiled.js';
import type { ManifestNode, SourceNode } from '#dvt/spi/node.js';
import type { NodePlan, PlannedScan } from '#dvt/spi/plan.js';
import type { PushdownMode } from '#dvt/spi/pushdown.js';
import type { ColumnOverride, RelationColumn, RelationDescription } from '#dvt/spi/relation.js';

export interface Planner {
  plan(sql: string): Promise<NodePlan>;
  scan(sql: string, relation: string): Promise<PlannedScan>;
  close(): Promise<void>;
}

export interface TableOptions {
  readonly columns: Record<string, ColumnType | Partial<RelationColumn>>;
  readonly overrides?: readonly ColumnOverride[];
  readonly keys?: readonly (readonly string[])[];
  readonly rows?: number;
}

/** The planner over described relations of a connection `pg`, with DuckDB's real optimizer and PostgreSQL's real dialect. */
export async function planner(
  tables: Record<string, TableOptions>,
  pushdown: PushdownMode = 'filters',
): Promise<Planner> {
  const directory = await mkdtemp(join(tmpdir(), 'dvt-plan-'));
  const engine = openDuckDbEngine({ directory, stagingOnDisk: false });
  const inputs = Object.entries(tables).map(([name, options]) => inputOf(name, options.overrides ?? []));
  const plan = async (sql: string): Promise<NodePlan> => {
    const node = { id: 'model.t.m', name: 'm', path: 'models/m.sql', rawCode: sql, route: { kind: 'federated' } };
    const compiled: CompiledNode = {
      node: node as unknown as ManifestNode,
      sql,
      locate: (offset) => ({ path: 'models/m.sql', line: 1, column: offset + 1 }),
      inputs: inputs.filter((input) => sql.includes(`"${input.name.identifier}"`)),
      columnTypes: new Map(),
      withoutSql: [],
    };
    const planned = await planNode(compiled, {
      catalog: { describe: async (_, name) => describe(name.identifier, tables[name.identifier]!) },
      analyzer: async () => engine.analyzer,
      dialectOf: async () => postgres.dialect,
      explain: async () => null,
      pushdown,
    });
    if ('reason' in planned) throw new Error(planned.reason);
    return planned;
  };
  return {
    plan,
    scan: async (sql, relation) => (await plan(sql)).scans.find((scan) => scan.input.name.identifier === relation)!,
    close: async () => {
      await engine.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function inputOf(identifier: string, overrides: readonly ColumnOverride[]): InputRelation {
  const columns = overrides.map((override) => ({ name: override.name, description: '', dataType: null, override }));
  const node = {
    kind: 'source',
    id: `source.t.pg.${identifier}`,
    path: 'models/sources.yml',
    columns,
    location: { path: 'models/sources.yml', line: 1, column: 1 },
  };
  return {
    node: node as unknown as SourceNode,
    connection: 'pg',
    name: { database: 'db', schema: 'public', identifier },
    federated: { catalog: 'pg', schema: 'public', identifier },
  };
}

function describe(identifier: string, { columns, keys = [], rows = 1000 }: TableOptions): RelationDescription {
  return {
    name: { database: 'db', schema: 'public', identifier },
    kind: 'table',
    keys,
    statistics: { rows, bytes: 8192 },
    columns: Object.entries(columns).map(([name, column]) => ({
      name,
      nullable: true,
      comparison: 'same' as const,
      ...('kind' in column
        ? { type: column, nativeType: nativeType(column) }
        : { type: { kind: 'varchar' as const }, nativeType: 'text', ...column }),
    })),
  };
}

const NATIVE: Readonly<Record<string, string>> = {
  int32: 'integer',
  int64: 'bigint',
  float64: 'double precision',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
  varchar: 'text',
};

function nativeType(type: ColumnType): string {
  return type.kind === 'decimal' ? `numeric(${type.precision},${type.scale})` : (NATIVE[type.kind] ?? type.kind);
}
