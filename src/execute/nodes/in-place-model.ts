import { stagingName } from '../../core/staging-name.js';
import type { InSession } from '../../spi/connection.js';
import type { NodeMacros } from '../../spi/node-macros.js';
import type { RelationName } from '../../spi/relation.js';
import type { NodeWork, Published } from '../node-work.js';
import { dropQuietly } from './load-staging.js';
import { hasContract, hasEntries, ownIndexes, publication } from './publication.js';
import { publishable } from './publishable.js';

/**
 * Computes a table or view in its own database: the SQL runs there as it is, and the result is swapped in.
 * @param part of the staging relation's name, where another one of the node stands there already
 */
export async function runInPlace(work: NodeWork, part = ''): Promise<Published> {
  const { context, plan, signal } = work;
  const node = publishable(plan.node);
  return publication(context, {
    node,
    sql: plan.compiled.sql,
    signal,
    load: async () => undefined,
    publish: (_, within) =>
      node.config.materialized === 'view' ? publishView(work, within) : publishTable(work, within, part),
  });
}

async function publishView(
  { context, plan, stopwatch, signal }: NodeWork,
  within: InSession & { readonly macros?: NodeMacros },
): Promise<Published> {
  const node = publishable(plan.node);
  const { session, macros } = within;
  if (session !== undefined && macros !== undefined) {
    if (hasContract(node.config.raw)) await macros.call('get_assert_columns_equivalent', [plan.compiled.sql]);
    const header = String(await macros.call('sql_header')).trim();
    if (header !== '') await session.query(header, { signal });
  }
  const target = await context.connections.target(node.connection, node.relation);
  const options = { runId: context.runId, rows: null, onDependents: node.config.onDependents };
  const publish = { ...options, ...(within.session && { session: within.session }) };
  await stopwatch.time('execute', () => target.publishView(node.relation, plan.compiled.sql, publish));
  return { rows: null, bytesLoaded: null, extractions: [], message: 'CREATE VIEW' };
}

async function publishTable(
  { context, plan, stopwatch, signal }: NodeWork,
  { session, macros }: InSession & { readonly macros?: NodeMacros },
  part: string,
): Promise<Published> {
  const { compiled } = plan;
  const node = publishable(plan.node);
  const { connections, runId } = context;
  const target = await connections.target(node.connection, node.relation);
  const { dialect } = await connections.get(node.connection);
  const staging = {
    ...node.relation,
    identifier: stagingName(node.relation.identifier + part, runId, dialect.identifierBytes),
  };
  const within = session === undefined ? {} : { session };
  const create = async (): Promise<{ readonly rows: number | null; readonly message?: string | null }> => {
    if (session !== undefined && macros !== undefined && definesTable(node.config.raw)) {
      const sql = await createTable(macros, staging, compiled.sql);
      const { rowsAffected: rows, message } = await session.query(sql, { signal });
      return { rows, message };
    }
    return target.createTableAs(staging, compiled.sql, { signal, ...within });
  };
  const constraints = hasContract(node.config.raw) ? ({ constraints: 'own' } as const) : {};
  try {
    const { rows, message } = await stopwatch.time('execute', create);
    const own = { ...ownIndexes(node), ...constraints };
    const publish = { runId, rows: null, onDependents: node.config.onDependents, ...own, ...within };
    await stopwatch.time('publish', () => target.publishTable(staging, node.relation, publish));
    const written = rows === null ? 'SELECT' : `SELECT ${rows}`;
    return { rows, bytesLoaded: null, extractions: [], message: message ?? written };
  } catch (error) {
    if (session === undefined) await dropQuietly(target, staging);
    throw error;
  }
}

/** Configs that say how the table itself is made, so that dbt's macro writes the statement. */
function definesTable(raw: Readonly<Record<string, unknown>>): boolean {
  return hasContract(raw) || raw['unlogged'] === true || hasEntries(raw['sql_header']);
}

async function createTable(macros: NodeMacros, staging: RelationName, sql: string): Promise<string> {
  const statement = await macros.call('create_table_as', [false, macros.relation(staging, 'table'), sql]);
  return String(statement);
}
