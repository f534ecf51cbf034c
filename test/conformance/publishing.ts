import { describe, expect, test } from 'vitest';
import { type Harness, newRunId } from './harness.js';
import type { ConformanceOptions } from './options.js';

/** Replacing relations in one step. */
export function publishing(options: ConformanceOptions, harness: () => Harness): void {
  const { views, inPlace } = options.adapter.capabilities;

  describe('publishing', () => {
    test('the first time, again, with other columns, and empty', async () => {
      await harness().publish('model', `select 1 as id, 'one' as name`);
      expect(await harness().rows('model')).toEqual([['1', 'one']]);
      await harness().publish('model', `select 'two' as title, 2 as id, 3 as more`);
      expect(await harness().rows('model', 'title, id, more')).toEqual([['two', '2', '3']]);
      await harness().publish('model', `select 9 as only_column where false`);
      expect(await harness().rows('model')).toEqual([]);
      expect((await harness().described('model')).columns.map(({ name }) => name)).toEqual(['only_column']);
      expect(await harness().leftovers('model')).toEqual([]);
    });

    test('a wrong number of rows stops it, and the old table stays', async () => {
      await harness().publish('checked', 'select 1 as id');
      await expect(harness().publish('checked', 'select 2 as id', { rows: 5 })).rejects.toMatchObject({
        name: 'DvtError',
        message: expect.stringMatching(/checked[\s\S]*5|5[\s\S]*checked/),
      });
      expect(await harness().rows('checked')).toEqual([['1']]);
    });

    test('drop removes what is there, and is content with nothing', async () => {
      await harness().publish('to_drop', 'select 1 as id');
      await harness().target.drop(harness().name('to_drop'));
      expect(await harness().describe('to_drop')).toBeNull();
      await harness().target.drop(harness().name('to_drop'));
    });

    test('a schema is created once, or refused', async () => {
      const { database, schema: own } = harness().connection.defaults;
      const schema = { database, schema: `Made by "dvt" ${newRunId()}` };
      if (own === null) {
        await expect(harness().target.createSchema(schema)).rejects.toMatchObject({ name: 'DvtError' });
        return;
      }
      await harness().target.createSchema(schema);
      await harness().target.createSchema(schema);
      expect(await harness().connection.list(schema)).toEqual([]);
    });

    test('a table replaces a view, and a view a table; or views are refused', async () => {
      const onDependents = 'recreate';
      if (!views || !inPlace) {
        const view = { runId: newRunId(), rows: null, onDependents } as const;
        const refused = harness().target.publishView(harness().name('either'), 'select 1 as id', view);
        await expect(refused).rejects.toMatchObject({ name: 'DvtError', message: expect.stringMatching(/view/) });
        return;
      }
      await harness().target.publishView(harness().name('either'), 'select 1 as id', {
        runId: newRunId(),
        rows: null,
        onDependents,
      });
      expect((await harness().described('either')).kind).toBe('view');
      await harness().publish('either', 'select 2 as id');
      expect((await harness().described('either')).kind).toBe('table');
      expect(await harness().rows('either')).toEqual([['2']]);
      for (const value of ['3', '4']) {
        await harness().target.publishView(harness().name('either'), `select ${value} as id, 'x' as more`, {
          runId: newRunId(),
          rows: null,
          onDependents,
        });
        expect(await harness().rows('either', 'id')).toEqual([[value]]);
      }
      expect(await harness().leftovers('either')).toEqual([]);
    });

    test('dependent views follow the new table', async ({ skip }) => {
      if (!views) skip('the database has no views');
      await harness().publish('base', 'select 1 as id, 5 as gone_later');
      await harness().query(`create view ${harness().sql('on_base')} as select id from ${harness().sql('base')}`);
      await harness().publish('base', 'select 2 as id');
      expect(await harness().rows('on_base')).toEqual([['2']]);
    });

    test('a view that the new table breaks stops the publish or goes with `cascade`', async ({ skip }) => {
      if (!views) skip('the database has no views');
      await harness().publish('narrowed', 'select 1 as id, 5 as needed');
      await harness().query(
        `create view ${harness().sql('needs_it')} as select needed from ${harness().sql('narrowed')}`,
      );
      const outcome = await harness()
        .publish('narrowed', 'select 2 as id')
        .then(
          () => 'published',
          (error: Error) => error.message,
        );
      if (outcome === 'published') {
        // A database whose views are bound late keeps the view, which fails when it is read.
        await expect(harness().rows('needs_it')).rejects.toThrow();
      } else {
        expect(outcome).toContain('needs_it');
        expect(await harness().rows('narrowed', 'id, needed')).toEqual([['1', '5']]);
      }
      await harness().publish('narrowed', 'select 3 as id', { onDependents: 'cascade' });
      expect(await harness().rows('narrowed')).toEqual([['3']]);
    });

    test.each(options.kept)('$name survive', async ({ prepare, show }) => {
      const identifier = `keeps_${newRunId()}`;
      await harness().publish(identifier, 'select 1 as id, 2 as other');
      const table = harness().sql(identifier);
      for (const statement of prepare(table, identifier)) await harness().query(statement);
      const before = await harness().query(show(table, identifier));
      expect(before).not.toEqual([]);
      await harness().publish(identifier, 'select 3 as id, 4 as other');
      expect(await harness().query(show(table, identifier))).toEqual(before);
      expect(await harness().rows(identifier, 'id')).toEqual([['3']]);
    });
  });
}
