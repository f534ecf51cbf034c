import { costSeconds, rowBytes } from '../core/fetch-cost.js';
import type { SourceEstimate } from '../spi/connection.js';
import type { Dialect } from '../spi/dialect.js';
import type { PlannedScan, ScanEstimate } from '../spi/plan.js';
import { jointShare } from './expected-share.js';

/** An optimizer that expects more than this part of a table to meet a condition has no statistics of the column. */
const NOT_KNOWN = 0.995;

/** What a source expects of a query; null where it does not say. */
type Explain = (connection: string, sql: string) => Promise<SourceEstimate | null>;

/** A scan with what its source's optimizer expects of it, where its statistics alone do not tell. */
export async function sizedScan(
  scan: PlannedScan,
  dialect: Dialect,
  explain: Explain,
  slowness: number,
): Promise<PlannedScan> {
  if (!scan.read) return scan;
  const { relation, predicate, input } = scan;
  const expected = async (where: string) => {
    const from = relation.block === undefined ? dialect.relation(relation.name) : `(${relation.block.sql}) dvt_block`;
    return explain(input.connection, `select 1 from ${from}${where}`).catch(() => null);
  };
  const tableRows = relation.statistics.rows ?? (await expected(''))?.rows ?? null;
  const fetchedRow = rowBytes(scan.columns.filter((column) => column.fetched).map((column) => column.scan.type));
  const wholeRow = rowBytes(scan.columns.map((column) => column.scan.type));
  const filtered = tableRows === null || predicate === null ? null : await expected(` where ${predicate}`);
  const { rows, basis } = filteredRows(scan, tableRows, filtered?.rows ?? null);
  return {
    ...scan,
    estimate: {
      tableRows,
      filteredRows: rows,
      rows,
      bytes: rows === null ? null : Math.round(rows * fetchedRow),
      unfilteredBytes: tableRows === null ? null : Math.round(tableRows * wholeRow),
      sourceSeconds: filtered?.cost == null ? null : costSeconds(filtered.cost),
      slowness,
      basis,
    },
  };
}

function filteredRows(
  { predicate, pushed, relation }: PlannedScan,
  tableRows: number | null,
  expected: number | null,
): Pick<ScanEstimate, 'rows' | 'basis'> {
  if (tableRows === null) return { rows: null, basis: 'statistics' };
  if (predicate === null)
    return { rows: tableRows, basis: relation.statistics.rows === null ? 'source' : 'statistics' };
  if (expected !== null && expected < tableRows * NOT_KNOWN) return { rows: Math.max(1, expected), basis: 'source' };
  const rows = Math.ceil(tableRows * jointShare(pushed.map(({ share }) => share)));
  return { rows, basis: 'rule' };
}
