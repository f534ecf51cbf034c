import { describe, expect, test } from 'vitest';
import type { Harness } from './harness.js';

/** Sessions that belong to a caller: statements that see each other, and a transaction around them. */
export function sessions(harness: () => Harness): void {
  describe('sessions', () => {
    test('a statement says what it did and gives its rows', async ({ skip }) => {
      if (!harness().options.adapter.capabilities.inPlace) skip('no tables to write to');
      await harness().createTable('of_session', [['id', 'integer']]);
      const session = await harness().connection.session();
      const insert = await session.query(`insert into ${harness().sql('of_session')} select 1 union all select 2`);
      expect(insert).toMatchObject({ rowsAffected: 2, rows: [] });
      expect(insert.message).not.toBe('');
      const select = await session.query(`select id from ${harness().sql('of_session')} order by id`);
      expect(select).toMatchObject({ rows: [[1], [2]], rowsAffected: 2 });
      const several = await session.query(
        `delete from ${harness().sql('of_session')} where id = 1; -- one; of them\n update ${harness().sql('of_session')} set id = 7;`,
      );
      expect(several.rowsAffected).toBe(1);
      expect(await harness().rows('of_session')).toEqual([['7']]);
      await session.close();
      await session.close();
    });

    test('what is not committed is not there', async ({ skip }) => {
      if (!harness().options.adapter.capabilities.inPlace) skip('no tables to write to');
      await harness().createTable('undone', [['id', 'integer']], [['1']]);
      const name = harness().sql('undone');
      for (const end of ['rollback', 'close', 'commit'] as const) {
        const session = await harness().connection.session();
        await session.begin();
        await session.begin();
        await session.query(`delete from ${name} where id = 1`);
        expect((await session.query(`select count(*) from ${name}`)).rows).toEqual([[0]]);
        await session[end]();
        if (end === 'rollback') expect((await session.query(`select count(*) from ${name}`)).rows).toEqual([[1]]);
        await session.close();
        expect(await harness().rows('undone', 'count(*)'), end).toEqual([[end === 'commit' ? '0' : '1']]);
      }
    });

    test('temporary tables live with their session; a failed statement leaves a session that can be undone', async ({
      skip,
    }) => {
      if (!harness().options.adapter.capabilities.inPlace) skip('no tables to write to');
      const session = await harness().connection.session();
      await session.begin();
      await session.query('create temporary table of_mine as select 5 as n');
      expect((await session.query('select n from of_mine')).rows).toEqual([[5]]);
      await expect(session.query('select * from no_such_thing')).rejects.toThrow(/no_such_thing/);
      await session.rollback();
      expect((await session.query('select 3 as n')).rows).toEqual([[3]]);
      await session.close();
      await expect(harness().connection.query('select n from of_mine')).rejects.toThrow(/of_mine/);
    });

    test('a table is made and published inside a transaction, and undone with it', async ({ skip }) => {
      const { adapter } = harness().options;
      if (!adapter.capabilities.inPlace || !/transaction/.test(adapter.capabilities.publish ?? '')) {
        skip('DDL is not transactional here');
      }
      await harness().createTable('in_session', [['id', 'integer']], [['1']]);
      const staging = harness().staging('in_session', '0a0a0a0a0a0a');
      const final = harness().name('in_session');
      for (const end of ['rollback', 'commit'] as const) {
        const session = await harness().connection.session();
        await session.begin();
        const { rows } = await harness().target.createTableAs(staging, 'select 2 as id union all select 3', {
          session,
        });
        expect(rows).toBe(2);
        const options = { runId: '0a0a0a0a0a0a', rows, onDependents: 'recreate' as const, session };
        await harness().target.publishTable(staging, final, options);
        expect((await session.query(`select count(*) from ${harness().sql('in_session')}`)).rows).toEqual([[2]]);
        await session[end]();
        await session.close();
        const expected = end === 'commit' ? [['2'], ['3']] : [['1']];
        expect(await harness().rows('in_session', 'id', 'order by id')).toEqual(expected);
      }
    });
  });
}
