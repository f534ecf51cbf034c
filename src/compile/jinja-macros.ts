import { resultsList } from '../context/index.js';
import { DvtError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import { type Globals, toPlain } from '../jinja/index.js';
import type { ManifestNode, OperationNode, SourceNode } from '../spi/node.js';
import type { MacroRunner, MaterializationChoice, NodeMacros, NodeMacrosOptions } from '../spi/node-macros.js';
import type { ConnectionProfile } from '../spi/project.js';
import type { SqlSession } from '../spi/session.js';
import type { CompileContext } from './compile-context.js';
import { overSession, withoutSession } from './database-access.js';
import { executeGlobals, type Rendering } from './execute-globals.js';
import { findMaterialization } from './find-materialization.js';
import { refuseForeign, refusingForeign } from './foreign-statement.js';
import { InputResolver } from './input-resolver.js';
import { JinjaNode } from './jinja-node.js';
import { type KnownRelation, relationObject, selfRelation } from './node-relations.js';
import { ResultStore } from './result-store.js';
import { placedInUserFiles } from './user-place.js';

type RelationOf = (node: ManifestNode | SourceNode) => Promise<KnownRelation>;

/** The Jinja of nodes at their turn, as the execute pass runs it. */
export class JinjaMacros implements MacroRunner {
  readonly #context: CompileContext;
  readonly #relationOf: RelationOf;

  constructor(context: CompileContext, relationOf: RelationOf) {
    this.#context = context;
    this.#relationOf = relationOf;
  }

  async materialization(node: ManifestNode): Promise<MaterializationChoice | null> {
    const { adapter } = await this.#context.profile(node.connection);
    const { macros, invocation } = this.#context;
    const found = findMaterialization(
      node.config.materialized,
      [adapter.dialect.name],
      macros,
      invocation.project.flags,
    );
    if (found === null) return null;
    const { macro, ...choice } = found;
    return choice;
  }

  async over(node: ManifestNode, session: SqlSession, options: NodeMacrosOptions = {}): Promise<NodeMacros> {
    const rendering = await this.#rendering(node, session, options);
    return JinjaNode.open(node, rendering, options, this.#context);
  }

  async operation(name: string, args: Readonly<Record<string, unknown>>, session: SqlSession): Promise<unknown> {
    const { macros, templater } = this.#context;
    const macro = macros.find(name);
    if (macro === undefined) {
      const near = nearest(name, macros.names());
      const hint = near === null ? {} : { hint: `Did you mean ${near}?` };
      throw new DvtError({ code: 'DVT2126', message: `There is no macro '${name}' to run.`, ...hint });
    }
    const globals = await this.#withoutNode(session);
    try {
      return toPlain(await templater.call(macro, { named: new Map(Object.entries(args)) }, globals));
    } catch (error) {
      throw error instanceof DvtError ? withoutCaller(placedInUserFiles(error, null)) : error;
    }
  }

  async hookSql(
    node: OperationNode,
    session: SqlSession,
    names: Parameters<MacroRunner['hookSql']>[2] = {},
  ): Promise<string> {
    const { templater, facts } = this.#context;
    const rendering = await this.#rendering(node, session, {});
    const schemas = names.schemas ?? [];
    const { database } = rendering.self!.state.name;
    const globals = executeGlobals(
      {
        ...rendering,
        names: new Map<string, unknown>([
          ['results', resultsList(names.results ?? [], facts)],
          ['schemas', [...schemas]],
          ['database_schemas', schemas.map((schema) => [database, schema])],
        ]),
      },
      this.#context,
    );
    try {
      const { text } = await templater.render(templater.parse(node.rawCode, { name: node.path }), globals);
      refuseForeign(text, rendering.inputs, rendering.target);
      return text.trim();
    } catch (error) {
      throw error instanceof DvtError ? placedInUserFiles(error, node) : error;
    }
  }

  async sourceSql(source: SourceNode, text: string): Promise<string> {
    const { templater, services, quoting } = this.#context;
    const relation = await this.#relationOf(source);
    const globals = executeGlobals(
      {
        ...this.#alone(source.packageName, relation.profile),
        self: relationObject(relation, 'native', quoting),
        database: withoutSession((sql) => services.query(source.connection, sql)),
      },
      this.#context,
    );
    try {
      return (await templater.render(templater.parse(text, { name: source.path }), globals)).text.trim();
    } catch (error) {
      throw error instanceof DvtError ? placedInUserFiles(error, null) : error;
    }
  }

  async testSql(node: ManifestNode, sql: string): Promise<string> {
    const { engine } = node.route;
    const rendering = await this.#rendering(node, null, { sql });
    const globals = executeGlobals({ ...rendering, engine }, this.#context);
    const { raw } = node.config;
    const config = (name: string, fallback: string): unknown => raw[name] ?? fallback;
    const named = new Map<string, unknown>([
      ['main_sql', sql],
      ['fail_calc', config('fail_calc', 'count(*)')],
      ['warn_if', config('warn_if', '!= 0')],
      ['error_if', config('error_if', '!= 0')],
      ['limit', raw['limit'] ?? null],
    ]);
    const value = await this.#context.templater.call(globals.get('get_test_sql'), { named }, globals);
    return String(value).trim();
  }

  /** The context of a node whose SQL is its target's own. `session` null: its statements run by themselves. */
  async #rendering(node: ManifestNode, session: SqlSession | null, options: NodeMacrosOptions): Promise<Rendering> {
    const context = this.#context;
    const target = await context.profile(node.connection);
    const caller = { packageName: node.packageName, node };
    const compiled = options.sql ?? null;
    const inputs = new InputResolver(caller, { nativeOn: target.name }, context, this.#relationOf);
    return {
      node,
      packageName: node.packageName,
      engine: null,
      target,
      self: relationObject(await selfRelation(node, context), 'native', context.quoting),
      inputs,
      database: refusingForeign(
        session === null
          ? withoutSession((sql) => context.services.query(target.name, sql))
          : overSession(session, compiled),
        inputs,
        target,
      ),
      results: new ResultStore(),
      names: new Map(),
    };
  }

  async #withoutNode(session: SqlSession): Promise<Globals> {
    const context = this.#context;
    const rendering = this.#alone(context.manifest.projectName, await context.profile(context.own));
    const { inputs, target } = rendering;
    const database = refusingForeign(overSession(session, null), inputs, target);
    return executeGlobals({ ...rendering, database }, context);
  }

  /** What belongs to no node. */
  #alone(packageName: string, target: ConnectionProfile): Omit<Rendering, 'database'> {
    const caller = { packageName, node: null };
    return {
      node: null,
      packageName,
      engine: null,
      target,
      self: null,
      inputs: new InputResolver(caller, { nativeOn: target.name }, this.#context, this.#relationOf),
      results: new ResultStore(),
      names: new Map(),
    };
  }
}

/** Nobody but the command line has called the outermost macro: that is no place to look at. */
function withoutCaller(error: DvtError): DvtError {
  const diagnostics = error.diagnostics.map(({ related = [], ...what }) => {
    const calls = related.filter(({ location }) => location?.path !== '');
    return calls.length === 0 ? what : { ...what, related: calls };
  });
  return new DvtError(diagnostics, { cause: error.cause ?? error, terminal: error.terminal });
}
