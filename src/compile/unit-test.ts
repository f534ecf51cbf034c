import { ALL_LEVELS, baseContext, RelationObject } from '../context/index.js';
import { DvtError } from '../core/errors.js';
import { type Globals, HostObject, hostFunction, type Value } from '../jinja/index.js';
import type { CompiledUnitTest } from '../spi/compiled.js';
import type { UnitTest, UnitTestInput } from '../spi/manifest.js';
import type { ManifestNode, RefCall, SourceNode } from '../spi/node.js';
import type { CompileContext } from './compile-context.js';
import { withoutSession } from './database-access.js';
import { executeGlobals, type Rendering } from './execute-globals.js';
import { cteName, inlineEphemerals } from './inline-ephemerals.js';
import { InputResolver } from './input-resolver.js';
import { MappedSql } from './mapped-sql.js';
import { type KnownRelation, relationObject, selfRelation } from './node-relations.js';
import { mapped } from './render-model.js';
import { ResultStore } from './result-store.js';
import { statementOf } from './statement-of.js';
import { placedInUserFiles } from './user-place.js';

type RelationOf = (node: ManifestNode | SourceNode) => Promise<KnownRelation>;

/** Compiles the tested model such that each of its inputs is an expression which the test's rows fill. */
export async function compileUnitTest(
  test: UnitTest,
  node: ManifestNode,
  given: CompileContext,
  relationOf: RelationOf,
): Promise<CompiledUnitTest> {
  const context = overridden(test, given);
  const { engine, kind } = node.route;
  const shown = kind === 'federated' ? 'engine' : 'native';
  const target = await context.profile(node.connection);
  const caller = { packageName: node.packageName, node };
  const inputs = new GivenInputs(test, new InputResolver(caller, shown, context, relationOf));
  const own = test.given.find((input) => input.node === node.id);
  const self = own === undefined ? relationObject(await selfRelation(node, context), shown, context.quoting) : null;
  const rendering: Rendering = {
    node,
    packageName: node.packageName,
    engine,
    target,
    self: self ?? inputs.expression(own!),
    inputs,
    database: withoutSession((sql) => context.services.query(target.name, sql)),
    results: new ResultStore(),
    names: new Map(),
  };
  try {
    const template = context.templater.parse(node.rawCode, { name: node.path });
    const globals = withMacros(executeGlobals(rendering, context), test.overrides.macros);
    const rendered = await context.templater.render(template, globals);
    const sql = statementOf(mapped(rendered), kind === 'federated');
    return {
      inputs: inputs.read(),
      over: (selects) => {
        const all = inputs.read().map(({ expression }) => ({
          name: expression,
          sql: MappedSql.generated(selects.get(expression) ?? ''),
        }));
        const whole = inlineEphemerals(sql, all);
        return { sql: whole.text, locate: (offset) => whole.locate(offset) };
      },
    };
  } catch (error) {
    throw error instanceof DvtError ? placedInUserFiles(error, node) : error;
  }
}

/** Answers `ref` and `source` by expressions that are filled with the test's rows. */
class GivenInputs extends InputResolver {
  readonly #test: UnitTest;
  readonly #named = new Map<string, UnitTestInput>();

  constructor(test: UnitTest, { caller, shown, context, relationOf }: InputResolver) {
    super(caller, shown, context, relationOf);
    this.#test = test;
  }

  read(): CompiledUnitTest['inputs'] {
    return [...this.#named].map(([expression, given]) => ({ expression, given }));
  }

  override async ref(call: Omit<RefCall, 'location'>): Promise<RelationObject> {
    return this.#given(this.context.refs.ref(call, this.caller));
  }

  override async source(call: { readonly source: string; readonly table: string }): Promise<RelationObject> {
    return this.#given(this.context.refs.source(call, this.caller));
  }

  expression(given: UnitTestInput): RelationObject {
    const identifier = cteName(given.node.split('.').slice(2).join('__'));
    this.#named.set(identifier, given);
    return new RelationObject({
      connection: this.caller.node?.connection ?? '',
      name: { database: null, schema: null, identifier },
      form: { kind: 'text', text: identifier },
      type: 'cte',
      include: ALL_LEVELS,
      quoting: ALL_LEVELS,
    });
  }

  #given(node: ManifestNode | SourceNode): RelationObject {
    const given = this.#test.given.find((input) => input.node === node.id);
    if (given !== undefined) return this.expression(given);
    const call = node.kind === 'source' ? `source('${node.sourceName}', '${node.name}')` : `ref('${node.name}')`;
    throw new DvtError({
      code: 'DVT2130',
      message: `The unit test ${this.#test.name} gives no rows for ${call}, which ${this.#test.model} reads.`,
      location: this.#test.location,
      hint: `Add an input to the test: - input: ${call}, with rows: [] for none.`,
    });
  }
}

/** Variables and the environment as the test says them. */
function overridden(test: UnitTest, context: CompileContext): CompileContext {
  const { vars, envVars } = test.overrides;
  const env = Object.fromEntries(Object.entries(envVars).map(([name, value]) => [name, String(value)]));
  const invocation = {
    ...context.invocation,
    vars: context.invocation.vars.overriddenBy(vars),
    env: { ...context.invocation.env, ...env },
  };
  return { ...context, invocation, base: baseContext(invocation, true) };
}

/** Macros that answer with what the test says: `is_incremental`, `dbt_utils.star`. Nothing is incremental by itself. */
function withMacros(globals: Globals, overrides: UnitTest['overrides']['macros']): Globals {
  const own = new Map<string, Value>([['is_incremental', constant('is_incremental', false)]]);
  const packages = new Map<string, Map<string, Value>>();
  for (const [name, value] of Object.entries(overrides)) {
    const [first = '', second] = name.split('.');
    if (second === undefined) own.set(name, constant(name, value));
    else packages.set(first, (packages.get(first) ?? new Map()).set(second, constant(second, value)));
  }
  return {
    names: () => globals.names(),
    get: (name) => {
      const overridden = packages.get(name);
      const found = own.get(name) ?? globals.get(name);
      if (overridden === undefined || !(found instanceof HostObject)) return found;
      const { getAttribute } = found.traits;
      const macro = (attribute: string): Value => overridden.get(attribute) ?? getAttribute?.(attribute);
      return new HostObject({ ...found.traits, getAttribute: macro });
    },
  };
}

function constant(name: string, value: unknown): Value {
  return hostFunction(name, ['*args', '**kwargs'], () => value as Value);
}
