import { onTestFinished } from 'vitest';
import { type TestProject, testProject } from '../run/project.js';
import type { TestDatabase } from '../servers/database.js';
import { freshMysql, freshPostgres } from '../servers/index.js';

/** Rows of each table: enough to be read in splits. */
const ROWS = 220_000;
/** What both tables of a source sum up to, at every moment. */
export const TOTAL = 2 * ROWS * 100;

const FILL = `repeat('x', 220)`;

/** Two sources with two tables each; money moves between their ends and between them, and none is lost. */
export interface Sources {
  readonly postgres: TestDatabase;
  readonly mysql: TestDatabase;
}

/** A project over the sources, while writers are at work. */
export interface Ledger extends Sources {
  readonly project: TestProject;
  /** transactions committed so far, per source */
  readonly moved: { postgres: number; mysql: number };
}

/** Fills the tables; what is left of them after a test is as good for the next one. */
export async function filledSources(): Promise<Sources> {
  const [postgres, mysql] = await Promise.all([freshPostgres(), freshMysql()]);
  await Promise.all([
    ...['a', 'b'].map((table) =>
      postgres.query(`create table ${table} (id int primary key, v bigint, filler text);
        insert into ${table} select i, 100, ${FILL} from generate_series(1, ${ROWS}) i; analyze ${table}`),
    ),
    ...['a', 'b'].map((table) =>
      mysql.query(`create table ${table} (id int primary key, v bigint, filler text);
        insert into ${table} select seq, 100, ${FILL} from seq_1_to_${ROWS}; analyze table ${table}`),
    ),
  ]);
  return { postgres, mysql };
}

/**
 * A model a table that sums it up, one after the other in one thread: `pg_a`, `pg_b`, `my_a`, `my_b`, while writers are at
 * work. The sums need every row here, since a source would not compute `md5` as the engine does.
 */
export async function ledger(
  { postgres, mysql }: Sources,
  settings: Record<string, unknown>,
  mysqlUser: Record<string, unknown> = {},
): Promise<Ledger> {
  await postgres.query('drop schema if exists results cascade');
  const models: Record<string, string> = {};
  let previous = '';
  for (const [prefix, source] of [
    ['pg', 'pg'],
    ['my', 'my'],
    ['pg', 'pg'],
    ['my', 'my'],
  ] as const) {
    const table = models[`models/${prefix}_a.sql`] === undefined ? 'a' : 'b';
    const name = `${prefix}_${table}`;
    models[`models/${name}.sql`] = `${previous}select sum(v)::varchar as total, count(distinct md5(filler)) as kinds
from {{ source('${source}', '${table}') }}`;
    previous = `-- depends_on: {{ ref('${name}') }}\n`;
  }
  const project = await testProject({
    profile: 'target',
    profiles: {
      target: { adapter: 'postgres', ...postgres.profile, schema: 'results' },
      pg_source: { adapter: 'postgres', ...postgres.profile },
      my_source: { adapter: 'mysql', ...mysql.profile, ...mysqlUser },
    },
    files: {
      'dvt_project.yml': JSON.stringify({ name: 'ledger', profile: 'target', ...settings }),
      'models/sources.yml': JSON.stringify({
        sources: [
          { name: 'pg', profile: 'pg_source', tables: [{ name: 'a' }, { name: 'b' }] },
          { name: 'my', profile: 'my_source', tables: [{ name: 'a' }, { name: 'b' }] },
        ],
      }),
      ...models,
    },
  });
  const moved = { postgres: 0, mysql: 0 };
  await startWriter(postgres, () => moved.postgres++);
  await startWriter(mysql, () => moved.mysql++);
  return { postgres, mysql, project, moved };
}

async function startWriter(database: TestDatabase, committed: () => void): Promise<void> {
  const session = await database.session();
  let stop = false;
  const writing = (async () => {
    for (let step = 1; !stop; step++) {
      const give = (table: string, id: number, amount: number) =>
        `update ${table} set v = v + ${amount} where id = ${id}`;
      const [one, other] = [1 + (step % 50), ROWS - (step % 50)];
      await session.query(
        `begin; ${give('a', one, -7)}; ${give('a', other, 3)}; ${give('b', one, 9)}; ${give('b', other, -5)}; commit`,
      );
      committed();
    }
  })();
  onTestFinished(async () => {
    stop = true;
    await writing;
    await session.end();
  });
}

/** What the models of one source published, summed up. */
export async function totalOf({ postgres }: Ledger, prefix: string): Promise<number> {
  const [[total]] = (await postgres.query(
    `select (select total from results.${prefix}_a)::bigint + (select total from results.${prefix}_b)::bigint`,
  )) as [[string]];
  return Number(total);
}

/** What run_results.json says of the states of the sources. */
export interface SnapshotsSection {
  readonly snapshot: string;
  readonly skew_milliseconds: number | null;
  readonly snapshots: readonly {
    readonly connection: string;
    readonly node: string | null;
    readonly scope: string;
    readonly means: string;
    readonly limit: string | null;
    readonly connections: number;
    readonly position: Readonly<Record<string, string>>;
    readonly taken_at: string;
  }[];
}

export async function snapshotsSection(project: TestProject): Promise<SnapshotsSection> {
  return (JSON.parse(await project.read('target/run_results.json')) as { args: { dvt: SnapshotsSection } }).args.dvt;
}
