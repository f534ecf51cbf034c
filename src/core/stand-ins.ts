import type { PlannedScan } from '../spi/plan.js';

/** A scan whose rows need not all meet its predicate: what constants stood for is fetched. */
export function withoutStandIns(scan: PlannedScan): PlannedScan {
  const columns = scan.columns.map(({ name, scan: column, fetched, standIn }) => ({
    name,
    scan: column,
    fetched: fetched || standIn !== undefined,
  }));
  return { ...scan, columns };
}
