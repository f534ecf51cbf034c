import { isCancelled } from '../core/cancelled.js';
import { DvtError } from '../core/errors.js';
import type { Dialect } from '../spi/dialect.js';
import type { Engine, ExposedRelation } from '../spi/engine.js';
import type { KeyTest, PlannedScan } from '../spi/plan.js';
import type { KeyOutcome } from '../spi/run-result.js';
import { keysPredicate, rangePredicate } from './key-predicate.js';
import { keysSql, rangeSql, scansRead } from './key-query.js';

/** What it takes to narrow a scan by keys of others. */
interface ReductionWork {
  readonly engine: Engine;
  readonly dialect: Dialect;
  readonly scans: readonly PlannedScan[];
  /** the relation that a scan brought into the engine; waits for it */
  readonly fetched: (scan: number) => Promise<ExposedRelation>;
  /** an id for the engine that nobody else uses */
  readonly namespace: string;
  readonly signal: AbortSignal;
}

export interface ReducedScan {
  readonly scan: PlannedScan;
  readonly outcomes: readonly KeyOutcome[];
}

/**
 * Narrows a scan by the keys that are known by now. A test with more keys than it is worth is given up; a place that reads
 * the relation and is left without any needs all rows.
 */
export async function reduceScan(scan: PlannedScan, work: ReductionWork): Promise<ReducedScan> {
  const { reduction } = scan;
  if (reduction === null) return { scan, outcomes: [] };
  const tests = reduction.places.flat();
  const needed = [...new Set(tests.flatMap((test) => [...scansRead(test)]))];
  const relations = await Promise.all(needed.map(work.fetched));
  const { engine, namespace, signal } = work;
  const cancel = () => void engine.cancel(namespace);
  signal.addEventListener('abort', cancel, { once: true });
  const conditions: (string | null)[] = [];
  const outcomes: KeyOutcome[] = [];
  try {
    await engine.openNamespace({ id: namespace, relations });
    const known = new Map<string, Awaited<ReturnType<typeof testKeys>>>();
    for (const test of tests) {
      // A relation that is read at several places is often tested alike at all of them.
      const key = `${test.column} ${test.keepsNull} ${test.maxKeys} ${keysSql(test, work.scans, test.maxKeys)}`;
      const answer = known.get(key) ?? (await testKeys(scan, test, work));
      if (!known.has(key)) outcomes.push(answer.outcome);
      known.set(key, answer);
      conditions.push(answer.sql);
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    await engine.closeNamespace(namespace);
  }
  return { scan: { ...scan, predicate: narrowed(scan, conditions) }, outcomes };
}

/** The scan's own predicate and, for at least one place, all of its tests. */
function narrowed({ predicate, reduction }: PlannedScan, conditions: readonly (string | null)[]): string | null {
  let next = 0;
  const places = reduction!.places.map((tests) => {
    const own = tests.map(() => conditions[next++] ?? null).filter((sql) => sql !== null);
    return own.length === 0 ? null : own.join(' and ');
  });
  if (places.includes(null)) return predicate;
  const distinct = [...new Set(places)];
  const keys = distinct.length === 1 ? distinct[0]! : distinct.map((place) => `(${place})`).join(' or ');
  return predicate === null ? keys : `(${predicate}) and (${keys})`;
}

/** The condition of one test; null: it is given up. */
async function testKeys(
  scan: PlannedScan,
  test: KeyTest,
  { engine, dialect, scans, namespace, signal }: ReductionWork,
): Promise<{ readonly sql: string | null; readonly outcome: KeyOutcome }> {
  const column = scan.columns[test.column]!;
  const outcome = (keys: number | null, sent: KeyOutcome['sent'], reason: string | null): KeyOutcome => ({
    column: column.name,
    keys,
    estimatedKeys: test.estimate.keys,
    sent,
    reason,
  });
  try {
    const { rows } = await engine.query({ namespace, sql: keysSql(test, scans, test.maxKeys + 1) }, 1);
    const keys = JSON.parse(String(rows[0]![0] ?? '[]')) as readonly string[];
    if (keys.length <= test.maxKeys) {
      const listed = keysPredicate(test, column.scan, keys, dialect);
      if ('sql' in listed) return { sql: listed.sql, outcome: outcome(keys.length, 'list', null) };
      return { sql: null, outcome: outcome(keys.length, 'nothing', listed.reason) };
    }
    const ends = await engine.query({ namespace, sql: rangeSql(test, scans) }, 1);
    const [low, high] = ends.rows[0]!.map(String);
    const range = column.scan.comparison === 'same' ? rangePredicate(test, column.scan, [low!, high!], dialect) : null;
    const reason = `more than ${test.maxKeys} keys`;
    return range !== null && 'sql' in range
      ? { sql: range.sql, outcome: outcome(null, 'range', reason) }
      : { sql: null, outcome: outcome(null, 'nothing', reason) };
  } catch (error) {
    // The query itself may evaluate its filters in another order, and so not fail.
    if (signal.aborted || isCancelled(error) || !(error instanceof DvtError)) throw error;
    return { sql: null, outcome: outcome(null, 'nothing', error.message) };
  }
}
