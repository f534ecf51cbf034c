import { expect, test } from 'vitest';
import { lastPlanText } from '#dvt/report/last-plan.js';
import { planPage } from '#dvt/report/plan-page/plan-page.js';
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
    pushed: [{ sql: '"id" > 5', class: 'exact', share: 0.33, rank: 1 }],
    local: [{ filter: "name < 'm'", reason: 'its collation orders otherwise' }],
    reduction: null,
    unreduced: [],
    estimate: {
      tableRows: 2000,
      filteredRows: 900,
      rows: 900,
      bytes: 40_000,
      unfilteredBytes: 100_000,
      sourceSeconds: null,
      slowness: 1,
      basis: 'source',
    },
    ...changes,
  };
}

function plan(name: string, scans: readonly PlannedScan[], changes: Partial<NodePlan> = {}): NodePlan {
  const node = model(name, { route: FEDERATED });
  const compiled = { node, sql: 'select 1', locate: () => null, inputs: [], columnTypes: new Map(), withoutSql: [] };
  return { node, compiled, scans, columns: [{ name: 'id', type: { kind: 'int32' } }], warnings: [], ...changes };
}

const deferred: Deferred = {
  node: model('later', { route: FEDERATED }),
  reason: 'reads main.a, which does not exist yet',
};

const SENT = 'select "id", "name" from "public"."customers" where "id" > 5';
const FACTS = { publishMeans: () => 'transactional rename', scanSql: () => SENT, sharedExtraction: () => null };

test('a plan shows route, connection, columns, what is pushed and what stays, sizes, the means of publishing', () => {
  const text = planText([plan('a', [scan()]), deferred], createStyle(false), FACTS);
  const lines = text.split('\n');
  expect(lines[0]).toBe('a  federated, computed in duckdb (reads pg, mysql)');
  for (const part of [
    'pg: shop.public.customers',
    '2 of 3: id, name',
    'pushed     "id" > 5 (exact)',
    "local      name < 'm' (its collation orders otherwise)",
    '900 rows, 40.0 KB of 100 KB',
    `sent       ${SENT}`,
    'publish table main.a on shop.dev, 1 column, by transactional rename',
  ]) {
    expect(text).toContain(part);
  }
  expect(text).toContain('later  federated');
  expect(text).toContain('which does not exist yet');
  expect(lines.at(-1)).toBe('2 models, 1 relation to fetch, about 40.0 KB of 100 KB, 1 deferred');
});

test('an extraction that serves several models is shown with each, and counts once', () => {
  const [one, two, own] = [scan(), scan({ predicate: null }), scan({ predicate: '"id" = 7' })];
  const united = { ...scan({ predicate: null }), columns: one.columns.map((column) => ({ ...column, fetched: true })) };
  const extraction = { scan: united, models: ['a', 'b'] };
  const plans = [plan('a', [one]), plan('b', [two, own])];
  const facts = { ...FACTS, sharedExtraction: (of: PlannedScan) => (of === own ? null : extraction) };
  const [a, b, total] = planText(plans, createStyle(false), facts).split('\n\n');
  expect(a).toContain('shared     with: b (fetched once, 3 of 3 columns, about 900 rows, 40.0 KB of 100 KB)');
  expect(a).toContain('all rows   "id" > 5 (others need the rest)');
  expect(b!.match(/shared {5}with: a /g)).toHaveLength(1);
  expect(total).toBe('2 models, 2 relations to fetch, 1 of them once for several models, about 80.0 KB of 200 KB');
  const [, { scans }] = JSON.parse(JSON.stringify(planJson(plans, facts)));
  expect(scans.map(({ shared }: { shared: unknown }) => shared)).toEqual([
    { with: ['a'], columns: ['id', 'name', 'secret_note'], predicate: null, estimate: one.estimate },
    null,
  ]);
  expect(planPage(plans, { project: 'shop', at: new Date(), ...facts })).toContain('with: b (fetched once');
});

test('a relation that is not needed, one without columns, one of unknown size', () => {
  const text = planText(
    [
      plan('a', [
        scan({ read: false }),
        scan({
          columns: scan().columns.map((each) => ({ ...each, fetched: false })),
          estimate: {
            tableRows: null,
            filteredRows: null,
            rows: null,
            bytes: null,
            unfilteredBytes: null,
            sourceSeconds: null,
            slowness: 1,
            basis: 'statistics',
          },
        }),
      ]),
    ],
    createStyle(false),
    { ...FACTS, scanSql: () => null },
  );
  expect(text).toContain('nothing: the query needs no row of it');
  expect(text).toContain('0 of 3 (rows are counted only)');
  expect(text).toContain('sent       nothing: the engine reads it itself');
  expect(text).toContain('size unknown');
  expect(text).toContain('1 of unknown size');
});

test('as data it has the same', () => {
  const data = JSON.parse(JSON.stringify(planJson([plan('a', [scan()]), deferred], FACTS)));
  expect(data).toMatchObject([
    {
      id: 'model.shop.a',
      route: { kind: 'federated' },
      deferred: null,
      scans: [
        {
          connection: 'pg',
          predicate: '"id" > 5',
          sql: SENT,
          pushed: [{ class: 'exact' }],
          columns: [{ name: 'id', fetched: true }, { fetched: true }, { name: 'secret_note', fetched: false }],
          reduction: null,
          unreduced: [],
          estimate: {
            tableRows: 2000,
            filteredRows: 900,
            rows: 900,
            bytes: 40_000,
            unfilteredBytes: 100_000,
            sourceSeconds: null,
            slowness: 1,
            basis: 'source',
          },
        },
      ],
    },
    { id: 'model.shop.later', deferred: 'reads main.a, which does not exist yet' },
  ]);
});

test('the page of a plan holds its picture, its sizes and its SQL, and what people wrote is no markup', () => {
  const nasty = plan('a<script>', [scan(), scan({ read: false })]);
  const page = planPage([nasty, deferred], {
    project: 'shop & co',
    at: new Date('2026-01-31T08:00:00Z'),
    ...FACTS,
  });
  expect(page).toContain('<title>dvt plan: shop &amp; co</title>');
  expect(page).not.toContain('<script>');
  expect(page.match(/<rect /g)).toHaveLength(3);
  expect(page.match(/class="edge"/g)).toHaveLength(2);
  for (const part of [
    '40.0 KB of 100 KB',
    '>nothing<',
    'select 1',
    'class="box deferred"',
    '2026-01-31T08:00:00.000Z',
  ]) {
    expect(page).toContain(part);
  }
});

test('what the last run fetched stands beside its estimates; one that was far off is told', () => {
  const extraction = { connection: 'pg', relation: 'public.orders', rows: 1000, bytes: 8000, milliseconds: 1234 };
  const keys = { column: 'id', keys: 12, estimatedKeys: 10, sent: 'list', reason: null } as const;
  const command = { metadata: { generated_at: '2026-01-31T08:00:00.123Z' }, args: { which: 'build' } };
  const text = lastPlanText(
    {
      ...command,
      results: [
        {
          unique_id: 'model.shop.a',
          status: 'success',
          adapter_response: {
            extractions: [{ ...extraction, estimatedRows: 100, estimatedBytes: 7000, reducedBy: [keys] }],
          },
        },
        { unique_id: 'model.shop.b', status: 'skipped', adapter_response: {} },
      ],
    },
    createStyle(false),
  );
  expect(text.split('\n')).toEqual([
    'dvt build, 2026-01-31 08:00:00 UTC: 2 nodes, 1 of which fetched, 1 failed or skipped',
    '',
    'a',
    '  pg: public.orders  1.23s',
    '    rows   1,000 (planned 100, 10.0 times more)',
    '    bytes  8.00 KB (planned 7.00 KB)',
    '    keys   id: 12 keys (planned 10), sent as list',
    '',
    '1 extraction, 8.00 KB fetched',
  ]);
  const test = { ...command, args: { which: 'test' }, results: [] };
  expect(lastPlanText(test, createStyle(false))).toBe(
    'dvt test, 2026-01-31 08:00:00 UTC: 0 nodes, none of which fetched anything',
  );
});

test('what a microbatch model fetched in many batches is one line a relation', () => {
  const one = {
    connection: 'pg',
    relation: 'pg.public.orders',
    rows: 10,
    bytes: 100,
    milliseconds: 100,
    reducedBy: [],
  };
  const batches = [1, 2, 3].map(() => ({ ...one, estimatedRows: 12, estimatedBytes: null }));
  const text = lastPlanText(
    {
      metadata: { generated_at: '2026-01-31T08:00:00Z' },
      args: {},
      results: [{ unique_id: 'model.shop.a', status: 'success', adapter_response: { extractions: batches } }],
    },
    createStyle(false),
  );
  expect(text.split('\n').slice(2, 6)).toEqual([
    'a',
    '  pg.public.orders (3 times)  0.30s',
    '    rows   30 (planned 36)',
    '    bytes  300 B (not estimated)',
  ]);
});
