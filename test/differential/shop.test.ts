import { differential } from './differential.js';
import type { Step } from './suite.js';

const ls = (...args: readonly string[]): Step => ({ args: ['ls', '--quiet', ...args], output: true });

/** What is chosen does not depend on the database: compared on one of them. */
const SELECTIONS: readonly Step[] = [
  ls(),
  ls('--output', 'name'),
  ls('--output', 'path'),
  ls('--selector', 'nightly'),
  ls('--select', '+customers', '--exclude', 'tag:staging'),
  ls('--select', 'stg_orders+1'),
  ls('--select', '@stg_orders'),
  ls('--select', 'config.materialized:incremental', 'test_type:singular', 'exposure:*'),
  ls('--select', 'stg_customers', '--indirect-selection', 'cautious'),
  ls('--select', 'stg_customers', '--indirect-selection', 'buildable'),
  ls('--select', 'stg_customers', '--indirect-selection', 'empty'),
  ls('--select', 'source:seeded+', '--resource-type', 'test'),
  ls('--select', 'test_name:at_least', 'config.severity:warn', 'unit_test:*'),
  ls('--resource-type', 'seed', 'snapshot'),
];

const STEPS: readonly Step[] = [
  { args: ['seed'] },
  { args: ['run'] },
  { args: ['test'] },
  { args: ['snapshot'] },
  { args: ['build'] },
  { args: ['run', '--select', 'order_events', '--vars', '{with_extra: true}'] },
  { args: ['run', '--full-refresh', '--select', 'appended', 'order_events'] },
  { args: ['run', '--vars', '{with_broken: true}', '--select', 'broken+', 'paid'] },
  { args: ['retry'] },
  { args: ['test', '--select', 'stg_customers', '--store-failures'] },
  { args: ['run-operation', 'say', '--args', '{what: hello, times: 2}'] },
  { args: ['run-operation', 'no_such_macro'] },
  { args: ['run', '--select', 'nothing_of_this_name'] },
  { args: ['run', '--no-such-option'] },
  { args: ['compile'], compiled: true, nodes: true },
  {
    args: ['seed'],
    files: {
      'seeds/raw_orders.csv': `id,customer_id,amount,status,ordered_at
10,1,19.99,paid,2024-01-01 10:00:00
14,4,50.00,open,2024-03-02 12:00:00
15,2,1.00,paid,2024-03-05 00:00:00
`,
    },
  },
  { args: ['snapshot'] },
  { args: ['run'] },
];

differential({ project: 'shop', steps: (kind) => (kind === 'duckdb' ? [...SELECTIONS, ...STEPS] : STEPS) });
