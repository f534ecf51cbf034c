import {
  adapterObject,
  apiObject,
  configObject,
  defaultsOf,
  federatedName,
  manifestNodeObject,
  nodeGlobals,
  quoteForEngine,
  REF_PARAMETERS,
  type RelationMaker,
  type RelationObject,
  refArguments,
  SOURCE_PARAMETERS,
  sourceArguments,
  targetObject,
  toPrint,
  varFunction,
  withoutNones,
} from '../context/index.js';
import { DvtError } from '../core/errors.js';
import { type Globals, hostFunction, type Value } from '../jinja/index.js';
import type { ManifestNode } from '../spi/node.js';
import type { ConnectionProfile } from '../spi/project.js';
import { adapterMethods } from './adapter/index.js';
import type { CompileContext } from './compile-context.js';
import type { DatabaseAccess } from './database-access.js';
import type { InputResolver } from './input-resolver.js';
import type { ResultStore } from './result-store.js';

/** One rendering of templates, of a node or of a macro that runs without one. */
export interface Rendering {
  /** whose template it is; null: a macro of `run-operation` */
  readonly node: ManifestNode | null;
  /** the package that names are looked up in */
  readonly packageName: string;
  /** whose SQL is written: an engine's name; null = the target's own */
  readonly engine: string | null;
  readonly target: ConnectionProfile;
  readonly self: RelationObject | null;
  readonly inputs: InputResolver;
  readonly database: DatabaseAccess;
  readonly results: ResultStore;
  /** further names, before all others of the node */
  readonly names: ReadonlyMap<string, Value>;
}

/** dbt's full context of the execute pass. */
export function executeGlobals(rendering: Rendering, context: CompileContext): Globals {
  const { node, engine, target, self, inputs, packageName } = rendering;
  const { invocation, services, quoting } = context;
  const { dialect } = target.adapter;
  const quote = engine === null ? (identifier: string) => dialect.quote(identifier) : quoteForEngine;
  const defaults = defaultsOf(target);
  const maker: RelationMaker = {
    connection: target.name,
    quoting,
    form: (name) =>
      engine === null
        ? { kind: 'native', dialect }
        : { kind: 'federated', name: federatedName(target.name, name, defaults.database) },
  };
  const api = apiObject(maker);
  const macros = context.macros.within(packageName);
  const { catalog } = services;
  const print = toPrint(invocation.emit);
  const methods = adapterMethods({ target, maker, database: rendering.database, catalog, macros, quote, print }, api);
  const facts = { quote, type: engine ?? target.adapter.type, prefixes: [engine ?? dialect.name], macros, quoting };
  const model = node === null ? null : withoutNones(manifestNodeObject(node, context.facts));
  const names = new Map<string, Value>([
    ['model', model],
    ['this', self],
    ['database', self?.state.name.database ?? defaults.database],
    ['schema', self?.state.name.schema ?? defaults.schema],
    ['graph', context.graph],
    ['target', targetObject(target, context.threads)],
    ['adapter', adapterObject(facts, methods)],
    ['api', api],
    ['column', api.traits.attributes?.['Column']],
    ['config', configReads(node)],
    ['ref', hostFunction('ref', REF_PARAMETERS, (args) => inputs.ref(refArguments(args)))],
    ['source', hostFunction('source', SOURCE_PARAMETERS, (args) => inputs.source(sourceArguments(args)))],
    ['sql', null],
    ['compiled_code', null],
    ['pre_hooks', []],
    ['post_hooks', []],
    ['submit_python_job', PYTHON_JOB],
    ['write', hostFunction('write', ['payload'], () => '')],
    ['render', renderFunction(() => globals, context, node)],
    ...rendering.results.functions(),
    ...(packageName === invocation.vars.packageName
      ? []
      : [['var', varFunction(invocation.vars.within(packageName), 'error')] as const]),
    ...rendering.names,
  ]);
  const globals = nodeGlobals(context.base, names, macros);
  return globals;
}

const PYTHON_JOB = hostFunction('submit_python_job', ['parsed_model', 'compiled_code'], () => {
  throw new DvtError({
    code: 'DVT2109',
    message: 'dvt runs no Python models.',
    hint: 'Write the model in SQL; a federated model has all functions of DuckDB.',
  });
});

/** `render(text)`: a text of the configs, as a hook, in the context of the node. */
function renderFunction(globals: () => Globals, { templater }: CompileContext, node: ManifestNode | null): Value {
  return hostFunction('render', ['string'], async ([text]) => {
    const template = templater.parse(String(text), { name: `<text of ${node?.path ?? 'a macro'}>` });
    return (await templater.render(template, globals())).text;
  });
}

/** `config` says nothing new any more: it reads what the parse pass merged. */
function configReads(node: ManifestNode | null): Value {
  const raw = node?.config.raw ?? {};
  const read = (name: string): Value => (Object.hasOwn(raw, name) ? raw[name] : undefined);
  return configObject(() => {}, { get: (name, fallback) => read(name) ?? fallback, require: read });
}
