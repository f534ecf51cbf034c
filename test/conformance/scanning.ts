import { describe, expect, test } from 'vitest';
import { collect } from '../batches/collect.js';
import type { Harness } from './harness.js';
import type { ConformanceOptions } from './options.js';

const MANY = 10_000;

/** Reading relations of every shape. */
export function scanning(options: ConformanceOptions, harness: () => Harness): void {
  describe('scanning', () => {
    test('an empty table', async () => {
      await harness().createTable('empty', [['id', 'integer']]);
      expect(await harness().read('empty')).toEqual([]);
    });

    test('a table without columns', async ({ skip }) => {
      if (!options.zeroColumns) skip('the database has no such tables');
      await harness().query(options.zeroColumns!(harness().sql('no_columns')));
      expect((await harness().described('no_columns')).columns).toEqual([]);
      expect(await harness().read('no_columns')).toEqual([]);
    });

    test('the widest table', async () => {
      const width = options.maxColumns ?? 1000;
      const columns = Array.from({ length: width }, (_, i) => [`c${i}`, 'integer'] as const);
      await harness().createTable('wide', columns, [columns.map((_, i) => String(i)), columns.map(() => 'null')]);
      const rows = await harness().read('wide');
      expect(rows).toContainEqual(columns.map((_, i) => String(i)));
      expect(rows).toContainEqual(columns.map(() => null));
    });

    test('columns are chosen and ordered by the request', async () => {
      await harness().createTable(
        'projected',
        [
          ['a', 'integer'],
          ['b', 'integer'],
          ['c', 'varchar(20)'],
        ],
        [['1', '2', "'three'"]],
      );
      expect(await harness().read('projected', { columns: ['c', 'a'] })).toEqual([['three', '1']]);
    });

    test('no columns: the number of rows', async () => {
      await harness().createTable('marker', [['id', 'integer']], [['1'], ['null'], ['3']]);
      expect(await harness().read('marker', { columns: [] })).toEqual([[], [], []]);
    });

    test('every row comes once, whatever the splits', async () => {
      const rows = Array.from({ length: MANY }, (_, id) => [String(id), `'row number ${id}'`]);
      await harness().createTable(
        'many',
        [
          ['id', 'integer'],
          ['text', 'varchar(50)'],
        ],
        rows,
      );
      const expected = rows.map(([id]) => [id, `row number ${id}`]);
      for (const maxSplits of [1, 3]) expect(await harness().read('many', { maxSplits })).toEqual(expected);
    });

    test('a predicate keeps its rows', async () => {
      const rows = [['1'], ['5'], ['null'], ['9']];
      await harness().createTable('filtered', [['id', 'integer']], rows);
      const [column] = (await harness().described('filtered')).columns;
      const pushed = harness().connection.dialect.pushdown({
        form: '>=',
        type: { kind: 'boolean' },
        operands: [
          { form: 'column', column: column!, type: column!.type },
          { form: 'literal', type: column!.type, value: '5' },
        ],
      });
      if (pushed.class === 'local') expect(pushed.reason).not.toBe('');
      else expect(await harness().read('filtered', { predicate: pushed.sql })).toEqual([['5'], ['9']]);
    });

    test('long values', async () => {
      const sizes = [11, 12, 13, 4096, 100_000];
      await harness().createTable(
        'long_values',
        [
          ['id', 'integer'],
          ['v', options.longText ?? 'text'],
        ],
        sizes.map((size, id) => [String(id), `'${'é'.repeat(size)}'`]),
      );
      const rows = await harness().read('long_values');
      expect(rows.map(([, text]) => [...text!].length)).toEqual(sizes);
    });

    test('a partitioned table', async ({ skip }) => {
      if (!options.partitioned) skip('the database has no partitions');
      for (const statement of options.partitioned!(harness().sql('parted'))) await harness().query(statement);
      await harness().query(`insert into ${harness().sql('parted')} values (3, 'low'), (15, 'high'), (20, 'high')`);
      expect((await harness().described('parted')).kind).toBe('table');
      for (const maxSplits of [1, 2]) {
        expect(await harness().read('parted', { maxSplits })).toEqual([
          ['3', 'low'],
          ['15', 'high'],
          ['20', 'high'],
        ]);
      }
    });

    test('a cancelled scan leaves nothing running on the server', async ({ skip }) => {
      const { slowQuery, runningStatements } = options;
      if (!slowQuery || !runningStatements) skip('nothing of this adapter runs on a server');
      const counting = runningStatements!('slow_view');
      const running = async () => Number((await harness().query(counting))[0]![0]);
      await harness().query(`create view ${harness().sql('slow_view')} as ${slowQuery}`);
      const { plan, columns } = await harness().scan('slow_view');
      if (plan.kind !== 'read') throw new Error('the engine reads it');
      const keys: unknown[] = [];
      const types = columns.map(({ type }) => type);
      const read = collect(plan.tasks[0]!, types, { onReady: (key) => keys.push(key) });
      const failed = expect(read).rejects.toThrow();
      await expect.poll(running).toBe(1);
      await harness().connection.cancel(keys[0]);
      await failed;
      await expect.poll(running).toBe(0);
      await plan.release();
    });
  });
}
