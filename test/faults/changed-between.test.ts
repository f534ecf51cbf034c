import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { Permits } from '#dvt/core/permits.js';
import { freshMysql, freshPostgres, type TestDatabase } from '../servers/index.js';
import { Staged } from '../transfer/staged.js';
import { createSql, readPlan, throughProxy, wholeTable } from './through-proxy.js';

const ROWS = 1000;

/** When it happens: before a snapshot is taken, before one that is held is read, or before a reading at a state of its own. */
const MOMENTS = ['before the snapshot', 'after the snapshot', 'after the plan'] as const;

/** What the table has then: its rows as they were, or an error of DVT5113 with these words. */
const HARMLESS = ['alter table t add column more int not null default 5', 'alter table t add column t_first int'];
const CHANGES = {
  postgres: [
    ['alter table t drop column filler', /t.* no longer .*column "filler" does not exist/],
    ['alter table t rename column filler to other', /t.* no longer .*column "filler" does not exist/],
    ['drop table t', /t.* no longer .*relation "public.t" does not exist/],
    ['alter table t alter column id type bigint', /t.* no longer .*column id was integer, and is bigint now/],
    ['alter table t alter column filler type numeric(9,2) using id', /filler was text, and is numeric\(9,2\) now/],
    [
      `alter table t alter column at type timestamptz using at`,
      /at was timestamp without time zone, and is timestamp with/,
    ],
  ],
  mysql: [
    ['alter table t drop column filler', /t.* (no longer .*Unknown column 'filler'|was altered or replaced)/],
    [
      'alter table t rename column filler to other',
      /t.* (no longer .*Unknown column 'filler'|was altered or replaced)/,
    ],
    ['drop table t', /t.* no longer .*doesn't exist/],
  ],
} as const;

describe.each([
  ['postgres', freshPostgres, 'now()::timestamp'],
  ['mysql', freshMysql, 'now()'],
] as const)('what becomes of a table between its plan and its reading, %s', (type, fresh, now) => {
  let staged: Staged;
  let database: TestDatabase;
  beforeAll(async () => {
    staged = new Staged();
    database = await fresh();
  });
  afterAll(async () => {
    await staged.close();
    await database.drop();
  });

  let tables = 0;
  /** The sum of the table's ids, which is read while something happens to it. */
  async function sumWhile(statement: string, moment: (typeof MOMENTS)[number]): Promise<number> {
    await database.query('drop table if exists t');
    await database.query(`${createSql(type, ROWS)}; alter table t add column at timestamp; update t set at = ${now}`);
    const { connection } = await throughProxy(type, database, staged);
    const { request, types } = await wholeTable(connection);
    if (moment === 'before the snapshot') await database.query(statement);
    const snapshot =
      moment === 'after the plan'
        ? null
        : await connection.openSnapshot!({ relations: [request.relation.name], maxConnections: 2 });
    onTestFinished(async () => snapshot?.release());
    if (moment === 'after the snapshot') await database.query(statement);
    const plan = await readPlan((snapshot ?? connection).scan(request));
    if (moment === 'after the plan') await database.query(statement);
    const table = `t_${++tables}`;
    await staged.extract(table, types, [], { permits: new Permits(2), plan: async () => plan });
    const [[sum]] = (await staged.rows(table, types, 'select sum(c0) from s.main.t')) as [[unknown]];
    return Number(sum);
  }

  describe.each(MOMENTS)('%s', (moment) => {
    test('a new column is of no concern', async () => {
      for (const statement of HARMLESS) expect(await sumWhile(statement, moment)).toBe((ROWS * (ROWS + 1)) / 2);
    });

    test.each(CHANGES[type])('%s: told, and nothing is staged', async (statement, words) => {
      const failure = sumWhile(statement, moment);
      await expect(failure).rejects.toThrow(words);
      await expect(failure).rejects.toMatchObject({
        code: 'DVT5113',
        diagnostics: [{ hint: expect.stringContaining('Run again') }],
      });
      await expect(staged.rows(`t_${tables}`, [], 'from s.main.t')).rejects.toThrow(/does not exist/);
    });
  });
});
