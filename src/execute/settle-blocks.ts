import { notLater } from '../core/fetch-cost.js';
import type { ManifestNode } from '../spi/node.js';
import type { NodePlan } from '../spi/plan.js';
import { RelationUses } from './relation-uses.js';
import { groupOf, type ScanGroup } from './scan-group.js';
import { bestPlace, type Place, settle, shareUses } from './share-uses.js';

const REASON = 'other models of the run fetch what it is made of anyway';

/** A choice changes what the next one costs; it settles in a few rounds. */
const MOST_ROUNDS = 4;

/**
 * Plans of one run, weighed together: what a block saves where its model stands alone, it may not save where other models
 * fetch the block's inputs. Gives each plan that changes, with what stands in its place. `written`: nodes of the run.
 */
export function settleBlocks(
  plans: readonly NodePlan[],
  written: readonly ManifestNode[],
): ReadonlyMap<NodePlan, NodePlan> {
  if (!plans.some(({ withoutBlocks }) => withoutBlocks !== undefined)) return new Map();
  const uses = new RelationUses(written);
  // From either end: what nobody fetches as long as each has its block may be worth it for all of them together.
  const [blocks, rows] = [true, false].map((withBlocks) => settledFrom(plans, withBlocks, uses)) as [Settled, Settled];
  const { without } = rows.unknown <= blocks.unknown && !notLater(blocks.seconds, rows.seconds) ? rows : blocks;
  return new Map([...without].map((plan) => [plan, planWithoutBlocks(plan)]));
}

interface Settled {
  readonly without: ReadonlySet<NodePlan>;
  /** that all extractions of known size take */
  readonly seconds: number;
  /** extractions of unknown size */
  readonly unknown: number;
}

function settledFrom(plans: readonly NodePlan[], withBlocks: boolean, uses: RelationUses): Settled {
  const open = plans.filter(({ withoutBlocks }) => withoutBlocks !== undefined);
  const without = new Set(withBlocks ? [] : open);
  const chosen = (plan: NodePlan): NodePlan => (without.has(plan) ? plan.withoutBlocks! : plan);
  const groups = new Map([...uses.of(plans.map(chosen))].map(([key, own]) => [key, shareUses(own)]));
  for (let round = 0, changed = true; changed && round < MOST_ROUNDS; round++) {
    changed = false;
    for (const plan of open) {
      const before = without.has(plan);
      leave(chosen(plan), groups, uses);
      const kept = join(plan, groups, uses);
      const dropped = join(plan.withoutBlocks!, groups, uses);
      // Where a size is unknown, the model's own choice stands.
      const known = kept.seconds !== null && dropped.seconds !== null;
      if (dropped.seconds === 0 || (known && !notLater(kept.seconds!, dropped.seconds!))) without.add(plan);
      else without.delete(plan);
      for (const { groups: own, place } of (without.has(plan) ? dropped : kept).places) settle(own, place);
      changed ||= before !== without.has(plan);
    }
  }
  const all = [...groups.values()].flat().map((group) => group.seconds);
  const known = all.filter((seconds) => seconds !== null);
  return { without, seconds: known.reduce((sum, one) => sum + one, 0), unknown: all.length - known.length };
}

type Groups = Map<string, ScanGroup[]>;

/** Takes a plan's scans out of their groups. */
function leave(plan: NodePlan, groups: Groups, uses: RelationUses): void {
  const scans = new Set(plan.scans);
  for (const scan of scans) {
    const own = groups.get(uses.key(scan) ?? '');
    const at = own?.findIndex((group) => group.uses.some((use) => use.scan === scan)) ?? -1;
    if (own === undefined || at < 0) continue;
    const left = own[at]!.uses.filter((use) => use.scan !== scan);
    own.splice(at, 1, ...shareUses(left));
  }
}

interface Joined {
  /** seconds that the plan's scans add; null = unknown */
  readonly seconds: number | null;
  readonly places: readonly { readonly groups: ScanGroup[]; readonly place: Place }[];
}

/** Where a plan's scans would be served. */
function join(plan: NodePlan, groups: Groups, uses: RelationUses): Joined {
  let seconds: number | null = 0;
  const places: { groups: ScanGroup[]; place: Place }[] = [];
  for (const scan of plan.scans) {
    const key = uses.key(scan);
    if (!scan.read) continue;
    const own = (key === null ? null : groups.get(key)) ?? [];
    const place = bestPlace(own, groupOf({ node: plan.node.id, scan }));
    seconds = seconds === null || place.added === null ? null : seconds + place.added;
    if (key === null) continue;
    groups.set(key, own);
    places.push({ groups: own, place });
  }
  return { seconds, places };
}

function planWithoutBlocks({ withoutBlocks, blocks = [] }: NodePlan): NodePlan {
  const left = blocks.map((block) => (block.chosen ? { ...block, chosen: false, reason: REASON } : block));
  return { ...withoutBlocks!, blocks: left };
}
