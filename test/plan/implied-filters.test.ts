import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Planner, planner } from './planning.js';

const T = '"pg"."public"."t"';
const U = '"pg"."public"."u"';
/** Alternatives with the join's own condition in them, which DuckDB finds; what else follows from them it does not see. */
const EITHER = "((t.id = u.id and t.code = 1 and u.code = 2) or (t.id = u.id and t.id > 3 and u.name in ('a', 'b')))";
const OF_T = '("code" = 1 or "id" > 3)';
const OF_U = `("code" = 2 or "name" in ('a', 'b'))`;

let plans: Planner;
beforeAll(async () => {
  const columns = { id: { kind: 'int64' }, code: { kind: 'int32' }, name: { kind: 'varchar' } } as const;
  plans = await planner({ t: { columns }, u: { columns } });
});
afterAll(() => plans.close());

/** What the sources of both are asked for; null: every row. */
async function predicates(from: string): Promise<{ t: string | null; u: string | null }> {
  const { scans } = await plans.plan(`select sum(t.id * u.code) from ${from}`);
  const of = (name: string) => scans.find(({ input }) => input.name.identifier === name)!.predicate;
  return { t: of('t'), u: of('u') };
}

describe('what alternatives over two relations say of each is asked of its source', () => {
  test.each([
    ['a join', `${T} t, ${U} u where ${EITHER}`],
    ['a join by them', `${T} t join ${U} u on ${EITHER}`],
    [
      'a join that keeps rows of both',
      `(select * from ${T} semi join (select 5 as k) k on code <> k) t, ${U} u where ${EITHER}`,
    ],
    [
      'other names',
      `(select id, code as name, name as code from ${T}) t, ${U} u where ${EITHER.replaceAll('t.code', 't.name')}`,
    ],
    ['a sort', `(select * from ${T} order by name) t, ${U} u where ${EITHER}`],
  ])('%s', async (_, from) => {
    expect(await predicates(from)).toEqual({ t: OF_T, u: OF_U });
  });

  test('of the side of an outer join whose rows are all kept', async () => {
    const outer = `${T} t left join ${U} u on t.name = u.name, (select unnest([1, 2]) as k) v
      where (v.k = t.id and t.code = 1 and u.code is null) or (v.k = t.id and t.id > 3 and u.id is null)`;
    expect(await predicates(outer)).toEqual({ t: OF_T, u: null });
  });

  test('beside what is asked anyway, and once', async () => {
    const more = `${T} t, ${U} u where ${EITHER} and t.name = 'x'`;
    expect(await predicates(more)).toEqual({ t: `${OF_T} and "name" = 'x'`, u: OF_U });
    // DuckDB derives these by itself.
    const plain = `${T} t join ${U} u on t.name = u.name where (t.code = 1 and u.code = 2) or (t.id > 3 and u.id < 4)`;
    expect(await predicates(plain)).toEqual({ t: OF_T, u: '("code" = 2 or "id" < 4)' });
  });
});

describe('nothing follows', () => {
  test.each([
    [
      'where one alternative says nothing of it',
      `${T} t, ${U} u where (t.id = u.id and t.code = 1 and u.code = 2) or (t.id = u.id and u.code = 3)`,
    ],
    ['where it is read twice', `${T} t, ${U} u, ${T} o where ${EITHER} and o.id = u.id + 1`],
    ['below a limit', `(select * from ${T} order by id limit 10) t, ${U} u where ${EITHER}`],
    [
      'below a window',
      `(select *, row_number() over (order by id) as n from ${T}) t, ${U} u where ${EITHER} and t.n + u.code > 0`,
    ],
    [
      'below groups',
      `(select id, max(code) as code, max(name) as name from ${T} group by id) t, ${U} u where ${EITHER.replace('t.id > 3', 't.name = u.name')}`,
    ],
    [
      'of a side that an outer join fills with NULLs',
      `${U} u left join ${T} t on t.name = u.name, (select unnest([1, 2]) as k) v
        where (v.k = u.id and t.code is null and u.code = 2) or (v.k = u.id and t.id is null and u.code = 4)`,
    ],
  ])('%s', async (_, from) => {
    expect((await predicates(from)).t).toBeNull();
  });
});
