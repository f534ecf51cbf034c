import { beforeAll, describe, expect, test } from 'vitest';
import { collect } from '../../batches/collect.js';
import { describeOne, uncast } from './open.js';
import { readOnlyDatabase } from './read-only.js';

const source = readOnlyDatabase();

const FILLER = "repeat('y', 400)";

/** What every statement of a scan with splits brings, by id. */
async function splitsOf(table: string, predicate: string | null = null): Promise<string[][]> {
  const relation = await describeOne(source.connection, table);
  const columns = uncast(relation).filter(({ name }) => name === 'id');
  const plan = await source.connection.scan({ relation, columns, predicate, maxSplits: 2 });
  if (plan.kind !== 'read') throw new Error('a read plan was expected');
  try {
    const parts: string[][] = [];
    for (const task of plan.tasks) {
      const { rows } = await collect(task, [columns[0]!.type]);
      parts.push(rows.map(([id]) => String(id)));
    }
    return parts;
  } finally {
    await plan.release();
  }
}

/** The ids that the server itself finds. */
const idsOf = async (table: string, predicate = 'true') =>
  (await source.database.query(`select id from ${table} where ${predicate}`)).flat().map(String).sort();

async function expectEveryRowOnce(table: string, predicate?: string): Promise<string[][]> {
  const parts = await splitsOf(table, predicate ?? null);
  expect(parts.flat().sort()).toEqual(await idsOf(table, predicate));
  return parts;
}

describe('a partitioned table', () => {
  beforeAll(async () => {
    await source.database.query(`
      create table sales (id int not null, region text, note text) partition by list (region);
      create table sales_north partition of sales for values in ('north') partition by range (id);
      create table sales_north_1 partition of sales_north for values from (0) to (60000);
      create table sales_north_2 partition of sales_north for values from (60000) to (200000);
      create table sales_south (note text, region text, dropped int, id int not null);
      alter table sales_south drop column dropped;
      alter table sales attach partition sales_south for values in ('south');
      create table sales_rest partition of sales default;
      insert into sales select i, (array['north', 'south', 'west', null])[1 + i % 4], ${FILLER} from generate_series(0, 159999) i;
      analyze sales;
      create table sales_next partition of sales for values in ('next year') partition by range (id);
      create table sales_next_1 partition of sales_next for values from (0) to (60000)`);
  });

  test('is known by the sum of its partitions, though one is empty and was never counted', async () => {
    const { statistics, columns } = await describeOne(source.connection, 'sales');
    expect(statistics.rows).toBe(160_000);
    const [[bytes]] = (await source.database.query(
      `select sum(pg_relation_size(relid)) from pg_partition_tree('sales')`,
    )) as [[string]];
    expect(statistics.bytes).toBe(Number(bytes));
    expect(columns.find(({ name }) => name === 'region')?.distinct).toBe(3);
  });

  test('of which one was never counted has no size that is known', async () => {
    await source.database.query(`create table young (id int) partition by range (id);
      create table young_1 partition of young for values from (0) to (10); create table young_2 partition of young for values from (10) to (20);
      insert into young select generate_series(0, 9); analyze young; insert into young values (15)`);
    expect((await describeOne(source.connection, 'young')).statistics).toEqual({ rows: null, bytes: null });
  });

  test('with a default, partitions below partitions and other column orders is read in splits, each row once', async () => {
    const parts = await expectEveryRowOnce('sales');
    expect(parts.length).toBeGreaterThan(2);
    expect(Math.max(...parts.map((part) => part.length))).toBeLessThan((160_000 / parts.length) * 1.3);
  });

  test('and a part of it is', async () => {
    await expectEveryRowOnce('sales_north');
    await expectEveryRowOnce('sales', `"region" = 'south' and "id" > 1000`);
  });
});

test('partitions that another server keeps make it one statement', async () => {
  const { host, port, user, password, database: name } = source.database.profile;
  await source.database.query(`create extension postgres_fdw;
    create server elsewhere foreign data wrapper postgres_fdw options (host '${host}', port '${port}', dbname '${name}');
    create user mapping for current_user server elsewhere options (user '${user}', password '${String(password).replaceAll("'", "''")}');
    create table far (id int, note text);
    insert into far select i, ${FILLER} from generate_series(80000, 80999) i`);
  await source.database.query(`create table spread (id int, note text) partition by range (id);
    create table spread_1 partition of spread for values from (0) to (80000);
    create foreign table spread_2 partition of spread for values from (80000) to (90000) server elsewhere options (table_name 'far');
    insert into spread_1 select i, ${FILLER} from generate_series(0, 79999) i; analyze spread; analyze spread_1; analyze spread_2`);
  expect((await describeOne(source.connection, 'spread')).statistics.rows).toBe(81_000);
  expect(await expectEveryRowOnce('spread')).toHaveLength(1);
});

test('a table and those that inherit from it', async () => {
  await source.database.query(`create table base (id int, note text); create table child_1 (more int) inherits (base);
    create table child_2 () inherits (base); create table grandchild () inherits (child_1, child_2);
    insert into child_1 select i, ${FILLER}, 1 from generate_series(0, 59999) i;
    insert into child_2 select i, ${FILLER} from generate_series(60000, 119999) i;
    insert into grandchild select i, ${FILLER}, 1 from generate_series(120000, 129999) i;
    analyze base; analyze child_1; analyze child_2; analyze grandchild`);
  expect((await describeOne(source.connection, 'base')).statistics.rows).toBe(130_000);
  expect((await expectEveryRowOnce('base')).length).toBeGreaterThan(2);
});

test('a materialized view is read in splits, a view by one statement', async () => {
  await source.database.query(`create table under as select i as id, ${FILLER} as note from generate_series(1, 100000) i;
    create materialized view kept as select * from under where id % 10 > 0; create view seen as select * from under;
    analyze under; analyze kept`);
  expect((await expectEveryRowOnce('kept')).length).toBeGreaterThan(1);
  expect(await expectEveryRowOnce('seen')).toHaveLength(1);
});
