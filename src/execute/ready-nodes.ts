import type { ManifestNode } from '../spi/node.js';

/**
 * The nodes of a run that wait for others, and those that wait no more. A change costs what it touches, not a look at all
 * nodes: a run may have ten thousand.
 */
export class ReadyNodes {
  readonly #nodes: readonly ManifestNode[];
  readonly #positions: ReadonlyMap<string, number>;
  readonly #open = new Map<string, Set<string>>();
  readonly #dependents = new Map<string, ManifestNode[]>();
  readonly #ready: ManifestNode[] = [];

  /** @param nodes in topological order, which is the order in which they are given out */
  constructor(nodes: readonly ManifestNode[], dependencies: ReadonlyMap<string, ReadonlySet<string>>) {
    this.#nodes = nodes;
    this.#positions = new Map(nodes.map((node, i) => [node.id, i]));
    for (const node of nodes) {
      const blockers = new Set(dependencies.get(node.id));
      this.#open.set(node.id, blockers);
      if (blockers.size === 0) this.#ready.push(node);
      for (const id of blockers) {
        const known = this.#dependents.get(id);
        if (known === undefined) this.#dependents.set(id, [node]);
        else known.push(node);
      }
    }
  }

  /** Nodes that have not been taken. */
  get size(): number {
    return this.#open.size;
  }

  /** Takes the first node that waits for no other and that `may` lets start; undefined where there is none. */
  take(may: (node: ManifestNode) => boolean): ManifestNode | undefined {
    const at = this.#ready.findIndex(may);
    if (at < 0) return undefined;
    const [node] = this.#ready.splice(at, 1);
    this.#open.delete(node!.id);
    return node;
  }

  /** A node is done: what waited for nothing else is ready. */
  done(id: string): void {
    for (const node of this.#dependents.get(id) ?? []) {
      const blockers = this.#open.get(node.id);
      if (blockers?.delete(id) && blockers.size === 0) this.#insert(node);
    }
  }

  /** Takes out what waits for a node, and what waits for that, in order. */
  dropDependents(id: string): readonly ManifestNode[] {
    const dropped: ManifestNode[] = [];
    const from = [id];
    for (let next = from.pop(); next !== undefined; next = from.pop()) {
      for (const node of this.#dependents.get(next) ?? []) {
        if (!this.#open.delete(node.id)) continue;
        dropped.push(node);
        from.push(node.id);
      }
    }
    return dropped.sort((a, b) => this.#positionOf(a) - this.#positionOf(b));
  }

  /** Takes out all that is left, in order. */
  drain(): readonly ManifestNode[] {
    const left = this.#nodes.filter((node) => this.#open.delete(node.id));
    this.#ready.length = 0;
    return left;
  }

  #insert(node: ManifestNode): void {
    const position = this.#positionOf(node);
    let [low, high] = [0, this.#ready.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#positionOf(this.#ready[middle]!) < position) low = middle + 1;
      else high = middle;
    }
    this.#ready.splice(low, 0, node);
  }

  #positionOf(node: ManifestNode): number {
    return this.#positions.get(node.id)!;
  }
}
