import { randomUUID } from 'node:crypto';
import type { ReadTask, ScanColumn, ScanPlan, ScanRequest, SessionPlan } from '../../../spi/scan.js';
import { quote, relation } from '../dialect/quote.js';
import { nativeType } from '../types/native-types.js';
import { parseType } from '../types/parse-type.js';
import { losslessText } from './lossless-text.js';
import type { ReadData } from './read-data.js';

/** Plans the reading of a relation in sessions of `session`: by one statement, or by one a condition. */
export function planScan(
  request: ScanRequest,
  session: SessionPlan,
  conditions: readonly string[] | null,
): Extract<ScanPlan, { readonly kind: 'read' }> {
  const common = readData(request);
  const tasks = (conditions ?? [null]).map((condition): ReadTask => {
    const predicates = [request.predicate, condition].filter((part) => part !== null);
    const where = predicates.map((part) => (predicates.length > 1 ? `(${part})` : part)).join(' and ');
    const sql = selectSql(request, where === '' ? null : where);
    const data: ReadData = { ...common, token: randomUUID(), sql };
    return { sql, module: READER, data, session };
  });
  return { kind: 'read', tasks, release: async () => {} };
}

const READER = new URL('./read.js', import.meta.url).href;

/** What the tasks of a scan have in common. */
function readData(request: ScanRequest): Omit<ReadData, 'sql' | 'token'> {
  return {
    relation: request.relation.block === undefined ? relation(request.relation.name) : 'a query of this run',
    columns: request.columns.map(({ name, nativeType: spelled, type, cast }) => ({
      name,
      nativeType: spelled,
      type,
      cast,
    })),
  };
}

/** The statement of a scan with a condition in MySQL's SQL; the relation by another name where one is given. */
export function selectSql(
  { columns, relation: { name, block } }: ScanRequest,
  condition: string | null,
  alias: string | null = null,
): string {
  const source = block === undefined ? relation(name) : `(${block.sql}\n) as block`;
  const list = columns.length === 0 ? '1' : columns.map(selectItem).join(', ');
  const from = alias === null ? source : `${source} as ${alias}`;
  return `select ${list} from ${from}${condition === null ? '' : ` where ${condition}`}`;
}

/** A column such that its text form tells the whole value. */
function selectItem(column: ScanColumn): string {
  const name = quote(column.name);
  // As text a BIT would be its bytes.
  if (column.cast && parseType(column.nativeType).name === 'bit') return `${name} + 0`;
  if (nativeType(column.nativeType).select === 'double') return `cast(${name} as double)`;
  return losslessText(column.nativeType, name) ?? name;
}
