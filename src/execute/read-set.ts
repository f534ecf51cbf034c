import type { Manifest } from '../spi/manifest.js';
import type { ManifestNode } from '../spi/node.js';
import type { PlannedScan } from '../spi/plan.js';
import type { RelationName } from '../spi/relation.js';

/** What the nodes of a run read that none of them writes, and what they write. */
export class ReadSet {
  readonly #written: ReadonlySet<string>;
  readonly #read = new Map<string, Map<string, RelationName>>();

  constructor(nodes: readonly ManifestNode[], manifest: Manifest) {
    this.#written = new Set(
      nodes.flatMap(({ connection, relation }) => (relation ? [keyOf(connection, relation)] : [])),
    );
    const seen = new Set<string>();
    const visit = (id: string): void => {
      if (seen.has(id)) return;
      seen.add(id);
      const parent = manifest.sources.get(id) ?? manifest.nodes.get(id);
      if (parent === undefined) return;
      if (parent.relation !== null) this.#add(parent.connection, parent.relation);
      // What an ephemeral model reads, its consumers read.
      else if ('dependsOn' in parent) parent.dependsOn.forEach(visit);
    };
    for (const node of nodes) if (node.route.kind === 'federated') node.dependsOn.forEach(visit);
  }

  /** Connections that have a relation which is read and not written. */
  get connections(): Iterable<string> {
    return this.#read.keys();
  }

  /** Relations of one connection, as the manifest names them. */
  relations(connection: string): readonly RelationName[] {
    return [...(this.#read.get(connection)?.values() ?? [])];
  }

  /** Whether a scan reads what a node of the run writes. A snapshot from before would see it as it was. */
  isWritten({ input, relation }: PlannedScan): boolean {
    const names = relation.block?.reads ?? [input.name];
    return names.some((name) => this.#written.has(keyOf(input.connection, name)));
  }

  #add(connection: string, relation: RelationName): void {
    const key = keyOf(connection, relation);
    if (this.#written.has(key)) return;
    const of = this.#read.get(connection) ?? new Map<string, RelationName>();
    this.#read.set(connection, of.set(key, relation));
  }
}

function keyOf(connection: string, { database, schema, identifier }: RelationName): string {
  return JSON.stringify([connection, database, schema, identifier]);
}
