import type { ManifestNode } from '../spi/node.js';
import type { NodePlan, PlannedScan } from '../spi/plan.js';
import type { RelationName } from '../spi/relation.js';

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
 * Finds scans that can be served by one extraction without fetching more than they would fetch one by one: those of every
 * row are united, and filtered ones whose columns these have join them; filtered ones with the same filter are united.
 * Relations that a node of the run writes are left out: each reader of them needs the state after its own parents.
 */
export class SharedScans {
  readonly #byScan = new Map<PlannedScan, SharedScan>();

  constructor(plans: readonly NodePlan[], written: readonly ManifestNode[]) {
    const writtenKeys = new Set(written.map((node) => relationKey(node.connection, node.relation!)));
    const relations = new Map<string, Use[]>();
    for (const plan of plans) {
      for (const scan of plan.scans) {
        const { connection, name } = scan.input;
        if (!scan.read || writtenKeys.has(relationKey(connection, name))) continue;
        const key = relationKey(connection, name) + columnsKey(scan);
        relations.set(key, [...(relations.get(key) ?? []), { node: plan.node.id, scan }]);
      }
    }
    for (const uses of relations.values()) for (const group of groups(uses)) this.#add(group);
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

interface Use {
  readonly node: string;
  readonly scan: PlannedScan;
}

function groups(uses: readonly Use[]): Use[][] {
  const whole = uses.filter(({ scan }) => scan.predicate === null);
  const wholeColumns = new Set(whole.flatMap(({ scan }) => fetched(scan)));
  const byPredicate = new Map<string, Use[]>();
  for (const use of uses) {
    if (use.scan.predicate === null) continue;
    if (whole.length > 0 && fetched(use.scan).every((index) => wholeColumns.has(index))) whole.push(use);
    else byPredicate.set(use.scan.predicate, [...(byPredicate.get(use.scan.predicate) ?? []), use]);
  }
  return [whole, ...byPredicate.values()].filter((group) => group.length > 0);
}

function united(scans: readonly PlannedScan[]): PlannedScan {
  const [first] = scans;
  const everyRow = scans.some((scan) => scan.predicate === null);
  const columns = new Set(scans.flatMap(fetched));
  return {
    ...first!,
    columns: first!.columns.map((column, index) => ({ ...column, fetched: columns.has(index) })),
    predicate: everyRow ? null : first!.predicate,
  };
}

function fetched(scan: PlannedScan): number[] {
  return scan.columns.flatMap((column, index) => (column.fetched ? [index] : []));
}

function relationKey(connection: string, { database, schema, identifier }: RelationName): string {
  return JSON.stringify([connection, database, schema, identifier]);
}

/** Two sources may declare one table with other names or types for its columns. */
function columnsKey(scan: PlannedScan): string {
  return JSON.stringify(scan.columns.map(({ name, scan: column }) => [name, column.name, column.type, column.cast]));
}
