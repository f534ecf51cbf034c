import { describe, expect, test } from 'vitest';
import { type Harness, newRunId } from './harness.js';
import type { ConformanceOptions } from './options.js';

/** Loading results of the engine into staging relations. */
export function loading(options: ConformanceOptions, harness: () => Harness): void {
  describe('loading', () => {
    test('rows, NULLs and text that bulk formats trip over', async () => {
      const texts = [
        '',
        ' ',
        '\\N',
        '\\',
        'NULL',
        'a,b',
        '"',
        "'",
        'a\tb',
        'a\nb',
        'a\r\nb',
        'é',
        '😀',
        'x'.repeat(13),
        'y'.repeat(70_000),
      ];
      const values = texts.map((text, id) => `(${id}, decode(unhex('${Buffer.from(text).toString('hex')}')))`);
      const staging = harness().staging('texts', newRunId());
      const sql = `select * from (values ${values.join(', ')}, (${texts.length}, null)) t(id, v)`;
      expect(await harness().load(staging, sql)).toBe(texts.length + 1);
      const rows = await harness().rows(staging.identifier, 'id, v', 'order by id');
      expect(rows.map(([, text]) => text)).toEqual([...texts, null]);
    });

    test('many chunks', async () => {
      const staging = harness().staging('chunks', newRunId());
      const sql = `select i as id, case when i % 3 = 0 then null else 'value ' || i end as v from range(20000) t(i)`;
      expect(await harness().load(staging, sql)).toBe(20_000);
      const summary = await harness().rows(staging.identifier, 'count(*), count(v), sum(id), max(id)');
      expect(summary[0]!.map(Number)).toEqual([20_000, 13_333, 199_990_000, 19_999]);
    });

    test('an empty result is an empty relation with its columns', async () => {
      const staging = harness().staging('nothing', newRunId());
      expect(await harness().load(staging, `select 1 as id, 'x' as v where false`)).toBe(0);
      expect(await harness().rows(staging.identifier)).toEqual([]);
      expect((await harness().described(staging.identifier)).columns.map(({ name }) => name)).toEqual(['id', 'v']);
    });

    test('the widest result', async () => {
      const width = options.maxColumns ?? 1000;
      const staging = harness().staging('wide_load', newRunId());
      const columns = Array.from({ length: width }, (_, i) => `${i}::integer as c${i}`);
      expect(await harness().load(staging, `select ${columns.join(', ')}`)).toBe(1);
      expect(await harness().rows(staging.identifier)).toEqual([columns.map((_, i) => String(i))]);
    });

    test('a failing query leaves nothing', async () => {
      const staging = harness().staging('failing', newRunId());
      const sql = `select case when i = 15000 then error('stopped here') else i end as id from range(20000) t(i)`;
      await expect(harness().load(staging, sql)).rejects.toThrow(/stopped here/);
      expect(await harness().describe(staging.identifier)).toBeNull();
    });

    test('a value that the target cannot hold is refused, naming the column', async ({ skip }) => {
      if (!options.unloadable) skip('the target holds every value of the engine');
      const staging = harness().staging('refused', newRunId());
      const [column] = await harness().columns(options.unloadable!);
      await expect(harness().load(staging, options.unloadable!)).rejects.toMatchObject({
        name: 'DvtError',
        message: expect.stringContaining(column!.name),
      });
      expect(await harness().describe(staging.identifier)).toBeNull();
    });

    test('a table is created from a query of the database itself, or refused', async () => {
      if (!options.adapter.capabilities.inPlace) {
        const refused = harness().target.createTableAs(harness().staging('ctas', newRunId()), 'select 1 as id');
        await expect(refused).rejects.toMatchObject({ name: 'DvtError' });
        return;
      }
      await harness().createTable('ctas_source', [['id', 'integer']], [['1'], ['2']]);
      const staging = harness().staging('ctas', newRunId());
      const sql = `select id + 10 as id from ${harness().sql('ctas_source')}`;
      const { rows } = await harness().target.createTableAs(staging, sql);
      expect([null, 2]).toContain(rows);
      expect(await harness().rows(staging.identifier, 'id', 'order by id')).toEqual([['11'], ['12']]);
    });
  });
}
