import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DuckDbEngine, openDuckDbEngine } from '#dvt/compute/duckdb/index.js';
import { findEdges, type PlanEdges } from '#dvt/plan/semijoin/find-edges.js';
import type { ColumnType, ResultColumn } from '#dvt/spi/column-type.js';

const columns = (types: Record<string, ColumnType['kind']>): ResultColumn[] =>
  Object.entries(types).map(([name, kind]) => ({ name, type: { kind } as ColumnType }));

const TABLES: Record<string, ResultColumn[]> = {
  x: columns({ a: 'int32', b: 'varchar', c: 'int64' }),
  y: columns({ a: 'int32', b: 'varchar', d: 'date' }),
  z: columns({ a: 'int64', b: 'varchar', e: 'float64' }),
};

let directory: string;
let engine: DuckDbEngine;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dvt-edges-'));
  engine = openDuckDbEngine({ directory, stagingOnDisk: false });
});
afterAll(async () => {
  await engine.close();
  await rm(directory, { recursive: true, force: true });
});

/** Edges as `x.a <- y.a`; places of a relation that is read twice are numbered, `+null` keeps rows with a NULL. */
async function edgesOf(sql: string): Promise<string[]> {
  const names = Object.keys(TABLES);
  const relations = names.map((identifier, index) => ({
    token: `tok_r${index}`,
    catalog: 'c',
    schema: 's',
    identifier,
    columns: TABLES[identifier]!,
  }));
  const qualified = sql.replaceAll(/\b(from|join) ([xyz])\b/g, '$1 "c"."s"."$2"');
  const { logical } = await engine.analyzer.analyze(qualified, relations);
  if (logical === null) throw new Error('the plan was not serialized');
  const found = findEdges(logical);
  return [...new Set(found.edges.map((edge) => spelled(edge, found, names)))].sort();
}

function spelled({ target, sources, keepsNull }: PlanEdges['edges'][number], { places }: PlanEdges, names: string[]) {
  const column = ({ place, column: index }: typeof target): string => {
    const name = names[Number(places[place]!.slice('tok_r'.length))]!;
    const same = places.flatMap((other, at) => (other === places[place] ? [at] : []));
    const number = same.length > 1 ? `${same.indexOf(place) + 1}` : '';
    return `${name}${number}.${TABLES[name]![index]!.name}`;
  };
  return `${column(target)} <- ${sources.map(column).join('|')}${keepsNull ? ' +null' : ''}`;
}

const CASES: Record<string, readonly (readonly [sql: string, edges: readonly string[]])[]> = {
  'kinds of joins': [
    ['select * from x join y on x.a = y.a', ['x.a <- y.a', 'y.a <- x.a']],
    ['select * from x left join y on x.a = y.a', ['y.a <- x.a']],
    ['select * from x right join y on x.a = y.a', ['x.a <- y.a']],
    ['select * from x full join y on x.a = y.a', []],
    ['select * from x cross join y', []],
    ['select * from x join y on x.a < y.a', []],
    ['select * from x semi join y on x.a = y.a', ['x.a <- y.a', 'y.a <- x.a']],
    ['select * from x anti join y on x.a = y.a', ['y.a <- x.a']],
    ['select * from x asof join y on x.b = y.b and x.a >= y.a', []],
    ['select * from x positional join y', []],
    ['select * from x join y on x.a is not distinct from y.a', ['x.a <- y.a +null', 'y.a <- x.a +null']],
    ['select * from x join y on x.a = y.a and x.b = y.b', ['x.a <- y.a', 'x.b <- y.b', 'y.a <- x.a', 'y.b <- x.b']],
    // A condition on one side alone has no place among the join's equalities.
    ['select * from x left join y on x.a = y.a and x.c > 5', []],
    ['select * from x join y on x.a = y.a or x.b = y.b', []],
  ],
  subqueries: [
    ['select * from x where a in (select a from y)', ['x.a <- y.a', 'y.a <- x.a']],
    // NULLs of the list decide as well, and so does its being empty.
    ['select * from x where a not in (select a from y)', []],
    ["select * from x where b = 'q' or a in (select a from y)", []],
    // Correlated columns are joined NULL by NULL.
    ['select * from x where exists (select 1 from y where y.a = x.a)', ['x.a <- y.a +null', 'y.a <- x.a +null']],
    ['select * from x where not exists (select 1 from y where y.a = x.a)', ['y.a <- x.a +null']],
    ['select x.a, (select max(d) from y where y.a = x.a) from x', ['y.a <- x.a +null']],
    ['select * from x where c > (select count(*) from y)', []],
    // The rows that are compared with are those of their own group.
    ['select * from x where c = (select max(i.c) from x i where i.a = x.a)', ['x2.a <- x1.a +null']],
  ],
  'values on their way': [
    ['select * from x join z on x.a = z.a', ['x.a <- z.a', 'z.a <- x.a']],
    ['select * from x join z on x.c = z.a + 1', []],
    ['select * from x join z on x.b = z.a::varchar', []],
    ['select * from x join y on lower(x.b) = y.b', []],
    ['select * from (select a, count(*) as n from x group by a) g join y on g.a = y.a', ['x.a <- y.a', 'y.a <- x.a']],
    ['select * from (select max(a) as a from x group by b) g join y on g.a = y.a', []],
    ['select * from (select a, b from x group by rollup (a, b)) g join y on g.a = y.a', ['y.a <- x.a']],
    ['select * from (select distinct a from x) g join y on g.a = y.a', ['x.a <- y.a', 'y.a <- x.a']],
    ['select * from (select distinct on (b) a, b from x order by c) g join y on g.a = y.a', ['y.a <- x.a']],
    ['select * from (select a from x order by b limit 5) g join y on g.a = y.a', ['y.a <- x.a']],
    [
      'select * from (select a, row_number() over (partition by a order by c) from x) g join y on g.a = y.a',
      ['x.a <- y.a', 'y.a <- x.a'],
    ],
    [
      'select * from (select a, row_number() over (partition by b order by c) from x) g join y on g.a = y.a',
      ['y.a <- x.a'],
    ],
    ['select * from (select a, row_number() over () from x) g join y on g.a = y.a', ['y.a <- x.a']],
    ['select * from (select a from x using sample 10 rows) g join y on g.a = y.a', []],
    ['select * from (select a from x union all select a::int from z) u join y on u.a = y.a', ['x.a <- y.a']],
    [
      'select * from (select b from x union all select b from z) u join y on u.b = y.b',
      ['x.b <- y.b', 'y.b <- x.b|z.b', 'z.b <- y.b'],
    ],
    [
      'select * from (select b from x except select b from z) u join y on u.b = y.b',
      ['x.b <- y.b', 'y.b <- x.b', 'z.b <- y.b'],
    ],
    [
      'select * from (select b from x intersect select b from z) u join y on u.b = y.b',
      ['x.b <- y.b', 'y.b <- x.b', 'z.b <- y.b'],
    ],
    ['select * from (select b, unnest([1, 2]) as u from x) g join y on g.b = y.b', ['x.b <- y.b', 'y.b <- x.b']],
  ],
  'chains and relations read twice': [
    [
      'select * from x join y on x.a = y.a join z on y.b = z.b',
      ['x.a <- y.a', 'y.a <- x.a', 'y.b <- z.b', 'z.b <- y.b'],
    ],
    // Who is not needed in the middle has partners that are not needed either.
    [
      'select * from x join y on x.a = y.a left join z on z.a = x.a',
      ['x.a <- y.a', 'y.a <- x.a', 'z.a <- x.a', 'z.a <- y.a'],
    ],
    ['select * from x left join y on x.a = y.a join z on y.b = z.b', ['y.a <- x.a', 'z.b <- y.b']],
    [
      'select * from x left join (select y.a, z.e from y join z on y.b = z.b) r on x.a = r.a',
      ['y.a <- x.a', 'y.b <- z.b', 'z.b <- y.b'],
    ],
    ['select * from y join x on x.a = y.a left join x o on o.b = y.b', ['x1.a <- y.a', 'x2.b <- y.b', 'y.a <- x1.a']],
    [
      'with c as materialized (select a, b from x) select * from c join y on c.a = y.a join c o on o.b = y.b',
      ['y.a <- x.a', 'y.b <- x.b'],
    ],
    // Written twice, which DuckDB would compute once; then it cannot write its plan down.
    [
      'select x.c, sum(y.a) from x join y on x.a = y.a join z on y.b = z.b group by x.c having sum(y.a) > (select sum(y.a) * 0.1 from x join y on x.a = y.a join z on y.b = z.b)',
      [1, 2].flatMap((n) => [`x${n}.a <- y${n}.a`, `y${n}.a <- x${n}.a`, `y${n}.b <- z${n}.b`, `z${n}.b <- y${n}.b`]),
    ],
    [
      'with recursive r as (select a from x union select y.a from y join r on r.a + 1 = y.a) select * from r join z on z.a = r.a',
      [],
    ],
  ],
};

for (const [group, cases] of Object.entries(CASES)) {
  describe(group, () => {
    test.each(cases)('%s', async (sql, edges) => {
      expect(await edgesOf(sql)).toEqual([...edges].sort());
    });
  });
}
