import type { ReadTask, ScanPlan, ScanRequest } from '../../../spi/scan.js';
import { quoteString, relationSql } from '../dialect/quoting.js';
import type { SessionOptions } from '../session/options.js';
import type { SessionPool } from '../session/pool.js';
import type { ReadData } from './read.js';
import { selectColumn } from './select.js';
import { openSnapshot, type Snapshot } from './snapshot.js';
import { splitPages } from './splits.js';

/** Sessions that read are pinned: a value's text must not depend on the server's or the user's settings. */
const PINNED = [
  "set local timezone = 'UTC'",
  "set local datestyle = 'ISO, YMD'",
  "set local intervalstyle = 'postgres'",
  'set local extra_float_digits = 1',
  "set local bytea_output = 'hex'",
  "set local xmloption = 'content'",
  'set local standard_conforming_strings = on',
].join('; ');

/** Plans how a relation is read: one task, or one a ctid range under one exported snapshot. */
export async function planScan(
  pool: SessionPool,
  session: SessionOptions,
  request: ScanRequest,
  holdSnapshot: (snapshot: Snapshot) => void,
): Promise<ScanPlan> {
  const relation = relationSql(request.relation.name);
  const columns = request.columns.map((column) => ({ column, selected: selectColumn(column) }));
  const counted = columns.length === 0;
  const ranges = counted ? null : await splitPages(pool, request);
  const snapshot = ranges === null ? null : await openSnapshot(pool);
  if (snapshot) holdSnapshot(snapshot);

  const list = counted ? 'count(*)' : columns.map(({ selected }) => selected.sql).join(', ');
  const task = (range: string | null): ReadTask => {
    const conditions = [request.predicate, range].filter((condition) => condition !== null);
    const where =
      conditions.length === 0
        ? ''
        : ` where ${conditions.map((c) => (conditions.length > 1 ? `(${c})` : c)).join(' and ')}`;
    const sql = `select ${list} from ${relation}${where}`;
    const joined = snapshot === null ? '' : `set transaction snapshot ${quoteString(snapshot.id)}; `;
    const data: ReadData = {
      session,
      setup: `begin isolation level repeatable read read only; ${joined}${PINNED}`,
      sql,
      columns: counted
        ? null
        : columns.map(({ column: { name, nativeType, type }, selected }) => ({
            name,
            nativeType,
            type,
            wire: selected.wire,
          })),
      relation,
    };
    return { sql, module: new URL('./read.js', import.meta.url).href, data };
  };
  return {
    kind: 'read',
    tasks: snapshot && ranges ? ranges.map(task) : [task(null)],
    release: async () => snapshot?.release(),
  };
}
