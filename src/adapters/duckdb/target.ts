import { DvtError } from '../../core/errors.js';
import { stripTrailingSemicolon } from '../../core/sql-lexer.js';
import { parseStagingName } from '../../core/staging-name.js';
import type { InSession, PublishOptions, Target } from '../../spi/connection.js';
import type { EngineSql } from '../../spi/engine.js';
import type { RelationName } from '../../spi/relation.js';
import { listRelations } from './describe.js';
import { dialect } from './dialect.js';
import { commentedNames, keptOf, restoreViews, workingViews } from './keep.js';
import { quoteIdentifier } from './quoting.js';
import { attempted, hasColumnsOf } from './replace-view.js';
import type { SessionPool } from './session-pool.js';
import type { EngineSqlSession } from './sql-session.js';

/**
 * Runs of this process with a lease, by the file they publish into. DuckDB gives a file to one writing process, so a run
 * of another process cannot be alive while this one has the file: only those of this process can.
 */
const LIVE = new Map<string, Set<string>>();

type Complete = RelationName & { readonly database: string; readonly schema: string };

export interface TargetContext {
  readonly connection: string;
  /** the file, by which leases are kept */
  readonly path: string;
  readonly sessions: SessionPool;
  complete(name: RelationName): Complete;
}

/** Publishes into a DuckDB file; each step is one of its transactions. */
export function target({ path, sessions, complete, connection }: TargetContext): Target {
  const place = (schema: Pick<RelationName, 'database' | 'schema'>) => complete({ ...schema, identifier: '' });

  const transaction = async ({ session }: InSession, work: (sql: EngineSql) => Promise<void>): Promise<void> => {
    const given = session as EngineSqlSession | undefined;
    if (given?.inTransaction) await work(given.sql);
    else await sessions.transaction(work);
  };

  const commented = new Map<string, Promise<ReadonlySet<string>>>();
  /** Whether a relation has comments; those of a schema are read once, as DuckDB takes long to list many relations. */
  const hasComments = async (sql: EngineSql, name: Complete): Promise<boolean> => {
    const key = JSON.stringify([name.database, name.schema]);
    const names = commented.get(key) ?? commentedNames(sql, name);
    commented.set(key, names);
    return (await names).has(name.identifier.toLowerCase());
  };

  return {
    async lease(runId) {
      const live = LIVE.get(path) ?? new Set();
      LIVE.set(path, live.add(runId));
      return { release: async () => void live.delete(runId) };
    },

    async sweep(schemas) {
      const dropped: RelationName[] = [];
      for (const schema of schemas.map(place)) {
        for (const { name, kind } of await sessions.use((sql) => listRelations(sql, schema))) {
          const run = kind === 'table' ? parseStagingName(name.identifier) : null;
          if (!run || LIVE.get(path)?.has(run.runId)) continue;
          await sessions.use((sql) => sql.query(`drop table if exists ${dialect.relation(name)}`));
          dropped.push(name);
        }
      }
      return dropped;
    },

    async createSchema(schema) {
      const { database, schema: name } = place(schema);
      await sessions.use((sql) =>
        sql.query(`create schema if not exists ${quoteIdentifier(database)}.${quoteIdentifier(name)}`),
      );
    },

    // A catalog that is open for reading only has failed `createSchema`.
    checkLoadable: async () => {},

    async load(staging, columns, { columnTypes }) {
      const selected = columns.map(({ name }) => {
        const column = quoteIdentifier(name);
        const type = columnTypes.get(name);
        return type === undefined ? column : `cast(${column} as ${type}) as ${column}`;
      });
      const create = `create table ${dialect.relation(complete(staging))} as`;
      if (columnTypes.size === 0) return { kind: 'engine', before: `${create} from (\n`, after: '\n)' };
      return { kind: 'engine', before: `${create} select ${selected.join(', ')} from (\n`, after: '\n)' };
    },

    async createTableAs(staging, sql, options) {
      const create = `create table ${dialect.relation(complete(staging))} as from (\n${stripTrailingSemicolon(sql)}\n)`;
      const given = options?.session as EngineSqlSession | undefined;
      const run = (session: EngineSql) => session.query(create, options);
      const { rows } = given === undefined ? await sessions.use(run) : await run(given.sql);
      return { rows: rows[0]?.[0] === undefined ? null : Number(rows[0][0]) };
    },

    publishTable: (staging, final, options) =>
      transaction(options, async (sql) => {
        const name = complete(final);
        const from = complete(staging);
        if (options.rows !== null) await verifyRows(sql, from, options.rows, connection);
        const rename = `alter table ${dialect.relation(from)} rename to ${quoteIdentifier(final.identifier)}`;
        if (await attempted(sql, rename)) return;
        await replaceIn(sql, name, options, async () => {
          await dropAny(sql, name);
          await sql.query(rename);
        });
      }),

    publishView: (final, sql, options) =>
      transaction(options, async (session) => {
        const name = complete(final);
        const query = stripTrailingSemicolon(sql);
        const view = `view ${dialect.relation(name)} as ${query}`;
        // Nothing depends on what is new, and nothing breaks under equal columns.
        if (await attempted(session, `create ${view}`)) return;
        const isPlain = (await hasColumnsOf(session, name, query)) && !(await hasComments(session, name));
        if (isPlain && (await attempted(session, `create or replace ${view}`))) return;
        await replaceIn(session, name, options, async () => {
          await dropAny(session, name);
          await session.query(`create ${view}`);
        });
      }),

    drop: (relation) => sessions.use((sql) => dropAny(sql, complete(relation))),
  };
}

/** Replaces a relation that others may depend on; what it had beside its rows goes to the one that takes its name. */
async function replaceIn(
  sql: EngineSql,
  name: Complete,
  { onDependents }: PublishOptions,
  make: () => Promise<void>,
): Promise<void> {
  const views = await workingViews(sql, name);
  const { statements } = await keptOf(sql, name);
  await make();
  for (const statement of statements) await sql.query(statement).catch(ignoreMissingColumn);
  await restoreViews(sql, name, views, onDependents);
}

async function verifyRows(sql: EngineSql, staging: Complete, expected: number, connection: string): Promise<void> {
  const { rows } = await sql.query(`select count(*) from ${dialect.relation(staging)}`);
  if (Number(rows[0]?.[0]) === expected) return;
  throw new DvtError({
    code: 'DVT5502',
    message: `Connection ${connection}: ${dialect.relation(staging)} holds ${rows[0]?.[0]} rows, but ${expected} were computed`,
    hint: 'Run again; the published relation was left as it is.',
  });
}

async function dropAny(sql: EngineSql, name: Complete): Promise<void> {
  const found = (await listRelations(sql, name)).find(
    (relation) => relation.name.identifier.toLowerCase() === name.identifier.toLowerCase(),
  );
  if (found) await sql.query(`drop ${found.kind} ${dialect.relation(found.name)}`);
}

/** A comment or an index on a column that the new table has no more goes with the column. */
function ignoreMissingColumn(error: Error): void {
  if (!/column/i.test(error.message)) throw error;
}
