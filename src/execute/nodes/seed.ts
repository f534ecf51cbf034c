import { join } from 'node:path';
import type { ResultColumn } from '../../spi/column-type.js';
import type { SeedNode } from '../../spi/node.js';
import type { Published } from '../node-work.js';
import type { RunContext } from '../run-context.js';
import { engineType, inferenceQuery, inferredTypes, type SeedType, seedValue } from '../seed/column-types.js';
import { csvColumns } from '../seed/csv-header.js';
import { type CsvSource, csvError, csvExpression, engineColumns } from '../seed/csv-source.js';
import { placedValue } from '../seed/value-place.js';
import type { Stopwatch } from '../stopwatch.js';
import { dropQuietly, loadStaging } from './load-staging.js';
import { ownIndexes, publication } from './publication.js';
import { publishable } from './publishable.js';

let namespaces = 0;

/** A seed at its turn. */
export interface SeedWork {
  readonly context: RunContext;
  readonly node: SeedNode;
  readonly stopwatch: Stopwatch;
  readonly signal: AbortSignal;
}

/**
 * Loads a CSV file: the engine reads it and finds its types, the bulk path loads it into staging, and the table is
 * replaced in one step. Readers see all of the old rows or all of the new ones, where dbt truncates and inserts.
 */
export async function runSeed(work: SeedWork): Promise<Published> {
  const { context, stopwatch, signal } = work;
  const node = publishable(work.node);
  const source = await sourceOf(work);
  const table = await described(work, source);
  return publication(context, {
    node,
    sql: '',
    signal,
    load: () => stopwatch.time('compute', () => load(work, source, table)),
    publish: async (loaded, { session }) => {
      const target = await context.connections.target(node.connection, node.relation);
      const replaced = { runId: context.runId, rows: loaded.rows, onDependents: node.config.onDependents };
      // dbt truncates: what the table has stays, unless it is made anew.
      const options = { ...replaced, ...(context.fullRefresh ? ownIndexes(node) : {}) };
      try {
        await stopwatch.time('publish', () =>
          target.publishTable(loaded.staging, node.relation, { ...options, ...(session && { session }) }),
        );
      } catch (error) {
        await session?.rollback().catch(() => undefined);
        await dropQuietly(target, loaded.staging);
        throw error;
      }
      const verb = context.fullRefresh ? 'CREATE' : 'INSERT';
      return { rows: loaded.rows, bytesLoaded: loaded.bytes, extractions: [], message: `${verb} ${loaded.rows}` };
    },
  });
}

interface SeedTable {
  readonly columns: readonly ResultColumn[];
  /** of the engine, one a column */
  readonly values: readonly string[];
  readonly columnTypes: ReadonlyMap<string, string>;
}

async function sourceOf({ context, node }: SeedWork): Promise<CsvSource> {
  const configured = node.config.raw['delimiter'];
  const delimiter = typeof configured === 'string' && configured !== '' ? configured : ',';
  const file = join(context.projectRoot, node.path);
  const { columns, renamed, bytes } = await csvColumns(file, node.path, delimiter);
  if (renamed !== null) context.emit({ type: 'warning', diagnostic: renamed });
  return { file, path: node.path, delimiter, columns, bytes };
}

/** What the table will be: names as the target takes them, types that the project says or that the values have. */
async function described({ context, node, signal }: SeedWork, source: CsvSource): Promise<SeedTable> {
  const sql = await (await context.engine()).sql();
  try {
    const given = engineColumns(source.columns);
    const { rows } = await sql.query(inferenceQuery(csvExpression(source)), { signal });
    const configured = new Map(Object.entries((node.config.raw['column_types'] ?? {}) as Record<string, unknown>));
    const types = inferredTypes(given, rows).map(
      (type, index): SeedType => (configured.has(source.columns[index]!) ? 'varchar' : type),
    );
    const names = await targetNames(context, node, source.columns);
    const typed = source.columns.flatMap((name, index) => {
      const type = configured.get(name);
      return type === undefined ? [] : [[names[index]!, String(type)] as const];
    });
    return {
      columns: types.map((type, index) => ({ name: names[index]!, type: engineType(type) })),
      values: types.map((type, index) => `${seedValue(given[index]!, type)} as ${quoted(names[index]!)}`),
      columnTypes: new Map(typed),
    };
  } catch (error) {
    throw csvError(error, source);
  } finally {
    await sql.close();
  }
}

/** Names are quoted, unless `quote_columns: false` lets the database fold them: it is asked how. */
async function targetNames(context: RunContext, node: SeedNode, names: readonly string[]): Promise<readonly string[]> {
  if (node.config.raw['quote_columns'] !== false) return names;
  const connection = await context.connections.get(node.connection);
  const { columns } = await connection.query(`select ${names.map((name) => `1 as ${name}`).join(', ')}`);
  return columns.map(({ name }) => name);
}

async function load({ context, node, signal }: SeedWork, source: CsvSource, table: SeedTable) {
  const engine = await context.engine();
  const namespace = `seed${++namespaces}`;
  const relation = { catalog: 'seed', schema: 'main', identifier: node.name };
  const columns = engineColumns(source.columns).map((name) => ({
    name,
    type: { kind: 'varchar' as const },
    fetched: true,
  }));
  await engine.openNamespace({
    id: namespace,
    relations: [{ ...relation, columns, from: { expression: csvExpression(source) } }],
  });
  try {
    return await loadStaging(context, {
      connection: node.connection,
      final: publishable(node).relation,
      namespace,
      sql: `select ${table.values.join(', ')} from "seed"."main".${quoted(node.name)}${context.empty ? ' where false' : ''}`,
      columns: table.columns,
      columnTypes: table.columnTypes,
      signal,
    });
  } catch (error) {
    throw await placedValue(csvError(error, source), source);
  } finally {
    await engine.closeNamespace(namespace);
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
