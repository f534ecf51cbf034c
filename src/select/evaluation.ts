import type { Diagnostic } from '../core/errors.js';
import type { Manifest } from '../spi/manifest.js';
import type { Criterion } from './criterion.js';
import { type Graph, graphOf, reachable } from './graph.js';
import { METHODS } from './methods/index.js';
import type { MethodContext } from './methods/method.js';
import { savedSelector } from './saved-selectors.js';
import { parentsOf, type Selectable, selectable, selectables } from './selectable.js';
import type { IndirectSelection, Specification } from './specification.js';

const NO_MATCH = 'DVT1033';
const EVERYWHERE = Number.POSITIVE_INFINITY;

/** What a specification names, and tests that come with it if the rest of what they read is selected, too. */
interface Found {
  readonly direct: ReadonlySet<string>;
  readonly indirect: ReadonlySet<string>;
}

/** Evaluates specifications over one manifest, by the rules of dbt's node selection. */
export class Evaluation {
  readonly warnings: Diagnostic[] = [];
  readonly #manifest: Manifest;
  readonly #context: MethodContext;
  readonly #indirect: IndirectSelection;
  readonly #graph: Graph;
  readonly #all: readonly Selectable[];

  constructor(context: MethodContext, indirect: IndirectSelection) {
    this.#manifest = context.manifest;
    this.#context = context;
    this.#indirect = indirect;
    this.#graph = graphOf(context.manifest);
    this.#all = [...selectables(context.manifest)];
  }

  evaluate(specification: Specification): ReadonlySet<string> {
    return this.#found(specification).direct;
  }

  #found(specification: Specification): Found {
    if (specification.kind === 'criterion') return this.#criterion(specification.criterion);
    const { kind } = specification;
    const parts = specification.parts.map((part) => this.#found(part));
    const indirect = combine(
      kind,
      parts.map((part) => part.indirect),
    );
    const direct = combine(
      kind,
      parts.map((part) => part.direct),
    );
    return { direct: this.#joined(direct, indirect), indirect };
  }

  #criterion(criterion: Criterion): Found {
    if (criterion.method === 'selector') {
      const { direct } = this.#found(savedSelector(this.#manifest, criterion.value));
      // Its tests came as its definition says; those of what is reached from it do not come along.
      return { direct: this.#withNeighbours(direct, criterion), indirect: new Set() };
    }
    const named = this.#named(criterion);
    if (named.length === 0) this.#warn(criterion);
    return this.#withTests(this.#withNeighbours(named, criterion), criterion.indirect ?? this.#indirect);
  }

  /** What is named, and what its `+` and `@` reach. */
  #withNeighbours(named: Iterable<string>, criterion: Criterion): ReadonlySet<string> {
    const { parents, children } = this.#graph;
    const from = [...named];
    if (criterion.childrensParents) return reachable(reachable(from, EVERYWHERE, children), EVERYWHERE, parents);
    return new Set([...reachable(from, criterion.parents, parents), ...reachable(from, criterion.children, children)]);
  }

  #named({ method, value, methodArguments }: Criterion): readonly string[] {
    if (method === 'nothing' || method === 'selector') return [];
    const matches = METHODS[method](value, methodArguments, this.#context);
    return this.#all.filter(matches).map((node) => node.id);
  }

  /** The tests of what is selected: at once, or once all is known that they read. */
  #withTests(selected: ReadonlySet<string>, mode: IndirectSelection): Found {
    if (mode === 'empty') return { direct: selected, indirect: new Set() };
    const direct = new Set(selected);
    const indirect = new Set<string>();
    const enough = mode === 'buildable' ? this.#withAncestors(selected) : selected;
    for (const id of [...selected].flatMap((each) => this.#graph.children(each))) {
      const item = selectable(this.#manifest, id);
      if (item?.kind !== 'test' && item?.kind !== 'unit_test') continue;
      if (mode === 'eager' || parentsOf(item).every((parent) => enough.has(parent))) direct.add(id);
      else indirect.add(id);
    }
    return { direct, indirect };
  }

  #joined(direct: ReadonlySet<string>, indirect: ReadonlySet<string>): ReadonlySet<string> {
    if (this.#indirect !== 'cautious' && this.#indirect !== 'buildable') return direct;
    const enough = this.#indirect === 'buildable' ? this.#withAncestors(direct) : direct;
    const ready = [...indirect].filter((id) => {
      const item = selectable(this.#manifest, id);
      return item !== undefined && parentsOf(item).every((parent) => enough.has(parent));
    });
    return ready.length === 0 ? direct : new Set([...direct, ...ready]);
  }

  #withAncestors(selected: ReadonlySet<string>): ReadonlySet<string> {
    return new Set([...reachable(selected, EVERYWHERE, this.#graph.parents), ...this.#manifest.sources.keys()]);
  }

  #warn({ text }: Criterion): void {
    const message = `The selection criterion '${text}' does not match any enabled nodes`;
    if (!this.warnings.some((warning) => warning.message === message)) this.warnings.push({ code: NO_MATCH, message });
  }
}

function combine(
  kind: 'union' | 'intersection' | 'difference',
  sets: readonly ReadonlySet<string>[],
): ReadonlySet<string> {
  if (kind === 'union') return new Set(sets.flatMap((set) => [...set]));
  const [first, ...others] = sets;
  const keep = kind === 'intersection' ? (id: string) => others.every((set) => set.has(id)) : outside(others);
  return new Set([...(first ?? [])].filter(keep));
}

function outside(others: readonly ReadonlySet<string>[]): (id: string) => boolean {
  return (id) => !others.some((set) => set.has(id));
}
