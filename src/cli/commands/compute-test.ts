import { performance } from 'node:perf_hooks';
import { DvtError } from '../../core/errors.js';
import type { EngineSql } from '../../spi/engine.js';
import { lazyEngine } from '../engine.js';
import type { ExitCode } from '../exit-code.js';
import type { Invocation } from '../invocation.js';
import { openProject } from '../open-project.js';

const FAILED = 'DVT5030';

/** `dvt compute test`: starts the engine with the project's settings and computes something whose result is known. */
export async function computeTestCommand(invocation: Invocation): Promise<ExitCode> {
  const { console } = invocation;
  const { compute } = await openProject(invocation);
  const engine = lazyEngine(compute.duckdb, invocation.id);
  const started = performance.now();
  try {
    const sql = await (await engine.get()).sql();
    const version = await single(sql, 'select version()');
    const memory = await single(sql, "select current_setting('memory_limit')");
    const threads = await single(sql, "select current_setting('threads')");
    const ready = performance.now() - started;
    const asked = performance.now();
    const sum = await single(sql, 'select sum(i)::varchar from range(1000000) t(i)');
    if (sum !== '499999500000') {
      throw new DvtError({ code: FAILED, message: `The engine computed ${sum} in place of 499999500000.` });
    }
    const took = performance.now() - asked;
    const limit = compute.duckdb.memoryLimit === null ? '' : ` of the configured ${compute.duckdb.memoryLimit}`;
    console.print(`DuckDB ${version}, memory ${memory}${limit}, ${threads} threads, ready in ${Math.round(ready)} ms`);
    console.print(`A sum over a million rows took ${Math.round(took)} ms ${console.style.green('[OK]')}`);
    return 0;
  } finally {
    await engine.close();
  }
}

async function single(sql: EngineSql, query: string): Promise<string> {
  const { rows } = await sql.query(query);
  return String(rows[0]?.[0]);
}
