import type { Dialect } from '../../spi/dialect.js';
import type { PlannedScan } from '../../spi/plan.js';

/** A scan as the choice of reductions sees it. */
export interface ReducibleScan {
  readonly scan: PlannedScan;
  readonly dialect: Dialect;
  /** places of the plan that read it */
  readonly places: readonly number[];
  /** conditions in the engine's SQL that hold for every row that the query needs, whatever the source filters by */
  readonly filters: readonly string[];
  /** rows that meet the filters */
  readonly filteredRows: number;
  readonly tableRows: number;
  /** rows that are fetched without a reduction */
  readonly rows: number;
  readonly rowBytes: number;
  /** see ScanEstimate */
  readonly slowness: number;
}
