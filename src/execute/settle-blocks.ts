import type { NodePlan, PlannedScan } from '../spi/plan.js';

const REASON = 'other models of the run fetch what it is made of anyway';

/**
 * Plans of one run, such that no block runs at a source for rows that other nodes fetch whole: those nodes are planned
 * without theirs. Gives each plan that changes, with what stands in its place.
 */
export function settleBlocks(plans: readonly NodePlan[]): ReadonlyMap<NodePlan, NodePlan> {
  const settled = new Map<NodePlan, NodePlan>();
  for (const plan of plans) {
    const { withoutBlocks, blocks = [] } = plan;
    if (withoutBlocks === undefined) continue;
    const others = plans.filter((other) => other !== plan).flatMap(({ scans }) => scans);
    const replaced = withoutBlocks.scans.filter(
      (scan) => scan.read && !plan.scans.some((own) => isOneRelation(own, scan)),
    );
    if (replaced.length === 0 || !replaced.every((scan) => others.some((other) => covers(other, scan)))) continue;
    const left = blocks.map((block) => (block.chosen ? { ...block, chosen: false, reason: REASON } : block));
    settled.set(plan, { ...withoutBlocks, blocks: left });
  }
  return settled;
}

/** Whether one fetches every row, and each column, that the other needs. */
function covers(whole: PlannedScan, scan: PlannedScan): boolean {
  if (!whole.read || !isOneRelation(whole, scan) || whole.predicate !== null || whole.reduction !== null) return false;
  return scan.columns.every(({ fetched, scan: column }) => {
    return !fetched || whole.columns.some((own) => own.fetched && own.scan.name === column.name);
  });
}

function isOneRelation({ input: a }: PlannedScan, { input: b }: PlannedScan): boolean {
  return a.connection === b.connection && JSON.stringify(a.name) === JSON.stringify(b.name);
}
