import { DuckDBConnection } from '@duckdb/node-api';
import { expect, onTestFinished, test } from 'vitest';
import { freshMysql, freshPostgres } from '../../servers/index.js';
import type { TestTable } from './column.js';
import { openFederated } from './federated.js';

/** Each query of a list over `pg.public.p (k, ...)`, filled by `rows`, finds the keys that DuckDB finds. */
async function check(setup: string, queries: readonly (readonly [where: string, keys: readonly number[]])[]) {
  const [postgres, mysql] = await Promise.all([freshPostgres(), freshMysql()]);
  const table: TestTable = { connection: 'pg', schema: 'public', name: 'p', columns: [] };
  const federated = await openFederated({ pg: postgres.profile, my: mysql.profile }, [table]);
  onTestFinished(async () => {
    await federated.close();
    await Promise.all([postgres.drop(), mysql.drop()]);
  });
  await postgres.query(setup);
  for (const [where, keys] of queries) {
    const sql = `select k from pg.public.p where ${where} order by k`;
    const { rows } = await federated.run({ sql, tables: ['pg'], single: null });
    expect({ where, keys: rows.flat().map(Number) }).toEqual({ where, keys });
  }
}

test('constants that are infinite or no number, which DuckDB writes into JSON as bare words', async () => {
  const duckdb = await DuckDBConnection.create();
  const values = ['-Infinity', '-1', '0', 'NaN', 'Infinity'];
  const wheres = ["f = '-Infinity'::double", "f < 'inf'::double", "f = 'nan'::double", 'f > -1e999', "f in ('inf', 0)"];
  const rows = values.map((value, index) => `(${index}, '${value}'::float8)`).join(', ');
  const meant = async (where: string) => {
    const found = await duckdb.runAndReadAll(`select k from (values ${rows}) p(k, f) where ${where} order by k`);
    return [where, found.getRows().map(([k]) => Number(k))] as const;
  };
  await check(
    `create table p (k integer, f float8); insert into p values ${rows}`,
    await Promise.all(wheres.map(meant)),
  );
  duckdb.closeSync();
});
