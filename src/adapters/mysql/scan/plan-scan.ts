import { randomUUID } from 'node:crypto';
import type { ReadTask, ScanColumn, ScanPlan, ScanRequest } from '../../../spi/scan.js';
import { quote, relation } from '../dialect/quote.js';
import type { SessionOptions } from '../profile/session-options.js';
import { nativeType } from '../types/native-types.js';
import { parseType } from '../types/parse-type.js';
import { losslessText } from './lossless-text.js';
import type { ReadData } from './read-data.js';
import { barrierMemory } from './snapshot-barrier.js';

/**
 * Plans the reading of a relation: over one connection, or where `conditions` cut it, over as many as there are, all at
 * one state of the table.
 */
export function planScan(
  request: ScanRequest,
  session: SessionOptions,
  conditions: readonly string[] | null,
): ScanPlan {
  const common = readData(request, session);
  const wholeSql = selectSql(request, request.predicate);
  const barrier = barrierMemory();
  const tasks = (conditions ?? [null]).map((condition, index): ReadTask => {
    const predicates = [request.predicate, condition].filter((part) => part !== null);
    const sql = selectSql(
      request,
      predicates.length === 0 ? null : predicates.map((part) => `(${part})`).join(' and '),
    );
    const split = { barrier, index, count: conditions?.length ?? 1, table: common.relation, wholeSql };
    const data: ReadData = { ...common, sql, split: conditions === null ? null : split };
    return { sql, module: READER, data };
  });
  return { kind: 'read', tasks, release: async () => {} };
}

const READER = new URL('./read.js', import.meta.url).href;

/** What the tasks of a scan have in common. */
function readData(request: ScanRequest, session: SessionOptions): Omit<ReadData, 'sql' | 'split'> {
  return {
    session,
    relation: request.relation.block === undefined ? relation(request.relation.name) : 'a query of this run',
    token: randomUUID(),
    columns: request.columns.map(({ name, nativeType: spelled, type, cast }) => ({
      name,
      nativeType: spelled,
      type,
      cast,
    })),
  };
}

/** The statement of a scan with a condition in MySQL's SQL. */
function selectSql({ columns, relation: { name, block } }: ScanRequest, condition: string | null): string {
  const source = block === undefined ? relation(name) : `(${block.sql}) as block`;
  const list = columns.length === 0 ? '1' : columns.map(selectItem).join(', ');
  return `select ${list} from ${source}${condition === null ? '' : ` where ${condition}`}`;
}

/** A column such that its text form tells the whole value. */
function selectItem(column: ScanColumn): string {
  const name = quote(column.name);
  // As text a BIT would be its bytes.
  if (column.cast && parseType(column.nativeType).name === 'bit') return `${name} + 0`;
  if (nativeType(column.nativeType).select === 'double') return `cast(${name} as double)`;
  return losslessText(column.nativeType, name) ?? name;
}
