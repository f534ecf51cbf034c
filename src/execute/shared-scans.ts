import type { ManifestNode } from '../spi/node.js';
import type { NodePlan, PlannedScan } from '../spi/plan.js';
import type { RelationName } from '../spi/relation.js';
import { shareUses, type Use, united } from './share-uses.js';

/** Scans of several nodes that one extraction serves. */
export interface SharedScan {
  /** the union of their columns and rows */
  readonly scan: PlannedScan;
  /** name of the staging table */
  readonly table: string;
  /** nodes that have not finished with it */
  readonly users: Set<string>;
}

/**
 * Finds scans of several nodes that one extraction serves. Relations that a node of the run writes are left out: each reader
 * of them needs the state after its own parents.
 */
export class SharedScans {
  readonly #byScan = new Map<PlannedScan, SharedScan>();

  constructor(plans: readonly NodePlan[], written: readonly ManifestNode[]) {
    const writtenKeys = new Set(
      written.flatMap(({ connection, relation }) => (relation === null ? [] : [relationKey(connection, relation)])),
    );
    const relations = new Map<string, Use[]>();
    for (const plan of plans) {
      for (const scan of plan.scans) {
        const { connection, name } = scan.input;
        const read = scan.relation.block?.reads ?? [name];
        if (!scan.read || read.some((one) => writtenKeys.has(relationKey(connection, one)))) continue;
        const key = relationKey(connection, name) + columnsKey(scan);
        relations.set(key, [...(relations.get(key) ?? []), { node: plan.node.id, scan }]);
      }
    }
    for (const uses of relations.values()) for (const group of shareUses(uses)) this.#add(group);
  }

  get all(): Iterable<SharedScan> {
    return new Set(this.#byScan.values());
  }

  /** The extraction that serves a scan; null: it is the scan's own. */
  of(scan: PlannedScan): SharedScan | null {
    return this.#byScan.get(scan) ?? null;
  }

  #add(group: readonly Use[]): void {
    const users = new Set(group.map((use) => use.node));
    if (users.size < 2) return;
    const shared = { scan: united(group.map((use) => use.scan)), table: `shared_${this.#byScan.size}`, users };
    for (const { scan } of group) this.#byScan.set(scan, shared);
  }
}

function relationKey(connection: string, { database, schema, identifier }: RelationName): string {
  return JSON.stringify([connection, database, schema, identifier]);
}

/** Two sources may declare one table with other names or types for its columns. */
function columnsKey(scan: PlannedScan): string {
  return JSON.stringify(scan.columns.map(({ name, scan: column }) => [name, column.name, column.type, column.cast]));
}
