import { expect, onTestFinished, test } from 'vitest';
import { freshMysql, freshPostgres } from '../../servers/index.js';
import type { TestTable } from '../predicates/column.js';
import { openCopy } from '../predicates/faithful-copy.js';
import { openFederated } from '../predicates/federated.js';

const VIEWED = [
  'create table p (k integer, i integer, j integer)',
  'insert into p select n, n, n from numbers where n < 200',
  'create table q (k integer, i integer, j integer)',
  'insert into q select n, n, n from numbers where n < 30',
];

/** Tables p and q of 200 and 30 rows in PostgreSQL and MariaDB, and in native DuckDB. */
async function setUp() {
  const [postgres, mysql, duckdb] = await Promise.all([freshPostgres(), freshMysql(), openCopy()]);
  const tables = ['pg', 'my'].flatMap((connection) =>
    ['p', 'q'].map(
      (name): TestTable => ({ connection, schema: connection === 'pg' ? 'public' : 'main', name, columns: [] }),
    ),
  );
  const federated = await openFederated({ pg: postgres.profile, my: mysql.profile }, tables);
  onTestFinished(async () => {
    await federated.close();
    duckdb.closeSync();
    await Promise.all([postgres.drop(), mysql.drop()]);
  });
  await postgres.query(['create view numbers as select generate_series(0, 199) as n', ...VIEWED].join('; '));
  await mysql.query(['create view numbers as select seq as n from seq_0_to_199', ...VIEWED].join('; '));
  for (const { connection, schema } of tables.filter(({ name }) => name === 'p')) {
    await duckdb.run(
      `attach ':memory:' as ${connection}; create schema if not exists ${connection}.${schema}; use ${connection}.${schema}`,
    );
    await duckdb.run(['create view numbers as select range as n from range(200)', ...VIEWED].join('; '));
  }
  return async (sql: string) => {
    const names = ['pg', 'my'].filter((name) => sql.includes(`${name}.`));
    const told = (rows: readonly (readonly unknown[])[]) => rows.map((row) => row.map(String).join(' ')).sort();
    const wanted = told((await duckdb.runAndReadAll(sql)).getRows());
    for (const way of ['off', 'filters', 'blocks'] as const) {
      expect({ sql, way, rows: told((await federated.run({ sql, tables: names }, way)).rows) }).toEqual({
        sql,
        way,
        rows: wanted,
      });
    }
  };
}

test('columns that DuckDB computes beside a DISTINCT or a set operation though nobody needs them', async () => {
  const agrees = await setUp();
  const few = '(select distinct i from my.main.q where i > 25 limit 50) e';
  for (const kind of ['semi', 'anti']) {
    for (const right of ['my.main.q', '(select * from my.main.q where j > 1)', 'c']) {
      await agrees(
        `with c as (select * from my.main.q) select b.i from pg.public.p b ${kind} join ${right} s on b.i = s.i join ${few} on b.j = e.i`,
      );
    }
  }
  const rest = '(select i from pg.public.q except select i from pg.public.p where i > 4) e';
  await agrees(`select max(e.i) from my.main.p s right join ${rest} on s.i = e.i and e.i is not null`);
});

test('a part of a join that a correlated subquery speaks of is not grouped before it', async () => {
  const agrees = await setUp();
  for (const column of ['a.i', 'I', 'a.j']) {
    await agrees(
      `select a.i, count(*) from pg.public.p a join my.main.p b on a.j = b.i where exists (select 1 from my.main.q c where c.k = ${column}) group by 1`,
    );
  }
  await agrees(
    `select a.i, sum(a.j) as n from pg.public.p a join my.main.p b on a.j = b.i where a.i < (select max(k) from my.main.q) group by 1 having sum(a.j) > (select min(c.i) from my.main.q c)`,
  );
});

test('differences of unsigned numbers, which MariaDB refuses below zero', async () => {
  const mysql = await freshMysql();
  const table: TestTable = { connection: 'my', schema: 'main', name: 'u', columns: [] };
  const federated = await openFederated({ my: mysql.profile }, [table]);
  onTestFinished(async () => {
    await federated.close();
    await mysql.drop();
  });
  await mysql.query('create table u (k integer, a tinyint unsigned, b mediumint, c smallint unsigned)');
  await mysql.query('insert into u values (1, 1, 2, 3), (2, 2, 1, 0), (3, null, 1, 5)');
  const cases = {
    'a - b <= a': ['1', '2'],
    'a - b < 0': ['1'],
    'coalesce(a, c) - b < 0': ['1'],
    'greatest(a, c) - k <> c - k': ['2'],
    'c - b < a': ['2'],
    '-(a::integer) < b': ['1', '2'],
  };
  for (const [where, keys] of Object.entries(cases)) {
    const { rows, scans } = await federated.run({ sql: `select k from my.main.u where ${where}`, tables: ['my'] });
    expect({ where, keys: rows.flat().map(String).sort() }).toEqual({ where, keys: keys.toSorted() });
    expect(scans[0]!.predicate).not.toBeNull();
  }
});

/** One table of numbers in PostgreSQL, MariaDB and native DuckDB; conditions must find there what DuckDB finds. */
async function numbers() {
  const [postgres, mysql, duckdb] = await Promise.all([freshPostgres(), freshMysql(), openCopy()]);
  const name = 'n';
  const tables: TestTable[] = [
    { connection: 'pg', schema: 'public', name, columns: [] },
    { connection: 'my', schema: 'main', name, columns: [] },
  ];
  const federated = await openFederated({ pg: postgres.profile, my: mysql.profile }, tables);
  onTestFinished(async () => {
    await federated.close();
    duckdb.closeSync();
    await Promise.all([postgres.drop(), mysql.drop()]);
  });
  const rows =
    'values (1, 0, 0, 0, 0), (2, 1, -7, -7, 1), (3, 4294967295, 9223372036854775807, 7.5, 7), (4, 7, -1, -0.001, 2)';
  const create = (unsigned: string, decimal: string) =>
    `create table n (k integer, u ${unsigned}, i bigint, d ${decimal}(12,3), w smallint); insert into n ${rows}`;
  await postgres.query(create('oid', 'numeric'));
  await mysql.query(create('integer unsigned', 'decimal'));
  await duckdb.run(create('uinteger', 'decimal'));
  return async (where: string) => {
    const told = (found: readonly (readonly unknown[])[]) => found.flat().map(String).sort();
    const wanted = told((await duckdb.runAndReadAll(`select k from n where ${where}`)).getRows());
    for (const { connection, schema } of tables) {
      const sql = `select k from ${connection}.${schema}.n where ${where}`;
      const { rows: found } = await federated.run({ sql, tables: [connection] });
      expect({ connection, where, keys: told(found) }).toEqual({ connection, where, keys: wanted });
    }
  };
}

test('unary minus of unsigned numbers, which DuckDB wraps', async () => {
  const agrees = await numbers();
  await agrees('- u < 1');
  await agrees('- u > 1');
  await agrees('- coalesce(u, 7) < k');
  await agrees('not (- u >= k)');
});

test('remainders of decimals, which MariaDB takes for less than zero where they are -0.000', async () => {
  const agrees = await numbers();
  await agrees('d % 7 = 0');
  await agrees('d % 7 < 0');
  await agrees('(-7) % d = 0 and d < -1');
});

test('arithmetic with numbers that a cast of another row would refuse', async () => {
  const agrees = await numbers();
  await agrees('case when i < 100 then cast(i as integer) + 1 > 0 end');
  await agrees('case when i < 100 then cast(i as smallint) * 3 < 1 end');
  await agrees('case when k <> 3 then - cast(u as decimal(9,0)) < 0 end');
  await agrees('cast(u as decimal(20,0)) - 1 < 0');
});
