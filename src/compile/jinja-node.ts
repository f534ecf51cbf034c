import { makeRelation, manifestNodeObject, RelationObject, withoutNones } from '../context/index.js';
import { DvtError } from '../core/errors.js';
import { type Globals, Macro, toPlain, type Value } from '../jinja/index.js';
import type { ManifestNode } from '../spi/node.js';
import type { Materialized, NodeMacros, NodeMacrosOptions } from '../spi/node-macros.js';
import type { RelationKind, RelationName } from '../spi/relation.js';
import { batchConditions, batchObject } from './batch-object.js';
import type { CompileContext } from './compile-context.js';
import { renderedConstraints } from './constraints.js';
import { executeGlobals, type Rendering } from './execute-globals.js';
import { findMaterialization } from './find-materialization.js';
import { inHook } from './hook-place.js';
import { hooksOf } from './hooks.js';
import { placedInUserFiles } from './user-place.js';

/** The macros of one node over one session. */
export class JinjaNode implements NodeMacros {
  readonly model: unknown;
  readonly #node: ManifestNode;
  readonly #rendering: Rendering;
  readonly #globals: Globals;
  readonly #context: CompileContext;

  private constructor(node: ManifestNode, rendering: Rendering, model: unknown, context: CompileContext) {
    this.#node = node;
    this.#rendering = rendering;
    this.#context = context;
    this.model = model;
    this.#globals = executeGlobals(rendering, context);
  }

  static async open(
    node: ManifestNode,
    rendering: Rendering,
    options: NodeMacrosOptions,
    context: CompileContext,
  ): Promise<JinjaNode> {
    const plain = executeGlobals(rendering, context);
    const model = {
      ...withoutNones(manifestNodeObject(node, context.facts)),
      ...(await renderedConstraints(node, plain, context)),
      ...(options.sql === undefined ? {} : { compiled_code: options.sql, compiled: true }),
      ...(options.batch === undefined ? {} : { batch: batchObject(options.batch) }),
    };
    const names = new Map<string, Value>([
      ['model', model],
      ['sql', options.sql ?? null],
      ['compiled_code', options.sql ?? null],
      ['pre_hooks', hooksOf(node.config.raw, 'pre-hook')],
      ['post_hooks', hooksOf(node.config.raw, 'post-hook')],
      ['dvt_route', node.route.kind],
      ['batch_conditions', options.batch === undefined ? [] : batchConditions(node, options.batch, rendering)],
      ...Object.entries(options.names ?? {}),
    ]);
    return new JinjaNode(node, { ...rendering, names }, model, context);
  }

  async materialize(): Promise<Materialized> {
    const { target, results } = this.#rendering;
    const { materialized } = this.#node.config;
    const { macros, invocation } = this.#context;
    const found = findMaterialization(materialized, [target.adapter.dialect.name], macros, invocation.project.flags);
    if (found === null) throw this.#unknown(materialized);
    const value = toPlain(await this.#run(found.macro, [], {}));
    const relations = typeof value === 'object' && value !== null ? (value as { relations?: unknown }).relations : null;
    if (!Array.isArray(relations)) throw this.#noRelations(found.macro.name);
    const outcome = results.outcome('main');
    if (outcome === null) throw this.#noMain(found.macro.name);
    const made = relations.filter((one) => one instanceof RelationObject);
    return { relations: made.map(({ state }) => state.name), ...outcome };
  }

  async hooks(moment: 'pre-hook' | 'post-hook', insideTransaction: boolean): Promise<void> {
    const hooks = hooksOf(this.#node.config.raw, moment);
    if (hooks.every(({ transaction }) => transaction !== insideTransaction)) return;
    try {
      await this.call('run_hooks', [hooks], { inside_transaction: insideTransaction });
    } catch (error) {
      throw error instanceof DvtError ? inHook(error, moment, this.#node) : error;
    }
  }

  async call(
    macro: string,
    positional: readonly unknown[] = [],
    named: Readonly<Record<string, unknown>> = {},
  ): Promise<unknown> {
    const callee = macro.includes('.') ? this.#context.macros.find(macro) : this.#globals.get(macro);
    if (!(callee instanceof Macro)) {
      throw new DvtError({ code: 'DVT2126', message: `There is no macro '${macro}'.` });
    }
    return toPlain(await this.#run(callee, positional, named));
  }

  relation(name: RelationName, kind: RelationKind | null): unknown {
    const { target } = this.#rendering;
    const { dialect } = target.adapter;
    const maker = {
      connection: target.name,
      quoting: this.#context.quoting,
      form: () => ({ kind: 'native', dialect }) as const,
    };
    return makeRelation(maker, name, kind?.replace(' ', '_') ?? null);
  }

  async #run(macro: Macro, positional: readonly Value[], named: Readonly<Record<string, Value>>): Promise<Value> {
    try {
      const args = { positional, named: new Map(Object.entries(named)) };
      return await this.#context.templater.call(macro, args, this.#globals);
    } catch (error) {
      throw error instanceof DvtError ? placedInUserFiles(error, this.#node) : error;
    }
  }

  #unknown(materialized: string): DvtError {
    return new DvtError({
      code: 'DVT2127',
      message: `There is no materialization '${materialized}' for ${this.#node.name}.`,
      location: { path: this.#node.path, line: 1, column: 1 },
      hint: `Define {% materialization ${materialized}, default %} in a file of the macro paths, or use another one.`,
    });
  }

  #noMain(macro: string): DvtError {
    return new DvtError({
      code: 'DVT2127',
      message: `${macro} has no statement \`main\`, whose result is the model's.`,
      location: { path: this.#node.path, line: 1, column: 1 },
      hint: "Run the model's SQL in {% call statement('main') %}, or tell what was done: {% do store_raw_result('main', message='OK') %}.",
    });
  }

  #noRelations(macro: string): DvtError {
    return new DvtError({
      code: 'DVT2127',
      message: `${macro} does not say which relations it made.`,
      location: { path: this.#node.path, line: 1, column: 1 },
      hint: "End the materialization with {{ return({'relations': [target_relation]}) }}.",
    });
  }
}
