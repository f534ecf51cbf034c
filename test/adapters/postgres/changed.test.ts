import { describe, expect, test } from 'vitest';
import { collect } from '../../batches/collect.js';
import { describeOne, named, uncast } from './open.js';
import { readOnlyDatabase } from './read-only.js';

const ROWS = 200_000;

const source = readOnlyDatabase();

/** A table of three partitions, large enough for several splits, and one that could become a fourth. */
async function partitioned(table: string): Promise<void> {
  await source.database.query(`create table ${table} (id int, filler text) partition by range (id);
    create table ${table}_0 partition of ${table} for values from (0) to (100000);
    create table ${table}_1 partition of ${table} for values from (100000) to (150000);
    create table ${table}_2 partition of ${table} for values from (150000) to (200000);
    create table ${table}_3 (id int, filler text);
    insert into ${table} select i, repeat('y', 300) from generate_series(0, ${ROWS - 1}) i;
    insert into ${table}_3 select i, repeat('y', 300) from generate_series(${ROWS}, ${ROWS} + 100000) i; analyze ${table}`);
}

/** Reads a relation at a snapshot split by split; before the split `at` something happens to it. The rows' ids. */
async function readWhile(table: string, at: number, happening: string): Promise<number[]> {
  const snapshot = await source.connection.openSnapshot!({ relations: [named(table)], maxConnections: 2 });
  try {
    const relation = await describeOne(source.connection, table);
    const columns = uncast(relation).slice(0, 1);
    const plan = await snapshot.scan({ relation, columns, predicate: null, maxSplits: 2 });
    const tasks = plan.kind === 'read' ? plan.tasks : [];
    if (at > 0) expect(tasks.length).toBeGreaterThan(at);
    const ids: number[] = [];
    for (const [index, task] of tasks.entries()) {
      if (index === at) await source.database.query(happening);
      const { rows } = await collect(task, [columns[0]!.type]);
      ids.push(...rows.map(([id]) => Number(id)));
    }
    return ids;
  } finally {
    await snapshot.release();
  }
}

const changed = (what: string) => expect.objectContaining({ message: expect.stringContaining(what) });

describe('between two splits of a partitioned table', () => {
  test('a partition that is detached is told', async () => {
    await partitioned('d');
    const detached = readWhile('d', 1, 'alter table d detach partition d_1');
    await expect(detached).rejects.toEqual(changed('d_1 was detached'));
  });

  test('a partition that is attached is told', async () => {
    await partitioned('a');
    const attached = readWhile('a', 1, 'alter table a attach partition a_3 for values from (200000) to (400000)');
    await expect(attached).rejects.toEqual(changed('a_3 was attached'));
  });

  test('a partition that is dropped or truncated is told', async () => {
    await partitioned('x');
    await expect(readWhile('x', 1, 'truncate x_0')).rejects.toEqual(changed('x_0 was truncated or rewritten'));
    await expect(readWhile('x', 1, 'drop table x_1')).rejects.toEqual(changed('was detached'));
  });

  test('a partition that is new has nothing to show', async () => {
    await partitioned('n');
    const ids = await readWhile(
      'n',
      1,
      `create table n_4 partition of n for values from (300000) to (400000); insert into n values (300000, 'late')`,
    );
    expect(new Set(ids).size).toBe(ROWS);
    expect(ids).toHaveLength(ROWS);
  });
});

describe('between the snapshot and the reading of a table', () => {
  const table = (name: string) =>
    source.database.query(`create table ${name} as select i as id from generate_series(1, 1000) i; analyze ${name}`);

  test('rows that come and go are none of its concern', async () => {
    await table('kept');
    const all = 'delete from kept where id > 10; insert into kept values (0); create index on kept (id); vacuum kept';
    for (const statement of all.split('; ')) expect(await readWhile('kept', 0, statement)).not.toHaveLength(0);
    expect(await readWhile('kept', 0, 'update kept set id = id + 1')).toHaveLength(11);
  });

  test('a table that is loaded anew is told', async () => {
    await table('anew');
    const reload = 'begin; truncate anew; insert into anew select generate_series(1, 1000); commit';
    await expect(readWhile('anew', 0, reload)).rejects.toEqual(changed('anew was truncated or rewritten'));
  });

  test('a table that is swapped for another is told', async () => {
    await table('swapped');
    const swap =
      'create table next as select generate_series(1, 1000) as id; begin; drop table swapped; alter table next rename to swapped; commit';
    await expect(readWhile('swapped', 0, swap)).rejects.toEqual(changed('swapped" was replaced'));
  });

  test('a table below a view is told', async () => {
    await table('below');
    await source.database.query(
      'create view inner_view as select id from below; create view over as select id + 0 as id from inner_view',
    );
    await expect(readWhile('over', 0, 'truncate below')).rejects.toEqual(changed('below was truncated or rewritten'));
  });

  test('a column that is changed is told', async () => {
    await table('typed');
    await expect(readWhile('typed', 0, 'alter table typed alter id type bigint')).rejects.toEqual(
      changed('its column id was integer, and is bigint now'),
    );
    await table('rewritten');
    const rewriting = readWhile('rewritten', 0, 'alter table rewritten alter id type integer using id + 1');
    await expect(rewriting).rejects.toEqual(changed('rewritten was truncated or rewritten'));
  });
});

test('a table at a state of its own may be read again', async () => {
  await source.database.query('create table again as select i as id from generate_series(1, 1000) i; analyze again');
  const relation = await describeOne(source.connection, 'again');
  const columns = uncast(relation);
  const plan = await source.connection.scan({ relation, columns, predicate: null, maxSplits: 1 });
  const [task] = plan.kind === 'read' ? plan.tasks : [];
  const types = columns.map(({ type }) => type);
  await source.database.query('begin; truncate again; insert into again select generate_series(1, 5)');
  // Its statement has its state already when it comes to wait for the lock.
  const waiting = collect(task!, types).catch((error: unknown) => error);
  const isWaiting = `select count(*) from pg_locks where not granted and relation = 'again'::regclass`;
  while (String(await source.database.query(isWaiting)) === '0')
    await new Promise((resolve) => setTimeout(resolve, 20));
  await source.database.query('commit');
  expect(await waiting).toMatchObject({ diagnostics: [{ code: 'DVT5113' }], terminal: false });
  expect((await collect(task!, types)).rows).toHaveLength(5);
});
