import type { ManifestNode } from '../spi/node.js';
import type { NodePlan, PlannedScan } from '../spi/plan.js';
import { RelationUses } from './relation-uses.js';
import type { ScanGroup } from './scan-group.js';
import { shareUses, united } from './share-uses.js';

/** Scans of several nodes that one extraction serves. */
export interface SharedScan {
  /** the union of their columns and rows */
  readonly scan: PlannedScan;
  /** name of the staging table */
  readonly table: string;
  /** nodes that have not finished with it */
  readonly users: Set<string>;
}

/** Finds scans of several nodes that one extraction serves. */
export class SharedScans {
  readonly #byScan = new Map<PlannedScan, SharedScan>();

  constructor(plans: readonly NodePlan[], written: readonly ManifestNode[]) {
    for (const uses of new RelationUses(written).of(plans).values()) {
      for (const group of shareUses(uses)) this.#add(group);
    }
  }

  get all(): Iterable<SharedScan> {
    return new Set(this.#byScan.values());
  }

  /** The extraction that serves a scan; null: it is the scan's own. */
  of(scan: PlannedScan): SharedScan | null {
    return this.#byScan.get(scan) ?? null;
  }

  #add(group: ScanGroup): void {
    const users = new Set(group.uses.map((use) => use.node));
    if (users.size < 2) return;
    const shared = { scan: united(group), table: `shared_${this.#byScan.size}`, users };
    for (const { scan } of group.uses) this.#byScan.set(scan, shared);
  }
}
