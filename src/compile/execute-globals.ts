import {
  adapterObject,
  apiObject,
  configObject,
  defaultsOf,
  federatedName,
  nodeGlobals,
  nodeObject,
  quoteForEngine,
  REF_PARAMETERS,
  type RelationMaker,
  type RelationObject,
  refArguments,
  SOURCE_PARAMETERS,
  sourceArguments,
  targetObject,
} from '../context/index.js';
import { type Globals, hostFunction, type Value } from '../jinja/index.js';
import type { ManifestNode } from '../spi/node.js';
import type { ConnectionProfile } from '../spi/project.js';
import { adapterMethods } from './adapter-methods.js';
import type { CompileContext } from './compile-context.js';
import { nativeSql } from './native-sql.js';
import { executeFunction, resultFunctions } from './results.js';

/** One rendering of one model's template. */
export interface Rendering {
  /** whose template it is */
  readonly node: ManifestNode;
  /** the model that is computed: `node`, or one that reads it while it is ephemeral */
  readonly consumer: ManifestNode;
  /** profile of the consumer's target */
  readonly target: ConnectionProfile;
  readonly self: RelationObject;
  ref(name: { readonly package: string | null; readonly name: string }): Promise<RelationObject>;
  source(name: { readonly source: string; readonly table: string }): Promise<RelationObject>;
}

/** dbt's full context of the execute pass. */
export function executeGlobals(rendering: Rendering, context: CompileContext): Globals {
  const { node, consumer, target, self } = rendering;
  const { engine } = consumer.route;
  const { dialect } = target.adapter;
  const quote = engine === null ? (identifier: string) => dialect.quote(identifier) : quoteForEngine;
  const database = defaultsOf(target).database;
  const maker: RelationMaker = {
    connection: target.name,
    quoting: context.quoting,
    form: (name) =>
      engine === null
        ? { kind: 'native', dialect }
        : { kind: 'federated', name: federatedName(target.name, name, database) },
  };
  const query = (sql: string) =>
    context.services.query(target.name, engine === null ? sql : nativeSql(sql, target, context.connections));
  const methods = {
    ...adapterMethods(target, maker, context.services.catalog, quote),
    execute: executeFunction(query),
  };
  const facts = {
    quote,
    type: engine ?? target.adapter.type,
    prefixes: [engine ?? dialect.name],
    macros: context.macros,
  };
  const names = new Map<string, Value>([
    ['model', nodeObject({ ...node, config: node.config.raw })],
    ['this', self],
    ['target', targetObject(target, context.threads)],
    ['adapter', adapterObject(facts, methods)],
    ['api', apiObject(maker)],
    ['config', configReads(node)],
    ['ref', hostFunction('ref', REF_PARAMETERS, (args) => rendering.ref(refArguments(args)))],
    ['source', hostFunction('source', SOURCE_PARAMETERS, (args) => rendering.source(sourceArguments(args)))],
    ...resultFunctions(),
  ]);
  return nodeGlobals(context.base, names, context.macros);
}

/** `config` says nothing new any more: it reads what the parse pass merged. */
function configReads(node: ManifestNode): Value {
  const read = (name: string): Value => (Object.hasOwn(node.config.raw, name) ? node.config.raw[name] : undefined);
  return configObject(() => {}, { get: (name, fallback) => read(name) ?? fallback, require: read });
}
