import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { shop } from './shop.js';

const MEGABYTE = 1024;

/** The largest resident set that a process had, in KiB, as Linux counts it. */
async function peakMemory(pid: number, ended: Promise<unknown>): Promise<number> {
  let peak = 0;
  let running = true;
  void ended.then(() => {
    running = false;
  });
  while (running) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return peak;
}

test('a join over 6 million rows under memory_limit 500MB stays below 800 MB of process memory', async () => {
  const { postgres, project } = await shop(
    {
      'models/sources.yml': `
sources:
  - {name: pg, profile: postgres_prod, tables: [{name: wide}]}
  - {name: my, profile: mysql_legacy, tables: [{name: orders}]}
`,
      'models/joined.sql': `
        select a.k, a.filler, b.filler as other, o.amount
        from {{ source('pg', 'wide') }} a
        join {{ source('pg', 'wide') }} b on b.k = a.k
        left join {{ source('my', 'orders') }} o on o.order_id = a.k
        order by a.filler desc limit 1000`,
    },
    { duckdb: { memory_limit: '500MB', threads: 2 } },
  );
  await postgres.query(
    `create view wide as select i as k, md5(i::text) || md5((-i)::text) as filler from generate_series(1, 6000000) i`,
  );
  const run = project.start('run');
  const peak = await peakMemory(run.process.pid!, run.finished);
  const finished = await run.finished;
  expect(finished.code, finished.output).toBe(0);
  expect(Number((await postgres.query('select count(*) from joined'))[0]![0])).toBe(1000);
  expect(peak / MEGABYTE).toBeGreaterThan(50);
  expect(peak / MEGABYTE).toBeLessThan(800);
});

test('the least memory_limit that is accepted computes a join of thousands of rows', async () => {
  const { postgres, project } = await shop(
    {
      'models/spent.sql': `
        select c.customer_id, c.name, sum(o.amount) as spent from {{ source('postgres_source', 'customers') }} c
        left join {{ source('mysql_source', 'orders') }} o using (customer_id) group by all order by spent desc`,
    },
    { duckdb: { memory_limit: '32MB', threads: 1 } },
  );
  const { code, output } = await project.dvt('run');
  expect(code, output).toBe(0);
  expect(Number((await postgres.query('select count(*) from spent'))[0]![0])).toBe(1000);
});
