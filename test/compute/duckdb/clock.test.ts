import { expect, test } from 'vitest';
import type { StubRelation } from '#dvt/spi/engine.js';
import { natively, openEngine } from './opened.js';

const { engine } = openEngine(new Date('2024-02-29T23:59:59.750Z'));

const PRESENT = [
  'now()',
  'current_timestamp',
  'transaction_timestamp()',
  'get_current_timestamp()',
  'localtimestamp',
  'current_date',
  'today()',
  'current_time',
  'localtime',
];

test('the present is the moment that the engine was given, in the types and under the names that DuckDB has', async () => {
  await engine.openNamespace({ id: 'n', relations: [] });
  const { columns, rows } = await engine.query({ namespace: 'n', sql: `select ${PRESENT.join(', ')}` }, 1);
  const types = await natively(`select ${PRESENT.map((one) => `typeof(${one})`).join(', ')}`);
  expect(columns.map(({ type }) => type)).toEqual(types[0]);
  expect(columns.map(({ name }) => name)).toEqual(PRESENT);
  const zoned = '2024-02-29 23:59:59.75+00';
  expect(rows[0]).toEqual([
    ...[zoned, zoned, zoned, zoned, '2024-02-29 23:59:59.75', '2024-02-29', '2024-02-29'],
    ...['23:59:59.75+00', '23:59:59.75'],
  ]);
});

test('a condition is planned with the same moment, so that what is fetched is what the query looks for', async () => {
  const events: StubRelation = {
    ...{ token: 'dvt0', catalog: 'far', schema: 'main', identifier: 'events' },
    columns: [{ name: 'moment', type: { kind: 'timestamp' } }],
  };
  const sql = 'select 1 from "far"."main"."events" where moment > now() - interval 1 day';
  const { plan } = await engine.analyzer.analyze(sql, [events]);
  expect(JSON.stringify(plan)).toContain('2024-02-28 23:59:59.75');
});
