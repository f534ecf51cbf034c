import { describe, expect, test } from 'vitest';
import type { Harness } from './harness.js';

/** What the database says of its relations. */
export function introspection(harness: () => Harness): void {
  describe('introspection', () => {
    test('an absent relation is null, in the place of its name', async () => {
      await harness().createTable('present', [['id', 'integer']]);
      const names = ['absent', 'present', 'absent too'].map((name) => harness().name(name));
      const found = await harness().connection.describe(names);
      expect(found.map((relation) => relation?.name ?? null)).toEqual([null, names[1], null]);
    });

    test('columns come in their order', async () => {
      await harness().createTable('columns_of', [
        ['zebra', 'integer'],
        ['apple', 'varchar(20)'],
        ['mango', 'integer'],
      ]);
      const relation = await harness().described('columns_of');
      expect(relation.kind).toMatch(/^(table|external)$/);
      expect(relation.columns.map(({ name }) => name)).toEqual(['zebra', 'apple', 'mango']);
      expect(relation.columns[1]!.type).toEqual({ kind: 'varchar' });
    });

    test('a column may be nullable or not', async ({ skip }) => {
      if (harness().options.createTable) skip('relations are made without constraints here');
      await harness().createTable('nullability', [
        ['required', 'integer not null'],
        ['optional', 'integer'],
      ]);
      const { columns } = await harness().described('nullability');
      expect(columns.map(({ nullable }) => nullable)).toEqual([false, true]);
    });

    test('statistics are unknown or plausible', async () => {
      await harness().createTable('counted', [['id', 'integer']], [['1'], ['2'], ['3']]);
      const { statistics } = await harness().described('counted');
      for (const value of [statistics.rows, statistics.bytes]) {
        expect(value === null || (Number.isFinite(value) && value >= 0), String(value)).toBe(true);
      }
    });

    test('a view is a view', async ({ skip }) => {
      if (!harness().options.adapter.capabilities.views) skip('the database has no views');
      await harness().createTable('under_view', [['id', 'integer']], [['4']]);
      await harness().query(`create view ${harness().sql('a_view')} as select id from ${harness().sql('under_view')}`);
      expect((await harness().described('a_view')).kind).toBe('view');
      expect(await harness().read('a_view')).toEqual([['4']]);
    });

    test('relations of a schema are listed in the order of their names', async () => {
      await harness().createTable('list_b', [['id', 'integer']]);
      await harness().createTable('list_a', [['id', 'integer']]);
      const { database, schema } = harness().connection.defaults;
      const names = (await harness().connection.list({ database, schema })).map(({ name }) => name.identifier);
      expect(names.filter((name) => name.startsWith('list_'))).toEqual(['list_a', 'list_b']);
    });

    test('complete names agree with the defaults of the connection', () => {
      const { database, schema } = harness().connection.defaults;
      expect(harness().name('any')).toEqual({ database, schema, identifier: 'any' });
    });

    test('says its version and what it may do', async () => {
      const info = await harness().connection.inspect();
      expect(info.version).toMatch(/\d/);
      expect(info.may.length).toBeGreaterThan(0);
    });
  });
}
