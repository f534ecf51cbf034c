import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Permits } from '#dvt/core/permits.js';
import type { Connection } from '#dvt/spi/connection.js';
import type { ScanPlan } from '#dvt/spi/scan.js';
import { freshMysql } from '../../servers/index.js';
import { Staged } from '../../transfer/staged.js';
import { described, open, scanColumn } from './open.js';

const ROWS = 400_000;
let database: Awaited<ReturnType<typeof freshMysql>>;
let staged: Staged;
beforeAll(async () => {
  database = await freshMysql();
  staged = new Staged();
});
afterAll(async () => {
  await staged.close();
  await database.drop();
});
let opened: Connection[] = [];
afterEach(async () => {
  await Promise.all(opened.map((connection) => connection.close()));
  opened = [];
});

async function connect(profile: Readonly<Record<string, unknown>> = database.profile): Promise<Connection> {
  const connection = await open(profile, [], staged.transfer.sessions);
  opened.push(connection);
  return connection;
}

type ReadPlan = Extract<ScanPlan, { kind: 'read' }>;

async function planOf(
  connection: Connection,
  table: string,
  maxSplits: number,
  predicate: string | null = null,
): Promise<{ plan: ReadPlan; types: readonly { kind: 'int64' }[] }> {
  const relation = await described(connection, table);
  const columns = relation.columns.map((column) => scanColumn(column));
  const plan = await connection.scan({ relation, columns, predicate, maxSplits });
  if (plan.kind !== 'read') throw new Error('a read plan was expected');
  return { plan, types: columns.map(({ type }) => type) as never };
}

let tables = 0;
/** Reads a plan as a run does; the rows of `select` over them. */
async function readPlan(
  { plan, types }: { plan: ReadPlan; types: readonly { kind: 'int64' }[] },
  select: string,
): Promise<readonly (readonly number[])[]> {
  const table = `plan_${++tables}`;
  await staged.extract(table, types, [], { plan: async () => plan, permits: new Permits(2) });
  const rows = await staged.rows(table, types, select);
  await staged.engine.dropStaged(table);
  return rows.map((row) => row.map(Number));
}

/** Keys as they are met in life: dense, with a gap of billions, nearly all in one place, the ends of the type. */
const KEYS: readonly [name: string, type: string, key: string][] = [
  ['dense', 'int', 'seq'],
  ['two heaps', 'bigint', `if(seq <= ${ROWS / 2}, seq, seq + 1000000000000)`],
  ['one end', 'bigint unsigned', `if(seq = 1, 18446744073709551615, seq)`],
  ['negative', 'bigint', `if(seq = 1, -9223372036854775808, -seq)`],
  ['days', 'date', "date_add('1000-01-01', interval seq day)"],
  ['moments', 'datetime(6)', "date_add('1969-12-31 23:59:59', interval seq * 1001 microsecond)"],
  ['moments with a zone', 'timestamp', "date_add('2024-01-01 00:00:00', interval seq second)"],
  ['amounts', 'decimal(14,4)', 'seq / 8 - 1000'],
  ['hashes', 'char(32) character set ascii collate ascii_bin', 'md5(seq)'],
  ['words', 'varchar(40) collate utf8mb4_nopad_bin', "concat('order 😀', lpad(seq, 9, '0'))"],
];

test.each(KEYS)('every row is read once, in parts of about equal size: %s', async (_name, type, key) => {
  await database.query(`create or replace table t (id ${type} primary key, n int);
    insert into t select ${key}, seq from seq_1_to_${ROWS}; analyze table t`);
  const { plan, types } = await planOf(await connect(), 't', 3, 'n > 5');
  // Keys that come in no order leave pages half empty, which makes more parts of the table.
  const { length } = plan.tasks;
  expect(length).toBeGreaterThanOrEqual(3);
  const parts: number[][] = [];
  for (const task of plan.tasks) {
    const one = { plan: { ...plan, tasks: [task], release: async () => {} }, types };
    const [part] = await readPlan(one, 'select count(*), count(distinct c1), sum(c1) from s.main.t');
    parts.push(part as number[]);
  }
  await plan.release();
  const [rows, , sum] = [0, 1, 2].map((at) => parts.reduce((total, part) => total + part[at]!, 0));
  expect(rows).toBe(ROWS - 5);
  expect(sum).toBe((ROWS * (ROWS + 1)) / 2 - 15);
  for (const [count, distinct] of parts) {
    expect(count).toBe(distinct);
    expect(count).toBeGreaterThan((ROWS / length) * 0.6);
    expect(count).toBeLessThan((ROWS / length) * 1.5);
  }
});

/** Columns that an index beside a wide table has; its first column may be NULL. */
const NARROW: readonly [name: string, type: string, parent: string][] = [
  ['without NULL', 'int not null', 'seq % 5000'],
  ['with NULL', 'int', 'if(seq % 4 = 0, null, seq % 5000)'],
];

test.each(NARROW)(
  'what an index has is read from it, in parts by its own first column: %s',
  async (_name, type, parent) => {
    await database.query(`create or replace table t (id int primary key, parent ${type}, filler char(250) not null, index by_parent (parent));
    insert into t select seq, ${parent}, 'x' from seq_1_to_${ROWS}; analyze table t`);
    const connection = await connect();
    const relation = await described(connection, 't');
    const columns = relation.columns.filter(({ name }) => name !== 'filler').map((column) => scanColumn(column));
    const plan = await connection.scan({ relation, columns, predicate: 'id % 7 <> 3', maxSplits: 2 });
    if (plan.kind !== 'read') throw new Error('a read plan was expected');
    expect(plan.tasks.length).toBeGreaterThan(1);
    for (const { sql } of plan.tasks) {
      const [explained] = await database.query(`explain ${sql}`);
      expect(explained).toEqual(expect.arrayContaining(['by_parent', expect.stringMatching(/Using index/)]));
    }
    const types = columns.map((column) => column.type) as never;
    const sums = 'count(*), count(distinct c0), sum(c0), count(c1), sum(c1)';
    const [expected] = await database.query(
      `select count(*), count(*), sum(id), count(parent), sum(parent) from t where id % 7 <> 3`,
    );
    expect(await readPlan({ plan, types }, `select ${sums} from s.main.t`)).toEqual([expected!.map(Number)]);
  },
);

test('the parts stand at one state of the table, while writers go on', async () => {
  await database.query(`create or replace table t (id int primary key, n int);
    insert into t select seq, 0 from seq_1_to_${ROWS}; analyze table t`);
  const connection = await connect();
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
    const planned = await planOf(connection, 't', 2);
    expect(planned.plan.tasks.length).toBeGreaterThan(1);
    const ends = `count(*), max(c1) filter (c0 = 1) - max(c1) filter (c0 = ${ROWS})`;
    expect(await readPlan(planned, `select ${ends} from s.main.t`)).toEqual([[ROWS, 0]]);
  }
  stop = true;
  await writing;
  await writer.end();
});

test('a table that a transaction keeps for itself is read over one connection', async () => {
  await database.query(`create or replace table t (id int primary key, n int);
    insert into t select seq, 0 from seq_1_to_${ROWS}; analyze table t`);
  const writer = await database.session();
  await writer.query('start transaction; update t set n = 1 where id = 1');
  const planned = await planOf(await connect(), 't', 2);
  expect(planned.plan.tasks).toHaveLength(1);
  expect(await readPlan(planned, 'select count(*) from s.main.t')).toEqual([[ROWS]]);
  await writer.query('rollback');
  await writer.end();
});

test('no splits without the right to lock, a key with the order of numbers or bytes, or enough rows', async () => {
  const name = String(database.profile['database']);
  await database.query(`create or replace table t (id int primary key); insert into t select seq from seq_1_to_${ROWS}; analyze table t;
    create or replace table words (id varchar(20) primary key); insert into words select seq from seq_1_to_${ROWS}; analyze table words;
    create or replace table few (id int primary key); insert into few values (1), (2); analyze table few;
    create or replace table unsafe (id int primary key) engine = Aria; insert into unsafe select seq from seq_1_to_${ROWS};
    create or replace view v as select * from t;
    create or replace user reads_only@'%' identified by 'r'; grant select on ${name}.* to reads_only@'%'`);
  const connection = await connect();
  const tasks = async (through: Connection, table: string, predicate: string | null = null) => {
    const { plan } = await planOf(through, table, 2, predicate);
    await plan.release();
    return plan.tasks.length;
  };
  expect([
    await tasks(connection, 't'),
    await tasks(connection, 't', 'id in (1, 5, 9)'),
    // A long list is a table of its own in the server's plan.
    await tasks(connection, 't', `id in (${Array.from({ length: 3000 }, (_, i) => i * 7).join()})`),
    await tasks(connection, 'words'),
    await tasks(connection, 'few'),
    await tasks(connection, 'v'),
    await tasks(connection, 'unsafe'),
  ]).toEqual([2, 1, 1, 1, 1, 1, 1]);
  const reader = await connect({ ...database.profile, user: 'reads_only', password: 'r' });
  expect(await tasks(reader, 't')).toBe(1);
});
