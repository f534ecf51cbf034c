import { DvtError } from '../core/errors.js';
import type { NodePlan, PlannedScan } from '../spi/plan.js';

const NOT_FETCHED = ' was not fetched';

/**
 * The plan with all columns of the relation that an error is about, of which the engine computed one that was not fetched;
 * null for any other error. DuckDB (1.5.5) leaves columns in place that nobody needs beside a DISTINCT or a set operation,
 * on the side of a join that it visits later, and which one that is depends on the number of rows.
 */
export function withWholeRows(plan: NodePlan, error: unknown): NodePlan | null {
  if (!(error instanceof DvtError) || !error.message.includes(NOT_FETCHED)) return null;
  const isMeant = ({ input, read, columns }: PlannedScan) => {
    const { catalog, schema, identifier } = input.federated;
    const relation = `${catalog}.${schema}.${identifier}`;
    return (
      read && columns.some((one) => !one.fetched && error.message.includes(`${relation}.${one.name}${NOT_FETCHED}`))
    );
  };
  if (!plan.scans.some(isMeant)) return null;
  return { ...plan, scans: plan.scans.map((scan) => (isMeant(scan) ? wholeRows(scan) : scan)) };
}

/** Columns whose names differ only in case stay as they are: the engine could not tell them apart. */
function wholeRows(scan: PlannedScan): PlannedScan {
  const names = scan.columns.map(({ name }) => name.toLowerCase());
  const columns = scan.columns.map(({ name, scan: column, fetched }, index) => {
    const isClear = names.indexOf(names[index]!) === names.lastIndexOf(names[index]!);
    return { name, scan: column, fetched: fetched || isClear };
  });
  return { ...scan, columns };
}
