import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type Across, across, TARGETS } from '../run/across.js';

const ROUNDS = 2;
const ROWS = 10_000;

const MODEL = (
  strategy: string,
) => `{{ config(materialized='incremental', unique_key='id', incremental_strategy='${strategy}') }}
select id, version, text from {{ source('far', 'items') }}
{% if is_incremental() %}where version > (select min(version) from {{ this }}){% endif %}`;

const table = async (one: Across) =>
  one.query('select count(*), min(version), max(version), count(distinct id) from m');

/** Kills dvt and all that it started. */
function kill(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It had ended by itself, which is one of the moments.
  }
}

describe.each(TARGETS)('kill -9 while an incremental model from another database is merged into %s', (target) => {
  test('the table is as it was or as it will be; the next run completes it and leaves nothing behind', async () => {
    const strategy = target === 'postgres' || target === 'duckdb' ? 'merge' : 'delete+insert';
    const one = await across(target, ['items'], { 'models/m.sql': MODEL(strategy) });
    await one.source.query('create table items (id integer primary key, version integer, text varchar(100))');
    const numbers = target === 'mysql' ? `generate_series(1, ${ROWS}) as s(seq)` : `seq_1_to_${ROWS}`;
    await one.source.query(`insert into items select seq, 1, repeat('x', 80) from ${numbers}`);
    const first = await one.project.dvt('run');
    expect(first.code, first.output).toBe(0);
    await one.source.query('update items set version = 2');
    const began = performance.now();
    // As long as the ones that are killed: in a process of its own.
    expect((await one.project.start('run').finished).code).toBe(0);
    const whole = performance.now() - began;

    for (let version = 3; version < 3 + ROUNDS; version++) {
      const [before] = await table(one);
      await one.source.query(`update items set version = ${version}`);
      const run = one.project.start('run');
      // Any moment, most of them while the target is written to.
      await sleep(whole * (0.3 + 0.7 * Math.random()));
      kill(run.process.pid!);
      await run.finished;
      const [after] = await table(one);
      const all = String(ROWS);
      expect([before, [all, String(version), String(version), all]]).toContainEqual(after);
    }
    const last = await one.project.dvt('run');
    expect(last.code, last.output).toBe(0);
    const version = String(2 + ROUNDS);
    expect(await table(one)).toEqual([[String(ROWS), version, version, String(ROWS)]]);
    expect(await one.relations()).toEqual(['m']);
  });
});
