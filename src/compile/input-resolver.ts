import type { RelationObject } from '../context/index.js';
import type { ManifestNode, RefCall, SourceNode } from '../spi/node.js';
import type { Batch } from '../spi/node-macros.js';
import type { CompileContext } from './compile-context.js';
import { ephemeralObject, type KnownRelation, relationObject, type Shown } from './node-relations.js';
import type { Caller } from './ref-index.js';

type RelationOf = (node: ManifestNode | SourceNode) => Promise<KnownRelation>;

/** Answers the `ref` and `source` of one rendering and writes down what they named. */
export class InputResolver {
  /** ephemeral models, in the order of first use */
  readonly ephemerals = new Map<string, ManifestNode>();
  /** all others, in the order of first use */
  readonly relations = new Map<string, KnownRelation>();

  constructor(
    readonly caller: Caller,
    readonly shown: Shown,
    readonly context: CompileContext,
    readonly relationOf: RelationOf,
    /** the part of a microbatch model that is computed */
    readonly batch: Batch | null = null,
  ) {}

  async ref(call: Omit<RefCall, 'location'>): Promise<RelationObject> {
    return this.#read(this.context.refs.ref(call, this.caller));
  }

  async source(call: { readonly source: string; readonly table: string }): Promise<RelationObject> {
    return this.#read(this.context.refs.source(call, this.caller));
  }

  async #read(input: ManifestNode | SourceNode): Promise<RelationObject> {
    if (input.kind === 'model' && input.config.materialized === 'ephemeral') {
      this.ephemerals.set(input.id, input);
      return ephemeralObject(input);
    }
    const relation = await this.relationOf(input);
    this.relations.set(input.id, relation);
    return this.#narrowed(relationObject(relation, this.shown, this.context.quoting), input);
  }

  /** `--empty` leaves no rows of an input; `--sample` and batches leave a range of its `event_time`. */
  #narrowed(relation: RelationObject, input: ManifestNode | SourceNode): RelationObject {
    const { empty, sample } = this.context.invocation;
    if (empty === true) return relation.with({ limit: 0 });
    const field = (input.kind === 'source' ? input.config : input.config.raw)['event_time'];
    const { node } = this.caller;
    if (typeof field !== 'string' || (node?.kind !== 'model' && node?.kind !== 'snapshot')) return relation;
    const { batch } = this;
    if (batch === null && sample === undefined) return relation;
    const start = later(batch?.start ?? null, sample?.start ?? null);
    const end = earlier(batch?.end ?? null, sample?.end ?? null);
    return relation.with({ timeRange: { field, start, end } });
  }
}

function later(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && b > a) ? b : a;
}

function earlier(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && b < a) ? b : a;
}
