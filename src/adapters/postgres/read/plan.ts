import type { ReadTask, ScanRequest, SessionPlan } from '../../../spi/scan.js';
import { quoteString, relationSql } from '../dialect/quoting.js';
import type { SessionOptions } from '../session/options.js';
import type { SessionPool } from '../session/pool.js';
import { liftLimitsSql } from '../session/time-limits.js';
import type { ReadData } from './read.js';
import { selectColumn } from './select.js';
import type { ExportedSnapshot } from './snapshot.js';
import { splitPages } from './splits.js';
import { unchangedSql } from './unchanged.js';

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

/** What the scans of a connection share. */
export interface ScanContext {
  readonly pool: SessionPool;
  readonly session: SessionOptions;
}

/** A relation's statements, before it is known at what state they run. */
export interface PlannedReads {
  /** more than one: the parts must be read at one state */
  readonly parts: number;
  /** The tasks, at a snapshot or each at a state of its own. */
  tasks(snapshot: ExportedSnapshot | null): readonly ReadTask[];
}

/** The statement of a scan, or of its part in a range. */
export function selectSql(
  { relation: { name, block }, columns, predicate }: ScanRequest,
  range: string | null = null,
): string {
  const from = block === undefined ? relationSql(name) : `(${block.sql}\n) as block`;
  const list = columns.length === 0 ? 'count(*)' : columns.map((column) => selectColumn(column).sql).join(', ');
  const conditions = [predicate, range].filter((condition) => condition !== null);
  const where = conditions.map((c) => (conditions.length > 1 ? `(${c})` : c)).join(' and ');
  return `select ${list} from ${from}${where === '' ? '' : ` where ${where}`}`;
}

/** Plans how a relation is read: by one statement, or by one a ctid range where it is large. */
export async function planReads({ pool, session }: ScanContext, request: ScanRequest): Promise<PlannedReads> {
  const { name, block } = request.relation;
  const relation = block === undefined ? relationSql(name) : 'a query of this run';
  const columns = request.columns.map((column) => ({ column, selected: selectColumn(column) }));
  const counted = columns.length === 0;
  const ranges = (counted ? null : await splitPages(pool, request, selectSql(request))) ?? [null];
  const decoded = columns.map(({ column: { name, nativeType, type }, selected: { wire } }) => ({
    name,
    nativeType,
    type,
    wire,
  }));
  const lifted = liftLimitsSql(session);
  // The answer has the columns' types, and no rows. With `limit 0` the server would prepare to run a query, and compile it.
  const typed = counted ? '' : `; ${selectSql({ ...request, predicate: null })} where false`;
  const unchanged = unchangedSql(block?.reads ?? [name]);
  const module = new URL('./read.js', import.meta.url).href;
  const kept: SessionPlan = {
    key: `postgres ${session.name}`,
    module: new URL('./read-session.js', import.meta.url).href,
    data: session,
    pinned: false,
  };
  return {
    parts: ranges.length,
    tasks: (snapshot) =>
      ranges.map((range) => {
        const joined = snapshot === null ? '' : `set transaction snapshot ${quoteString(snapshot.id)}; `;
        const data: ReadData = {
          session: { name: session.name },
          setup: `begin isolation level repeatable read read only; ${joined}${PINNED}; ${lifted}${typed}`,
          sql: selectSql(request, range),
          unchanged,
          ownState: snapshot === null,
          columns: counted ? null : decoded,
          relation,
        };
        return { sql: data.sql, module, data, session: kept };
      }),
  };
}
