import { expect } from 'vitest';
import type { Connection } from '#dvt/spi/connection.js';
import { collectPlan } from '../../batches/collect.js';
import type { TestDatabase } from '../../servers/index.js';
import { describeOne, named, uncast } from './open.js';

/** Rows of the table `t`. */
const ROWS = 120_000;

/** Creates a table `t` that is large enough for several splits. */
export async function createSplitTable(database: TestDatabase): Promise<void> {
  await database.query(
    `create table t as select i as id, repeat('x', 400) as filler from generate_series(1, ${ROWS}) i; analyze t`,
  );
}

/** Reads `t` in splits at one state of the source, and expects every row once; `meanwhile` happens after the state is taken. */
export async function expectOneState(
  connection: Connection,
  meanwhile: () => Promise<unknown> = async () => {},
): Promise<void> {
  const snapshot = await connection.openSnapshot!({ relations: [named('t')], maxConnections: 2 });
  expect(snapshot.state.scope).toBe('source');
  await meanwhile();
  const relation = await describeOne(connection, 't');
  const columns = uncast(relation).slice(0, 1);
  const plan = await snapshot.scan({ relation, columns, predicate: null, maxSplits: 2 });
  expect(plan.kind === 'read' && plan.tasks.length).toBeGreaterThan(1);
  const { rows } = await collectPlan(plan, [columns[0]!.type]);
  await snapshot.release();
  expect(rows).toHaveLength(ROWS);
  expect(new Set(rows.map(([id]) => id)).size).toBe(ROWS);
}
