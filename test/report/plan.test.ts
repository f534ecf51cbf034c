import { expect, test } from 'vitest';
import { planJson, planText } from '#dvt/report/plan-report.js';
import { createStyle } from '#dvt/report/style.js';
import type { Deferred, NodePlan, PlannedScan } from '#dvt/spi/plan.js';
import type { ScanColumn } from '#dvt/spi/scan.js';
import { FEDERATED, model } from './nodes.js';

const source = { ...model('customers'), connection: 'pg' };

function column(name: string): ScanColumn {
  return { name, nativeType: 'integer', type: { kind: 'int32' }, nullable: true, comparison: 'same', cast: false };
}

function scan(changes: Partial<PlannedScan> = {}): PlannedScan {
  const name = { database: 'shop', schema: 'public', identifier: 'customers' };
  const columns = ['id', 'name', 'secret_note'].map(column);
  return {
    input: {
      node: source,
      connection: 'pg',
      name,
      federated: { catalog: 'pg', schema: 'public', identifier: 'customers' },
    },
    relation: { name, kind: 'table', columns, statistics: { rows: 1000, bytes: 100_000 } },
    read: true,
    columns: columns.map((each, i) => ({ scan: each, name: each.name, fetched: i < 2 })),
    predicate: '"id" > 5',
    pushed: [{ sql: '"id" > 5', class: 'exact' }],
    local: [{ filter: "name < 'm'", reason: 'its collation orders otherwise' }],
    reduction: null,
    unreduced: [],
    estimate: { tableRows: 2000, rows: 900, bytes: 40_000, unfilteredBytes: 100_000, basis: 'source' },
    ...changes,
  };
}

function plan(name: string, scans: readonly PlannedScan[], changes: Partial<NodePlan> = {}): NodePlan {
  const node = model(name, { route: FEDERATED });
  const compiled = { node, sql: 'select 1', locate: () => null, inputs: [], columnTypes: new Map() };
  return { node, compiled, scans, columns: [{ name: 'id', type: { kind: 'int32' } }], warnings: [], ...changes };
}

const deferred: Deferred = {
  node: model('later', { route: FEDERATED }),
  reason: 'reads main.a, which does not exist yet',
};

test('a plan shows route, connection, columns, what is pushed and what stays, sizes, the means of publishing', () => {
  const text = planText([plan('a', [scan()]), deferred], createStyle(false), () => 'transactional rename');
  const lines = text.split('\n');
  expect(lines[0]).toBe('a  federated, computed in duckdb (reads pg, mysql)');
  for (const part of [
    'pg: shop.public.customers',
    '2 of 3: id, name',
    'pushed     "id" > 5 (exact)',
    "local      name < 'm' (its collation orders otherwise)",
    '900 rows, 40.0 KB of 100 KB',
    'publish table main.a on shop.dev, 1 columns, by transactional rename',
  ]) {
    expect(text).toContain(part);
  }
  expect(text).toContain('later  federated');
  expect(text).toContain('which does not exist yet');
  expect(lines.at(-1)).toBe('2 models, 1 relation to fetch, about 40.0 KB of 100 KB, 1 deferred');
});

test('a relation that is not needed, one without columns, one of unknown size', () => {
  const text = planText(
    [
      plan('a', [
        scan({ read: false }),
        scan({
          columns: scan().columns.map((each) => ({ ...each, fetched: false })),
          estimate: { tableRows: null, rows: null, bytes: null, unfilteredBytes: null, basis: 'statistics' },
        }),
      ]),
    ],
    createStyle(false),
  );
  expect(text).toContain('nothing: the query needs no row of it');
  expect(text).toContain('0 of 3 (rows are counted only)');
  expect(text).toContain('size unknown');
  expect(text).toContain('1 of unknown size');
});

test('as data it has the same', () => {
  const data = JSON.parse(JSON.stringify(planJson([plan('a', [scan()]), deferred])));
  expect(data).toMatchObject([
    {
      id: 'model.shop.a',
      route: { kind: 'federated' },
      deferred: null,
      scans: [
        {
          connection: 'pg',
          predicate: '"id" > 5',
          pushed: [{ class: 'exact' }],
          columns: [{ name: 'id', fetched: true }, { fetched: true }, { name: 'secret_note', fetched: false }],
          reduction: null,
          unreduced: [],
          estimate: { tableRows: 2000, rows: 900, bytes: 40_000, unfilteredBytes: 100_000, basis: 'source' },
        },
      ],
    },
    { id: 'model.shop.later', deferred: 'reads main.a, which does not exist yet' },
  ]);
});
