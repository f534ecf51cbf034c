import type { ManifestNode } from '../spi/node.js';
import type { NodePlan, PlannedScan } from '../spi/plan.js';
import type { RelationName } from '../spi/relation.js';
import type { Use } from './scan-group.js';

/**
 * Which scans read one relation alike, so that one extraction could serve them. Relations that a node of the run writes are
 * left out: each reader of them needs the state after its own parents.
 */
export class RelationUses {
  readonly #written: ReadonlySet<string>;

  /** `written`: nodes of the run */
  constructor(written: readonly ManifestNode[]) {
    this.#written = new Set(
      written.flatMap(({ connection, relation }) => (relation === null ? [] : [relationKey(connection, relation)])),
    );
  }

  /** Keys of the relations that plans read, and who reads each. */
  of(plans: readonly NodePlan[]): Map<string, Use[]> {
    const relations = new Map<string, Use[]>();
    for (const plan of plans) {
      for (const scan of plan.scans) {
        const key = this.key(scan);
        if (key !== null) relations.set(key, [...(relations.get(key) ?? []), { node: plan.node.id, scan }]);
      }
    }
    return relations;
  }

  /** Scans of one key can be served together; null: it is served alone, or reads nothing. */
  key(scan: PlannedScan): string | null {
    const { connection, name } = scan.input;
    const read = scan.relation.block?.reads ?? [name];
    if (!scan.read || read.some((one) => this.#written.has(relationKey(connection, one)))) return null;
    return relationKey(connection, name) + columnsKey(scan);
  }
}

function relationKey(connection: string, { database, schema, identifier }: RelationName): string {
  return JSON.stringify([connection, database, schema, identifier]);
}

/** Two sources may declare one table with other names or types for its columns. */
function columnsKey(scan: PlannedScan): string {
  return JSON.stringify(scan.columns.map(({ name, scan: column }) => [name, column.name, column.type, column.cast]));
}
