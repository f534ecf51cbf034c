// One piece of dvt's work as a whole process, so that it can be timed beside a peer's. Uses the built product's own parts.
//   node bench/dvt.mjs extract postgres|mysql TABLE MEMORY_LIMIT SQL   one table into on-disk staging, two splits; says
//                                                                      `done`, then what SQL finds in it, as `lineitem`
//   node bench/dvt.mjs write postgres|mysql FILE.duckdb TABLE          a DuckDB table into a new table of the server
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { adapterRegistry } from '#dvt/adapters/registry.js';
import { openDuckDbEngine } from '#dvt/compute/duckdb/index.js';
import { Permits } from '#dvt/core/permits.js';
import { SessionRoom } from '#dvt/core/session-room.js';
import { openTransfer } from '#dvt/transfer/index.js';

const env = process.env;
const PROFILES = {
  postgres: {
    host: env.PG_HOST ?? '127.0.0.1',
    port: Number(env.PG_PORT ?? 55432),
    user: env.PG_USER ?? 'postgres',
    password: '',
    database: env.PG_DATABASE ?? 'bench',
    schema: 'public',
    sslmode: 'disable',
  },
  mysql: {
    host: env.MYSQL_HOST ?? '127.0.0.1',
    port: Number(env.MYSQL_PORT ?? 53306),
    user: env.MYSQL_USER ?? 'bench',
    password: env.MYSQL_PASSWORD ?? 'bench',
    database: env.MYSQL_DATABASE ?? 'bench',
    ssl_mode: 'DISABLED',
  },
};

async function connect(kind, engine, readOnly, transfer) {
  const adapter = await adapterRegistry.find(kind);
  return adapter.connect({
    name: kind,
    profile: PROFILES[kind],
    readOnly,
    projectDir: process.cwd(),
    engine: () => engine.sql(),
    ...(transfer && { readers: async () => transfer.sessions }),
    notice: () => {},
  });
}

const nameOf = (connection, identifier) => ({ ...connection.defaults, identifier });

async function extract(engine, kind, table, sql) {
  const transfer = openTransfer();
  const connection = await connect(kind, engine, true, transfer);
  const [relation] = await connection.describe([nameOf(connection, table)]);
  const columns = relation.columns.map((column) => ({ ...column, cast: false }));
  const staged = columns.map(({ name, type }) => ({ name, type }));
  const result = await transfer.extract({
    engine,
    table: 'staged',
    columns: staged,
    permits: new Permits(2),
    room: new SessionRoom(() => {}),
    plan: () => connection.scan({ relation, columns, predicate: null, maxSplits: 2 }),
    cancelOnServer: (key) => connection.cancel(key),
  });
  await transfer.close();
  await connection.close();
  // What follows checks it, and does not count.
  process.stdout.write('done\n');
  const exposed = {
    catalog: 'memory',
    schema: 'main',
    identifier: 'lineitem',
    columns: staged.map((column) => ({ ...column, fetched: true })),
    from: { staged: 'staged' },
  };
  await engine.openNamespace({ id: 'bench', relations: [exposed] });
  const checked = sql.replaceAll('FROM lineitem', 'FROM "memory"."main"."lineitem"');
  const { rows: seen } = await engine.query({ namespace: 'bench', sql: checked }, 10);
  return { ...result, seen };
}

async function write(engine, kind, file, table) {
  const connection = await connect(kind, engine, false);
  const sql = await engine.sql();
  await sql.query(`attach '${resolve(file).replaceAll("'", "''")}' as src (read_only)`);
  const from = `src.main.${table}`;
  const columns = await sql.columns(`select * from ${from}`);
  const exposed = columns.map((column) => ({ ...column, fetched: true }));
  const relation = {
    catalog: 'bench',
    schema: 'main',
    identifier: table,
    columns: exposed,
    from: { expression: from },
  };
  await engine.openNamespace({ id: 'bench', relations: [relation] });
  const final = nameOf(connection, `w_${table}`);
  const staging = nameOf(connection, `w_${table}__dvt_bench0`);
  await connection.target.drop(staging);
  await connection.target.drop(final);
  const plan = await connection.target.load(staging, columns, { columnTypes: new Map() });
  const result = await engine.load({ namespace: 'bench', sql: `select * from "bench"."main"."${table}"` }, plan);
  await connection.target.publishTable(staging, final, { runId: 'bench0', rows: result.rows, onDependents: 'cascade' });
  await connection.close();
  return result;
}

const [work, kind, ...rest] = process.argv.slice(2);
const directory = await mkdtemp(join(tmpdir(), 'dvt-bench-'));
const memoryLimit = work === 'extract' ? rest[1] : '1GB';
const engine = openDuckDbEngine({ directory: join(directory, 'run'), stagingOnDisk: true, memoryLimit, threads: 2 });
try {
  const [table, , sql] = rest;
  const done = work === 'extract' ? await extract(engine, kind, table, sql) : await write(engine, kind, ...rest);
  process.stdout.write(`${JSON.stringify(done, (_, value) => (typeof value === 'bigint' ? String(value) : value))}\n`);
} finally {
  await engine.close();
  await rm(directory, { recursive: true, force: true });
}
