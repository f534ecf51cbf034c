import { type Diagnostic, DvtError } from '../core/errors.js';
import type { Manifest } from '../spi/manifest.js';
import { type Criterion, parseCriterion } from './criterion.js';
import { type Graph, graphOf, reachable } from './graph.js';
import { METHODS, type Selectable } from './methods.js';
import { topologicalOrder } from './order.js';

/** What `--select` and `--exclude` say: each word a union of what blanks separate, each of those an intersection. */
export interface SelectOptions {
  /** empty = everything */
  readonly select: readonly string[];
  readonly exclude: readonly string[];
}

export interface Selection {
  /** ids of models and sources in topological order, by name where either could come first */
  readonly ids: readonly string[];
  /** criteria that match nothing */
  readonly warnings: readonly Diagnostic[];
}

const NO_MATCH = 'DVT1033';

/**
 * Selects models and sources, in dbt's grammar: names, fqn with wildcards, `+m`, `m+`, `2+m+1`, `@m`, `method:value`;
 * unions by blanks, intersections by commas. Throws for a criterion that cannot be read and for a cyclic graph.
 */
export function select(manifest: Manifest, options: SelectOptions): Selection {
  const found: Diagnostic[] = [];
  const unions = [options.select, options.exclude].map((words) => parseUnion(words, found));
  if (found.length > 0) throw new DvtError(found);

  const order = topologicalOrder(manifest);
  const matcher = new Matcher(manifest);
  const [selected, excluded] = unions.map((union) => matcher.union(union));
  const everything = unions[0]!.length === 0;
  const ids = order.filter((id) => (everything || selected!.has(id)) && !excluded!.has(id));
  return { ids, warnings: matcher.warnings };
}

function parseUnion(words: readonly string[], found: Diagnostic[]): readonly (readonly Criterion[])[] {
  const union: Criterion[][] = [];
  for (const word of words.flatMap((text) => text.split(/\s+/)).filter((text) => text !== '')) {
    try {
      union.push(word.split(',').map(parseCriterion));
    } catch (error) {
      if (!(error instanceof DvtError)) throw error;
      found.push(...error.diagnostics);
    }
  }
  return union;
}

class Matcher {
  readonly warnings: Diagnostic[] = [];
  readonly #manifest: Manifest;
  readonly #graph: Graph;
  readonly #all: readonly Selectable[];

  constructor(manifest: Manifest) {
    this.#manifest = manifest;
    this.#graph = graphOf(manifest);
    this.#all = [...manifest.sources.values(), ...manifest.nodes.values()];
  }

  union(intersections: readonly (readonly Criterion[])[]): ReadonlySet<string> {
    return new Set(intersections.flatMap((criteria) => [...this.#intersection(criteria)]));
  }

  #intersection(criteria: readonly Criterion[]): ReadonlySet<string> {
    const [first, ...others] = criteria.map((criterion) => this.#matches(criterion));
    return new Set([...first!].filter((id) => others.every((set) => set.has(id))));
  }

  #matches(criterion: Criterion): ReadonlySet<string> {
    const matches = METHODS[criterion.method];
    const { value, methodArguments } = criterion;
    const direct = this.#all.filter((node) => matches(node, value, methodArguments, this.#manifest.projectName));
    if (direct.length === 0) this.#warn(criterion);
    const ids = direct.map((node) => node.id);
    const { parents, children } = this.#graph;
    if (criterion.childrensParents) {
      return reachable(reachable(ids, Number.POSITIVE_INFINITY, children), Number.POSITIVE_INFINITY, parents);
    }
    return new Set([...reachable(ids, criterion.parents, parents), ...reachable(ids, criterion.children, children)]);
  }

  #warn({ text }: Criterion): void {
    if (this.warnings.some(({ message }) => message.includes(`'${text}'`))) return;
    this.warnings.push({
      code: NO_MATCH,
      message: `The selection criterion '${text}' does not match any enabled nodes`,
    });
  }
}
