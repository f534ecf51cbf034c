import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ScanPlan } from '#dvt/spi/scan.js';
import { collect, collectPlan } from '../../batches/collect.js';
import { freshMysql } from '../../servers/index.js';
import { described, open, scanColumn } from './open.js';

const ROWS = 400_000;
let database: Awaited<ReturnType<typeof freshMysql>>;
beforeAll(async () => {
  database = await freshMysql();
});
afterAll(() => database.drop());

async function planOf(
  connection: Awaited<ReturnType<typeof open>>,
  table: string,
  maxSplits: number,
  predicate: string | null = null,
): Promise<{ plan: Extract<ScanPlan, { kind: 'read' }>; types: readonly { kind: 'int64' }[] }> {
  const relation = await described(connection, table);
  const columns = relation.columns.map((column) => scanColumn(column));
  const plan = await connection.scan({ relation, columns, predicate, maxSplits });
  if (plan.kind !== 'read') throw new Error('a read plan was expected');
  return { plan, types: columns.map(({ type }) => type) as never };
}

/** Keys as they are met in life: dense, with a gap of billions, nearly all in one place, the ends of the type. */
const KEYS: readonly [name: string, type: string, key: string][] = [
  ['dense', 'int', 'seq'],
  ['two heaps', 'bigint', `if(seq <= ${ROWS / 2}, seq, seq + 1000000000000)`],
  ['one end', 'bigint unsigned', `if(seq = 1, 18446744073709551615, seq)`],
  ['negative', 'bigint', `if(seq = 1, -9223372036854775808, -seq)`],
];

test.each(KEYS)('every row is read once, in parts of about equal size: %s', async (_name, type, key) => {
  await database.query(`create or replace table t (id ${type} primary key, n int);
    insert into t select ${key}, seq from seq_1_to_${ROWS}; analyze table t`);
  const connection = await open(database.profile);
  const { plan, types } = await planOf(connection, 't', 3, 'n > 5');
  expect(plan.tasks).toHaveLength(3);
  const parts = await Promise.all(plan.tasks.map((task) => collect(task, types)));
  const numbers = parts.flatMap(({ rows }) => rows.map(([, n]) => n as unknown as number));
  expect(numbers).toHaveLength(ROWS - 5);
  expect(new Set(numbers).size).toBe(ROWS - 5);
  for (const { rows } of parts) {
    expect(rows.length).toBeGreaterThan(ROWS * 0.2);
    expect(rows.length).toBeLessThan(ROWS * 0.5);
  }
  await connection.close();
});

test('the parts stand at one state of the table, while writers go on', async () => {
  await database.query(`create or replace table t (id int primary key, n int);
    insert into t select seq, 0 from seq_1_to_${ROWS}; analyze table t`);
  const connection = await open(database.profile);
  const writer = await database.session();
  let stop = false;
  const writing = (async () => {
    // Both ends of the table change in one transaction: a reader sees both or none.
    while (!stop) {
      await writer.query(
        `start transaction; update t set n = n + 1 where id = 1; update t set n = n + 1 where id = ${ROWS}; commit`,
      );
    }
  })();
  for (let round = 0; round < 5; round++) {
    const { plan, types } = await planOf(connection, 't', 2);
    expect(plan.tasks).toHaveLength(2);
    const { rows } = await collectPlan(plan, types);
    const ends = rows.filter(([id]) => (id as unknown as number) === 1 || (id as unknown as number) === ROWS);
    expect(rows).toHaveLength(ROWS);
    expect(ends[0]![1]).toBe(ends[1]![1]);
  }
  stop = true;
  await writing;
  await writer.end();
  await connection.close();
});

test('a table that a transaction keeps for itself is read over one connection', async () => {
  await database.query(`create or replace table t (id int primary key, n int);
    insert into t select seq, 0 from seq_1_to_${ROWS}; analyze table t`);
  const connection = await open(database.profile);
  const writer = await database.session();
  await writer.query('start transaction; update t set n = 1 where id = 1');
  const { plan, types } = await planOf(connection, 't', 2);
  const parts = await Promise.all(plan.tasks.map((task) => collect(task, types)));
  expect(parts.map(({ rows }) => rows.length)).toEqual([ROWS, 0]);
  await writer.query('rollback');
  await writer.end();
  await connection.close();
});

test('no splits without the right to lock, an integer key, or enough rows', async () => {
  const name = String(database.profile['database']);
  await database.query(`create or replace table t (id int primary key); insert into t select seq from seq_1_to_${ROWS}; analyze table t;
    create or replace table words (id varchar(20) primary key); insert into words select seq from seq_1_to_${ROWS}; analyze table words;
    create or replace table few (id int primary key); insert into few values (1), (2); analyze table few;
    create or replace table unsafe (id int primary key) engine = Aria; insert into unsafe select seq from seq_1_to_${ROWS};
    create or replace view v as select * from t;
    create or replace user reads_only@'%' identified by 'r'; grant select on ${name}.* to reads_only@'%'`);
  const connection = await open(database.profile);
  const tasks = async (through: typeof connection, table: string) =>
    (await planOf(through, table, 2)).plan.tasks.length;
  expect([
    await tasks(connection, 't'),
    await tasks(connection, 'words'),
    await tasks(connection, 'few'),
    await tasks(connection, 'v'),
    await tasks(connection, 'unsafe'),
  ]).toEqual([2, 1, 1, 1, 1]);
  const reader = await open({ ...database.profile, user: 'reads_only', password: 'r' });
  expect(await tasks(reader, 't')).toBe(1);
  await reader.close();
  await connection.close();
});
