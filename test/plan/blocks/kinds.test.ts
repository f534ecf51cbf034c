import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Federated, openFederated } from '../../properties/predicates/federated.js';
import { fullName } from '../../properties/predicates/query.js';
import { inCopy, MY, openSources, PG, type Sources, told } from '../../properties/predicates/sources.js';

let sources: Sources;
let federated: Federated;
beforeAll(async () => {
  sources = await openSources();
  await sources.postgres.query('analyze p');
  federated = await openFederated({ pg: sources.postgres.profile, my: sources.mysql.profile }, [PG, MY]);
});
afterAll(async () => {
  await federated?.close();
  await sources?.close();
});

const TABLES = { pg: fullName(PG), my: fullName(MY) } as const;
type On = keyof typeof TABLES;

/** §: a table of the adapter at hand; ¤: one of the other. */
const text = (sql: string, on: On) =>
  sql.replaceAll('§', TABLES[on]).replaceAll('¤', TABLES[on === 'pg' ? 'my' : 'pg']);

const ANY = `select columns(*)::varchar from`;

async function run(sql: string) {
  const tables = [PG, MY].map(({ connection }) => connection).filter((name) => sql.includes(`"${name}".`));
  const result = await federated.run({ sql, tables }, 'blocks');
  return { ...result, used: result.blocks.filter(({ chosen }) => chosen) };
}

/** Each is computed by its source, and gives what DuckDB gives over a faithful copy, types included. */
const EXACT: readonly (readonly [kind: string, sql: string])[] = [
  ['aggregation', 'select count(*) as n, count(i4), count(distinct i4) from § where k < 90'],
  ['aggregation', 'select sum(i4), sum(i8), sum(dec), sum(distinct i4) from §'],
  ['aggregation', 'select min(i8), max(i8), min(dec), max(dec), min(d), max(d2) from §'],
  ['aggregation', 'select sum(i4), min(d) from § where k > 1000'],
  ['aggregation', 'select count(i4), min(d) from § where k > 1000'],
  ['aggregation', 'select i4, count(*) from § group by i4'],
  ['aggregation', 'select d as day, j4 % 2 as odd, sum(dec) from § where j4 is not null group by d, j4 % 2'],
  ['aggregation', 'select d2, max(i8) as m from § group by 1 having max(i8) > 1 order by m desc, d2 limit 3'],
  ['aggregation', 'select u, count(*), count(dec) filter (where i4 > 1) from § group by u'],
  ['aggregation', 'select distinct i4, d2 from § where i4 < 100'],
  [
    'aggregation',
    'select j4, sum(dec) / count(*) as mean, coalesce(max(i4), 0)::bigint + 1 as next from § group by all',
  ],
  ['aggregation', 'select j4, rank() over (order by count(*) desc, j4) as r from § group by j4'],
  ['aggregation', 'select a.j4, count(b.k) as n from § a left join § b on a.i4 = b.i4 and b.dec > 0 group by a.j4'],
  ['aggregation', 'select a.j4, count(*) as n from § a join § b using (i4) where i4 <> 2 group by a.j4'],
  [
    'aggregation',
    'with c as (select j4, count(*) as n from § group by j4) select b.k, n from ¤ b join c on c.j4 = b.j4',
  ],
  ['aggregation', 'select k from ¤ where i4 >= (select max(j4) from § where dec is not null)'],
  ['aggregation', 'select k, (select count(*) from §) as n from ¤'],
  ['aggregation', 'select k from ¤ where j4 in (select j4 from § where i4 > 0 group by j4 having count(*) > 2)'],
  ['limit', 'select k, i4, dec from § order by dec desc, k limit 4'],
  ['limit', 'select * from § where i4 > 0 order by i4 nulls first, k desc limit 5 offset 2'],
  ['limit', 'select k as i, d as e from § order by e desc nulls first, i limit 7'],
  ['limit', 'select q.k, b.k as l from (select k, j4 from § order by k limit 5) q join ¤ b on b.k = q.k'],
  ['exists', 'select k from ¤ where exists (select * from § where i4 = 7)'],
  ['exists', 'select k from ¤ where not exists (select 1 from § where i4 = 7 and k < 0)'],
];

/** Each stays in the engine: the sources would give something else, or might. */
const LOCAL: readonly (readonly [why: string, sql: string])[] = [
  ['averages', 'select avg(i4), avg(dec) from §'],
  ['sums of floating point', 'select j4, sum(f8) from § group by j4'],
  ['the smallest of floating point', 'select min(f8) from §'],
  ['floating point as a key', 'select f8, count(*) from § group by f8'],
  ['a condition on floating point', 'select count(*) from § where f4 = 16777217::double'],
  ['lists of texts', "select string_agg(i4::varchar, ',' order by k) from §"],
  ['the smallest text', 'select min(d::varchar) from §'],
  ['a limit without an order', 'select count(*) from (select k from § limit 3)'],
  ['a limit under an order that is not total', 'select count(*) from (select d, i4 from § order by i4 limit 3)'],
  ['an unknown aggregate of a key', 'select j4, mode(j4) from § group by j4'],
  ['an unknown aggregate in EXISTS', 'select k from ¤ where exists (select mode(k) from § where k < 0)'],
  ['a limit of a calculated number of rows', 'select k from § order by k limit 1 + 1'],
  ['grouping sets', 'select i4, count(*) from § group by grouping sets ((i4), ())'],
  ['a correlated subquery', 'select k, (select count(*) from § a where a.i4 = b.i4) from ¤ b'],
  [
    'a condition that a subquery ties to what would be grouped',
    'select b.j4, sum(a.i8), sum(a.dec), max(a.d) from § a join ¤ b on a.j4 = b.j4 where exists (select 1 from ¤ c where c.k = a.i4) group by b.j4',
  ],
  ['samples', 'select count(*) > 0 from § using sample 100%'],
];

describe.each(['pg', 'my'] as const)('on %s', (on) => {
  test.each(EXACT)('%s: %s', async (kind, sql) => {
    const query = text(sql, on);
    const found = await run(query);
    expect(found.blocks.map((block) => [block.kind, block.connection, block.chosen])).toContainEqual([kind, on, true]);
    const meant = await sources.duckdb.runAndReadAll(query);
    expect(found.columns.map(({ name }) => name)).toEqual(meant.deduplicatedColumnNames());
    // (JSON is a VARCHAR with a name.)
    const types = found.columns.map(({ type }) => type.replace('JSON', 'VARCHAR'));
    expect(types).toEqual(meant.columnTypes().map(String));
    const texts = `${ANY} (${query}) q`;
    expect(told((await run(texts)).rows)).toEqual(await inCopy(sources, texts));
  });

  test.each(LOCAL)('%s: %s', async (_, sql) => {
    const query = text(sql, on);
    expect((await run(query)).used).toEqual([]);
    const texts = `${ANY} (${query}) q`;
    expect(told((await run(texts)).rows)).toEqual(await inCopy(sources, texts));
  });
});

test('texts of every collation are grouped, joined and told apart by their bytes where a block has them', async () => {
  const keys = [PG, MY].flatMap((table) =>
    table.columns.filter(({ family }) => family === 'text').map((column) => [table, column.name] as const),
  );
  const used: string[] = [];
  for (const [table, name] of keys) {
    for (const sql of [
      `select "${name}", count(*) from ${fullName(table)} group by 1`,
      `select count(distinct "${name}") from ${fullName(table)}`,
      `select count(*) from ${fullName(table)} a join ${fullName(table)} b on a."${name}" = b."${name}"`,
    ]) {
      const texts = `${ANY} (${sql}) q`;
      const found = await run(texts);
      if (found.used.length > 0) used.push(`${table.connection}.${name}`);
      expect(told(found.rows), sql).toEqual(await inCopy(sources, texts));
    }
  }
  for (const name of ['pg.txc', 'pg.txicu', 'pg.txcase', 'pg.ch', 'pg.txdomain', 'my.vgen', 'my.vnopad', 'my.cgen']) {
    expect(used).toContain(name);
  }
});
