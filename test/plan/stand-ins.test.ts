import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Planner, planner } from './planning.js';

const T = '"pg"."public"."t"';
const U = '"pg"."public"."u"';

let plans: Planner;
beforeAll(async () => {
  plans = await planner({
    t: {
      columns: {
        id: { kind: 'int64' },
        code: { kind: 'int32' },
        amount: { kind: 'decimal', precision: 12, scale: 2 },
        day: { kind: 'date' },
        sent: { kind: 'date' },
        at: { kind: 'timestamptz' },
        paid: { kind: 'boolean' },
        note: { kind: 'varchar' },
        loose: { comparison: 'differs' },
        wide: { kind: 'list', element: { kind: 'int32' } },
      },
    },
    u: { columns: { id: { kind: 'int64' }, code: { kind: 'int32' }, name: { kind: 'varchar' } } },
  });
});
afterAll(() => plans.close());

async function planned(sql: string): Promise<{ fetched: string[]; standIns: string[] }> {
  const { columns } = await plans.scan(sql, 't');
  return {
    fetched: columns.filter(({ fetched }) => fetched).map(({ name }) => name),
    standIns: columns.filter(({ standIn }) => standIn !== undefined).map(({ name }) => name),
  };
}

describe('a column that is only compared, as the source does it too, is not fetched', () => {
  test.each([
    ['amount > 5', ['amount']],
    ['amount between 1 and 2.5 and code = 7', ['code', 'amount']],
    ["day >= date '2026-01-01' and day < date '2026-02-01'", ['day']],
    ['"at" < timestamptz \'2026-01-01 00:00:00+02\'', ['at']],
    ['paid', ['paid']],
    ['not paid', ['paid']],
    ["note not like '%a%b%'", ['note']],
    ["note like 'it''s%'", ['note']],
    ["note in ('x', 'y')", ['note']],
    ["note <> 'x'", ['note']],
    ['note is null', ['note']],
    ['note is not null', ['note']],
    ['code not in (0, 1, 2)', ['code']],
    // Several columns under one condition have values together.
    ['sent < day', ['day', 'sent']],
    ["sent < day and day < date '2000-01-01'", ['day', 'sent']],
    ["(code = 1 and note = 'a') or (code = 2 and note = 'b')", ['code', 'note']],
  ])('%s', async (condition, standIns) => {
    expect(await planned(`select id from ${T} where ${condition}`)).toEqual({ fetched: ['id'], standIns });
  });

  test('rows that are only counted need no column at all', async () => {
    expect(await planned(`select count(*) from ${T} where amount > 5`)).toEqual({ fetched: [], standIns: ['amount'] });
  });

  test('below a join, an outer join and an aggregation', async () => {
    const joined = `select u.name, sum(t.id) from ${U} u left join (select * from ${T} where day > date '2026-01-01') t on t.code = u.code group by all`;
    expect(await planned(joined)).toEqual({ fetched: ['id', 'code'], standIns: ['day'] });
  });

  test('under another name', async () => {
    const renamed = `select id from (select id, note as day, day as note from ${T}) where day like 'q%' and note is not null`;
    expect(await planned(renamed)).toEqual({ fetched: ['id'], standIns: ['day', 'note'] });
  });

  test('everywhere by the same condition', async () => {
    const twice = `select a.id, b.code from ${T} a join ${T} b on a.id = b.code where a.amount > 5 and b.amount > 5`;
    expect(await planned(twice)).toEqual({ fetched: ['id', 'code'], standIns: ['amount'] });
  });
});

describe('it is fetched', () => {
  test.each([
    ['where it is shown', `select id, amount from ${T} where amount > 5`, ['id', 'amount']],
    ['where it is shown changed', `select id, amount * 2 as a from ${T} where amount > 5`, ['id', 'amount']],
    ['where rows are ordered by it', `select id from ${T} where amount > 5 order by amount limit 3`, ['id', 'amount']],
    ['where groups are made by it', `select count(*) from ${T} where code > 5 group by code`, ['code']],
    [
      'where it is joined by',
      `select t.id from ${T} t join ${U} u on t.code = u.code where t.code > 5`,
      ['id', 'code'],
    ],
    [
      'where a window looks at it',
      `select id, lag(day) over (order by id) from ${T} where day is not null`,
      ['id', 'day'],
    ],
    [
      'where the source checks a part of its condition',
      `select id from ${T} where note like 'a%' and levenshtein(note, 'abc') < 2`,
      ['id', 'note'],
    ],
    ['where the source sends more rows', `select id from ${T} where loose > 'a'`, ['id', 'loose']],
    [
      'where a condition compares it with one that is',
      `select id, sent from ${T} where day < sent`,
      ['id', 'day', 'sent'],
    ],
    [
      'where other rows of the relation are read as well',
      `select a.id, b.code from ${T} a join ${T} b on a.id = b.code where a.amount > 5`,
      ['id', 'code', 'amount'],
    ],
    [
      'where other conditions hold elsewhere',
      `select a.id, b.code from ${T} a join ${T} b on a.id = b.code where a.amount > 5 and b.amount > 6`,
      ['id', 'code', 'amount'],
    ],
    [
      'where a condition above an outer join looks at it',
      `select u.id from ${U} u left join (select * from ${T} where day is not null) t on t.id = u.id where t.day is null`,
      ['id', 'day'],
    ],
    ['where a type has no constants', `select id from ${T} where wide is not null`, ['id', 'wide']],
  ])('%s', async (_, sql, fetched) => {
    expect(await planned(sql)).toEqual({ fetched, standIns: [] });
  });
});
