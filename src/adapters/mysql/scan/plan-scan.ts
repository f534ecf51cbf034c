import { randomUUID } from 'node:crypto';
import type { ScanColumn, ScanPlan, ScanRequest } from '../../../spi/scan.js';
import { quote, relation } from '../dialect/quote.js';
import type { SessionOptions } from '../profile/session-options.js';
import { nativeType } from '../types/native-types.js';
import { parseType } from '../types/parse-type.js';
import type { ReadData } from './read-data.js';

/** Plans the reading of a relation over one connection. */
export function planScan(request: ScanRequest, session: SessionOptions): ScanPlan {
  const sql = selectSql(request, request.predicate);
  const data: ReadData = { ...readData(request, session), sql };
  return { kind: 'read', tasks: [{ sql, module: READER, data }], release: async () => {} };
}

export const READER = new URL('./read.js', import.meta.url).href;

/** What the tasks of a scan have in common. */
export function readData(request: ScanRequest, session: SessionOptions): Omit<ReadData, 'sql'> {
  return {
    session,
    relation: relation(request.relation.name),
    token: randomUUID(),
    columns: request.columns.map(({ name, nativeType: spelled, type, cast }) => ({
      name,
      nativeType: spelled,
      type,
      cast,
    })),
    split: null,
  };
}

/** The statement of a scan with a condition in MySQL's SQL. */
export function selectSql({ columns, relation: { name } }: ScanRequest, condition: string | null): string {
  const list = columns.length === 0 ? '1' : columns.map(selectItem).join(', ');
  return `select ${list} from ${relation(name)}${condition === null ? '' : ` where ${condition}`}`;
}

/** A column such that its text form tells the whole value. */
function selectItem(column: ScanColumn): string {
  const name = quote(column.name);
  // As text a BIT would be its bytes.
  if (column.cast && parseType(column.nativeType).name === 'bit') return `${name} + 0`;
  return nativeType(column.nativeType).select === 'double' ? `cast(${name} as double)` : name;
}
