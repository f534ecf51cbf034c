import { nodeAlias } from '../core/node-alias.js';
import type { CompiledNode, CompiledUnitTest, InputRelation } from '../spi/compiled.js';
import type { UnitTest } from '../spi/manifest.js';
import type { ManifestNode, SourceNode } from '../spi/node.js';
import type { Batch, MacroRunner } from '../spi/node-macros.js';
import type { CompileContext } from './compile-context.js';
import { federatedNames } from './federated-names.js';
import { cteName, type InlinedCte, inlineEphemerals } from './inline-ephemerals.js';
import { JinjaMacros } from './jinja-macros.js';
import type { MappedSql } from './mapped-sql.js';
import { inputRelation, type KnownRelation, knownRelation, selfRelation } from './node-relations.js';
import { type Consumer, renderModel } from './render-model.js';
import { compileUnitTest } from './unit-test.js';

/** The execute pass: compiles the nodes of one manifest, each in its route's dialect. */
export class NodeCompiler {
  /** the Jinja of nodes at their turn */
  readonly macros: MacroRunner;
  readonly #context: CompileContext;
  readonly #relations = new Map<string, Promise<KnownRelation>>();

  constructor(context: CompileContext) {
    this.#context = context;
    this.macros = new JinjaMacros(context, (node) => this.#relation(node));
  }

  /**
   * Compiles one node; of a microbatch model one batch. A seed has no SQL. Throws DvtErrors located in the user's files.
   */
  async compile(node: ManifestNode, batch: Batch | null = null): Promise<CompiledNode> {
    const parents = new Map<string, InlinedCte>();
    const relations = new Map<string, KnownRelation>();
    const body = await this.#render(node, { node, batch }, parents, relations);
    const inlined = [...parents].map(([id, { sql }]) => ({ node: this.#context.manifest.nodes.get(id)!, sql }));
    const empty = [...inlined, { node, sql: body }].filter(({ sql }) => sql.text.trim() === '');
    const sql = inlineEphemerals(body, [...parents.values()]);
    return {
      node,
      sql: sql.text,
      locate: (offset) => sql.locate(offset),
      inputs: await this.#inputs(node, sql.text, [...relations.values()]),
      columnTypes: columnTypes(node),
      withoutSql: empty.map((one) => one.node),
    };
  }

  /** Compiles the model of a unit test over the test's inputs. */
  compileUnitTest(test: UnitTest): Promise<CompiledUnitTest> {
    const node = this.#context.manifest.nodes.get(test.testedNode)!;
    return compileUnitTest(test, node, this.#context, (input) => this.#relation(input));
  }

  /** Renders a model and, before it, the ephemeral ones that it reads; `parents` gets these in the order they need. */
  async #render(
    node: ManifestNode,
    consumer: Consumer,
    parents: Map<string, InlinedCte>,
    relations: Map<string, KnownRelation>,
  ): Promise<MappedSql> {
    const rendered = await renderModel(node, consumer, this.#context, (input) => this.#relation(input));
    for (const relation of rendered.relations) relations.set(relation.node.id, relation);
    for (const ephemeral of rendered.ephemerals) {
      if (parents.has(ephemeral.id)) continue;
      const sql = await this.#render(ephemeral, consumer, parents, relations);
      parents.set(ephemeral.id, { name: cteName(nodeAlias(ephemeral)), sql });
    }
    return rendered.sql;
  }

  /** What the query reads: federated what its text names, in place what its templates called. */
  async #inputs(
    node: ManifestNode,
    sql: string,
    relations: readonly KnownRelation[],
  ): Promise<readonly InputRelation[]> {
    if (node.route.kind === 'in place') return relations.map(inputRelation);
    const known = new Map<string, KnownRelation>();
    const candidates = [...relations, ...(node.relation === null ? [] : [await selfRelation(node, this.#context)])];
    for (const relation of candidates) known.set(keyOf(relation.federated), relation);
    const named = new Map<string, KnownRelation>();
    for (const place of federatedNames(sql)) {
      const relation = known.get(keyOf(place));
      if (relation !== undefined) named.set(relation.node.id, relation);
    }
    return [...named.values()].map(inputRelation);
  }

  #relation(node: ManifestNode | SourceNode): Promise<KnownRelation> {
    let relation = this.#relations.get(node.id);
    if (relation === undefined) {
      const published = node.kind === 'source' || node.relation !== null;
      relation = published ? knownRelation(node, this.#context) : selfRelation(node, this.#context);
      this.#relations.set(node.id, relation);
    }
    return relation;
  }
}

function keyOf(name: { readonly catalog: string; readonly schema: string; readonly identifier: string }): string {
  return JSON.stringify([name.catalog, name.schema, name.identifier]);
}

function columnTypes(node: ManifestNode): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  for (const { name, dataType } of node.columns) if (dataType !== null) types.set(name, dataType);
  return types;
}
