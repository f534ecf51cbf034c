import { DvtError } from '../../core/errors.js';
import { placeError } from '../../core/place-error.js';
import type { SqlSession } from '../../spi/session.js';
import type { NodeWork, Published } from '../node-work.js';
import { cancellable } from './cancellable-session.js';
import { computed } from './federated-model.js';
import { dropQuietly } from './load-staging.js';
import { publishable } from './publishable.js';

/**
 * Runs a Jinja materialization in the node's target, in one session. A federated node's result is loaded first, into a
 * staging relation that the materialization selects from, so that what the target sees is one transaction.
 */
export async function runMaterialization(work: NodeWork): Promise<Published> {
  const { context, plan } = work;
  const node = publishable(plan.node);
  const target = await context.connections.target(node.connection, node.relation);
  if (node.route.kind === 'in place') {
    const done = await materialize(work, plan.compiled.sql);
    return { ...done, bytesLoaded: null, extractions: [] };
  }
  if (node.config.materialized === 'materialized_view') throw notFederated(node.name, node.route.reason);
  const { loaded, published } = await computed(work);
  try {
    const { dialect } = await context.connections.get(node.connection);
    const sql = `select * from ${dialect.relation(loaded.staging)}`;
    // Staging was loaded in a turn that has ended: targets that take one writer get no more than there are threads.
    const done = await (work.shared?.inTurn(() => materialize(work, sql)) ?? materialize(work, sql));
    return { ...published, rows: done.rows ?? published.rows, message: done.message };
  } finally {
    await dropQuietly(target, loaded.staging);
  }
}

/** Its transaction is committed when all went well: until then nobody sees anything of it. */
async function materialize(
  { context, plan, stopwatch, signal, batch }: NodeWork,
  sql: string,
): Promise<Pick<Published, 'rows' | 'message'>> {
  const { node, compiled } = plan;
  const connection = await context.connections.get(node.connection);
  const session: SqlSession = await connection.session();
  try {
    const runner = await context.macros();
    const macros = await runner.over(node, cancellable(session, signal), { sql, ...(batch && { batch }) });
    const done = await stopwatch.time('execute', () => macros.materialize());
    await session.commit();
    for (const relation of done.relations) context.catalog.forget(node.connection, relation);
    return { rows: done.rowsAffected, message: done.message ?? 'OK' };
  } catch (error) {
    await session.rollback().catch(() => undefined);
    throw placeError(error, compiled);
  } finally {
    await session.close();
  }
}

function notFederated(name: string, reason: string): DvtError {
  return new DvtError({
    code: 'DVT5014',
    message: `${name} cannot be a materialized view: it is computed by the engine (${reason}).`,
    hint: "A database refreshes its materialized views itself, from its own tables. Use materialized='table' or 'incremental'.",
  });
}
