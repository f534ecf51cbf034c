import { describe, expect, test } from 'vitest';
import type { Harness } from './harness.js';
import type { ConformanceOptions } from './options.js';

const NAMES = [
  'select',
  'order',
  'two words',
  'MixedCase',
  "it's",
  'dou"ble',
  'back`tick',
  'back\\slash',
  'semi;colon',
  'dot.ted',
  'per%cent %s',
  '$1',
  '$$',
  '{{ x }}',
  '--',
  '/* */',
  '1starts_with_digit',
  'ünïcödé',
  '表',
  'a\nb',
  '[x]',
  '?',
];

/** Quoting of any legal name, of relations and of columns. */
export function names(options: ConformanceOptions, harness: () => Harness): void {
  const legal = NAMES.filter((name) => !options.illegalNames?.includes(name));

  describe('names', () => {
    test.each(legal)('%j names a relation and its column', async (name) => {
      await harness().createTable(name, [[name, 'integer']], [['7']]);
      const relation = await harness().described(name);
      expect(relation.name.identifier).toBe(name);
      expect(relation.columns.map((column) => column.name)).toEqual([name]);
      expect(await harness().read(name)).toEqual([['7']]);
    });

    test.each(legal)('%j is published, and its column filtered by', async (name) => {
      const identifier = `p ${name}`;
      const column = `"${name.replaceAll('"', '""')}"`;
      await harness().publish(identifier, `select 8 as ${column} union all select 9`);
      await harness().publish(identifier, `select 10 as ${column} union all select 11`);
      const relation = await harness().described(identifier);
      const pushed = harness().connection.dialect.pushdown({
        form: '=',
        type: { kind: 'boolean' },
        operands: [
          { form: 'column', column: relation.columns[0]!, type: relation.columns[0]!.type },
          { form: 'literal', type: relation.columns[0]!.type, value: '11' },
        ],
      });
      if (pushed.class === 'local') expect(pushed.reason).not.toBe('');
      else expect(await harness().read(identifier, { predicate: pushed.sql })).toEqual([['11']]);
      expect(await harness().rows(identifier)).toHaveLength(2);
    });

    test('the longest name', async () => {
      const length = options.adapter.dialect.identifierBytes ?? 200;
      const name = 'n'.repeat(Math.min(length, 200));
      await harness().publish(name, 'select 1 as id');
      await harness().publish(name, 'select 2 as id');
      expect(await harness().rows(name)).toEqual([['2']]);
      expect(await harness().leftovers(name)).toEqual([]);
    });

    test('names that differ only in case', async ({ skip }) => {
      if (!options.caseSensitiveColumns) skip('the database holds them for the same name');
      await harness().createTable(
        'cased',
        [
          ['id', 'integer'],
          ['Id', 'integer'],
        ],
        [['1', '2']],
      );
      expect(await harness().read('cased', { columns: ['Id'] })).toEqual([['2']]);
      expect(await harness().read('cased', { columns: ['id', 'Id'] })).toEqual([['1', '2']]);
    });
  });
}
