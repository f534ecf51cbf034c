import { onTestFinished } from 'vitest';
import { adapter as mysql } from '#dvt/adapters/mysql/index.js';
import { adapter as postgres } from '#dvt/adapters/postgres/index.js';
import type { ColumnType } from '#dvt/spi/column-type.js';
import type { Connection } from '#dvt/spi/connection.js';
import type { ScanPlan, ScanRequest } from '#dvt/spi/scan.js';
import type { TestDatabase } from '../servers/index.js';
import type { Staged } from '../transfer/staged.js';
import { type FaultProxy, faultProxy } from './proxy.js';

const ADAPTERS = { postgres, mysql } as const;
type AdapterType = keyof typeof ADAPTERS;

/** A table `t` of `rows` rows: `id` from 1, and a text of 200 characters. */
export function createSql(type: AdapterType, rows: number): string {
  return type === 'postgres'
    ? `create table t as select i as id, repeat('x', 200) as filler from generate_series(1, ${rows}) i; analyze t`
    : `create table t (id int primary key, filler text); insert into t select seq, repeat('x', 200) from seq_1_to_${rows}; analyze table t`;
}

/** A connection through a proxy of its own; both are closed when the test has ended. */
export async function throughProxy(
  type: AdapterType,
  database: TestDatabase,
  staged: Staged,
  {
    fields = {},
    readOnly = false,
  }: { readonly fields?: Readonly<Record<string, unknown>>; readonly readOnly?: boolean } = {},
): Promise<{ readonly connection: Connection; readonly proxy: FaultProxy }> {
  const { host, port } = database.profile as { host: string; port: number };
  const proxy = await faultProxy({ host, port });
  const connection = await ADAPTERS[type].connect({
    name: 'shop',
    profile: { ...database.profile, port: proxy.port, retries: 0, ...fields },
    readOnly,
    projectDir: '/',
    engine: () => Promise.reject(new Error('no engine is needed')),
    readers: async () => staged.transfer.sessions,
    notice: () => {},
  });
  onTestFinished(async () => {
    await connection.close();
    await proxy.close();
  });
  return { connection, proxy };
}

/** What a scan of all columns of a table asks for, and their types. */
export async function wholeTable(
  connection: Connection,
  identifier = 't',
): Promise<{ readonly request: ScanRequest; readonly types: readonly ColumnType[] }> {
  const [relation] = await connection.describe([{ database: null, schema: null, identifier }]);
  const columns = relation!.columns.map((column) => ({ ...column, cast: false }));
  return {
    request: { relation: relation!, columns, predicate: null, maxSplits: 2 },
    types: columns.map(({ type }) => type),
  };
}

/** The plan of a source that readers read. */
export async function readPlan(plan: Promise<ScanPlan>): Promise<Extract<ScanPlan, { kind: 'read' }>> {
  const found = await plan;
  if (found.kind !== 'read') throw new Error('a read plan was expected');
  return found;
}
