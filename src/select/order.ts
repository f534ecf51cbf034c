import { DvtError } from '../core/errors.js';
import type { Manifest } from '../spi/manifest.js';
import { parentsOf, selectable, selectables } from './selectable.js';

/** A node as ordering sees it. */
interface Ordered {
  readonly id: string;
  readonly name: string;
}

const CYCLE = 'DVT1032';

/**
 * Everything selectable, each after what it reads; those that could stand in either order come by name. Kahn's
 * algorithm. Throws DVT1032 with the whole way round for a cycle.
 */
export function topologicalOrder(manifest: Manifest): readonly string[] {
  const dependencies = new Map<string, readonly string[]>();
  for (const item of selectables(manifest)) {
    dependencies.set(
      item.id,
      parentsOf(item).filter((parent) => selectable(manifest, parent) !== undefined),
    );
  }
  const missing = new Map([...dependencies].map(([id, parents]) => [id, new Set(parents).size]));
  const ready = new NameQueue();
  for (const [id, count] of missing) if (count === 0) ready.add({ id, name: nameOf(manifest, id) });

  const children = invert(dependencies);
  const order: string[] = [];
  for (let node = ready.take(); node; node = ready.take()) {
    order.push(node.id);
    for (const child of children.get(node.id) ?? []) {
      const left = missing.get(child)! - 1;
      missing.set(child, left);
      if (left === 0) ready.add({ id: child, name: nameOf(manifest, child) });
    }
  }
  if (order.length < dependencies.size) throw cycleError(manifest, dependencies, new Set(order));
  return order;
}

function nameOf(manifest: Manifest, id: string): string {
  return selectable(manifest, id)?.name ?? id;
}

function invert(dependencies: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, ReadonlySet<string>> {
  const children = new Map<string, Set<string>>();
  for (const [id, parents] of dependencies) {
    for (const parent of parents) {
      if (!children.has(parent)) children.set(parent, new Set());
      children.get(parent)!.add(id);
    }
  }
  return children;
}

/** Walks from a node that was never ready to one that it depends on, until one comes up again. */
function cycleError(
  manifest: Manifest,
  dependencies: ReadonlyMap<string, readonly string[]>,
  done: ReadonlySet<string>,
): DvtError {
  const way: string[] = [];
  let id = [...dependencies.keys()].find((each) => !done.has(each))!;
  while (!way.includes(id)) {
    way.push(id);
    id = dependencies.get(id)!.find((parent) => !done.has(parent))!;
  }
  const round = [...way.slice(way.indexOf(id)), id].map((each) => nameOf(manifest, each));
  const path = manifest.nodes.get(id)?.path;
  return new DvtError({
    code: CYCLE,
    message: `These models depend on each other in a circle: ${round.join(' -> ')} (each reads the next).`,
    ...(path && { location: { path, line: 1, column: 1 } }),
    hint: 'Take one of these refs out.',
  });
}

/** A binary heap; a project of thousands of sources would make a sorted list slow. */
class NameQueue {
  readonly #heap: Ordered[] = [];

  add(node: Ordered): void {
    let at = this.#heap.push(node) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(this.#heap[at]!, this.#heap[parent]!)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  take(): Ordered | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (first === undefined || last === undefined || this.#heap.length === 0) return first;
    this.#heap[0] = last;
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = at;
      if (left < this.#heap.length && before(this.#heap[left]!, this.#heap[least]!)) least = left;
      if (right < this.#heap.length && before(this.#heap[right]!, this.#heap[least]!)) least = right;
      if (least === at) return first;
      this.#swap(at, least);
      at = least;
    }
  }

  #swap(a: number, b: number): void {
    [this.#heap[a], this.#heap[b]] = [this.#heap[b]!, this.#heap[a]!];
  }
}

/** By code units: the same order on every machine. */
function before(a: Ordered, b: Ordered): boolean {
  return a.name === b.name ? a.id < b.id : a.name < b.name;
}
