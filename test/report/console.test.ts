import { expect, test } from 'vitest';
import { Redactor } from '#dvt/core/redact.js';
import { consoleReport } from '#dvt/report/console-report.js';
import type { LeastLevel } from '#dvt/report/event-fields.js';
import { createStyle } from '#dvt/report/style.js';
import type { RunEvent } from '#dvt/spi/event.js';
import { FEDERATED, model, result, UNESTIMATED } from './nodes.js';

const broken = model('broken');
const events: readonly RunEvent[] = [
  { type: 'run started', runId: 'r', nodes: [model('a'), broken], sources: 2, threads: 4, target: 'shop.dev' },
  { type: 'node started', node: model('a'), index: 1, total: 2 },
  {
    type: 'node finished',
    result: result(model('a', { route: FEDERATED }), {
      bytesLoaded: 2400,
      extractions: [
        {
          connection: 'pg',
          relation: 'pg.public.customers',
          rows: 1000,
          bytes: 24_000,
          milliseconds: 120,
          ...UNESTIMATED,
        },
        {
          connection: 'mysql',
          relation: 'mysql.shop.orders',
          rows: 1_234_567,
          bytes: 310_000_000,
          milliseconds: 20_000,
          ...UNESTIMATED,
        },
      ],
    }),
    index: 1,
    total: 2,
  },
  { type: 'debug', message: 'for the log only' },
];
const failed = result(broken, {
  status: 'error',
  rows: null,
  diagnostics: [
    {
      code: 'DVT2101',
      message: 'Binder Error: no column hunter22',
      location: { path: 'models/broken.sql', line: 3, column: 8 },
      frame: '> 3 | select hunter22\n    |        ^^^',
      hint: 'Did you mean "y"?',
    },
  ],
});
const skipped = result(model('after'), { status: 'skipped', startedAt: null, completedAt: null });
const end: readonly RunEvent[] = [
  { type: 'node finished', result: failed, index: 2, total: 2 },
  { type: 'run finished', results: [result(model('a')), failed, skipped], milliseconds: 3_725_350 },
];

function printed(shown: readonly RunEvent[], options: { level?: LeastLevel; colors?: boolean } = {}): string[] {
  const redactor = new Redactor();
  redactor.add('hunter22');
  let text = '';
  const { level = 'info', colors = false } = options;
  const report = consoleReport({ write: (more) => (text += more) }, { style: createStyle(colors), redactor, level });
  for (const event of shown) report.emit(event);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^\d\d:\d\d:\d\d {0,2}/, ''));
}

test("lines are dbt's, with route, engine, rows and bytes below them", () => {
  expect(printed(events)).toEqual([
    'Running 2 table models, 2 sources',
    "Concurrency: 4 threads (target='shop.dev')",
    '',
    '1 of 2 START sql table model main.a ............................................ [RUN]',
    '1 of 2 OK created sql table model main.a ....................................... [SELECT 20 in 0.50s]',
    '     computed in duckdb (reads pg, mysql), wrote 20 rows, 2.40 KB to shop.dev',
    '       fetched pg.public.customers      1,000 rows  24.0 KB   0.12s',
    '       fetched mysql.shop.orders    1,234,567 rows   310 MB  20.00s',
  ]);
});

test('errors are gathered at the end, and the totals are the last line', () => {
  expect(printed(end)).toEqual([
    '2 of 2 ERROR creating sql table model main.broken .............................. [ERROR in 0.50s]',
    '',
    'Finished running 3 table models in 1 hours 2 minutes and 5.35 seconds (3725.35s).',
    '',
    'Completed with 1 error:',
    '',
    'Failure in model broken (models/broken.sql)',
    '  DVT2101 Binder Error: no column ****',
    '    models/broken.sql:3:8',
    '    > 3 | select ****',
    '        |        ^^^',
    '    Hint: Did you mean "y"?',
    '',
    'Done. PASS=1 WARN=0 ERROR=1 SKIP=1 TOTAL=3',
  ]);
});

test('quiet shows only what went wrong, debug shows all, none nothing', () => {
  expect(printed(events, { level: 'error' })).toEqual(['']);
  expect(printed(end, { level: 'error' })[0]).toContain('ERROR creating');
  expect(printed(end, { level: 'none' })).toEqual(['']);
  expect(printed(events, { level: 'debug' }).at(-1)).toBe('for the log only');
});

test('without colours there is not one escape code; with them the text is the same', () => {
  expect(printed([...events, ...end]).join('\n')).not.toContain('\x1b');
  const colored = printed([...events, ...end], { colors: true }).join('\n');
  expect(colored).toContain('\x1b[');
  expect(colored.replace(/\x1b\[\d+m/g, '')).toBe(printed([...events, ...end]).join('\n'));
});

test('the width of the dots is that of dbt', () => {
  // printed by dbt-core 1.10 for a model of this name
  const dbt = '1 of 8 START sql view model main.lonely ........................................ [RUN]';
  const view = model('lonely', { config: { ...model('x').config, materialized: 'view' } });
  expect(printed([{ type: 'node started', node: view, index: 1, total: 8 }])).toEqual([dbt]);
});
