import type { Diagnostic, Diagnostics } from '../core/errors.js';
import type { Manifest } from '../spi/manifest.js';
import type { ModelNode } from '../spi/node.js';
import type { RelationName } from '../spi/relation.js';
import type { Sources } from './build-sources.js';
import type { Connections } from './connections.js';
import { type GraphNode, graphOrder } from './graph-order.js';
import { modelRelation } from './model-relation.js';
import { outputWarnings } from './output-warnings.js';
import type { ParseShared } from './parse-context.js';
import type { ParseRequest } from './parse-request.js';
import type { ParsedModel } from './parsed-model.js';
import { isMapping } from './property-reader.js';
import { type Names, resolveInputs } from './resolve-inputs.js';
import { type Routed, type RouteSettings, routeModels } from './route.js';

/** Everything that was found in the project's files. */
export interface Found {
  readonly request: ParseRequest;
  readonly parsed: readonly ParsedModel[];
  readonly sources: Sources;
  readonly connections: Connections;
  readonly shared: ParseShared;
  readonly report: Diagnostics;
}

/** Links what was found: inputs, relations, routes. Throws a DvtError with every mistake reported so far. */
export async function buildManifest(found: Found): Promise<Manifest> {
  const { request, sources, report } = found;
  const { emit, project } = request.invocation;
  const graph = linkModels(found);
  const { order, cycles } = graphOrder(graph);
  for (const cycle of cycles) report.add(cycle);
  report.throwIfAny();
  const settings: RouteSettings = {
    sources: sources.nodes,
    defaultEngine: request.defaultEngine,
    withoutSql: await connectionsWithoutSql(order, found),
  };
  const routes = routeModels(order, settings);
  const relations = await relationsOf(order, found);
  for (const { problems, warnings } of routes.values()) {
    for (const problem of problems) report.add(problem);
    for (const diagnostic of warnings) emit({ type: 'warning', diagnostic });
  }
  report.throwIfAny();
  const outputs = { own: found.connections.own, names: request.profiles.names, pinned: pinnedIds(found) };
  for (const diagnostic of outputWarnings(order, routes, settings, outputs)) emit({ type: 'warning', diagnostic });
  // In the order of the files, which is the users' own.
  const nodes = new Map<string, ModelNode>();
  for (const node of graph.values()) {
    const { id } = node.model;
    nodes.set(id, modelNode(node, routes.get(id)!, relations.get(id) ?? null));
  }
  const entries = request.macros.entries;
  return {
    projectName: project.name,
    nodes,
    sources: sources.nodes,
    exposures: new Map(),
    unitTests: new Map(),
    groups: new Map(),
    docs: new Map(),
    selectors: new Map(),
    disabled: new Map(),
    macros: entries,
    children: childrenOf(graph),
  };
}

function linkModels({ request, parsed, sources, report }: Found): ReadonlyMap<string, GraphNode> {
  const enabled = parsed.filter((model) => model.config.enabled);
  const disabled = parsed.filter((model) => !model.config.enabled);
  const names: Names = {
    packageName: request.invocation.project.name,
    models: new Map(enabled.map((model) => [model.name, model])),
    disabledModels: new Map(disabled.map((model) => [model.name, model.path])),
    sources: sources.byKey,
    disabledSources: sources.disabled,
  };
  return new Map(
    enabled.map((model) => [model.id, { model, dependsOn: resolveInputs(model, names, report) }] as const),
  );
}

async function connectionsWithoutSql(
  order: readonly GraphNode[],
  { connections }: Found,
): Promise<ReadonlyMap<string, string>> {
  const titles = new Map<string, string>();
  for (const connection of new Set(order.map((node) => node.model.connection))) {
    const { adapter } = await connections.profile(connection);
    if (!adapter.capabilities.inPlace) titles.set(connection, adapter.title);
  }
  return titles;
}

/** Relations of all models but the ephemeral ones; two models with one relation are reported. */
async function relationsOf(order: readonly GraphNode[], found: Found): Promise<ReadonlyMap<string, RelationName>> {
  const { connections, request, report, shared } = found;
  const relations = new Map<string, RelationName>();
  const owners = new Map<string, ParsedModel>();
  for (const { model } of order) {
    if (model.config.materialized === 'ephemeral') continue;
    const profile = await connections.profile(model.connection);
    const relation = await report.try(() => modelRelation(model, profile, request.templater, shared));
    if (relation === undefined) continue;
    relations.set(model.id, relation);
    const key = JSON.stringify([model.connection, relation.database, relation.schema, relation.identifier]);
    const owner = owners.get(key);
    if (owner === undefined) owners.set(key, model);
    else report.add(sameRelation(model, owner, profile.adapter.dialect.relation(relation)));
  }
  return relations;
}

function sameRelation(model: ParsedModel, owner: ParsedModel, shown: string): Diagnostic {
  return {
    code: 'DVT1204',
    message: `The models ${owner.name} and ${model.name} would both be published as ${shown} on ${model.connection}.`,
    location: { path: model.path, line: 1, column: 1 },
    hint: 'Give one of them another `alias` or `schema`.',
    related: [{ message: 'the other one', location: { path: owner.path, line: 1, column: 1 } }],
  };
}

/** Sources and models that name an output of a profile, whatever `--target` says. */
function pinnedIds({ parsed, sources }: Found): ReadonlyMap<string, string> {
  const models = parsed.filter(({ config, connection }) => config.target === connection && connection.includes('.'));
  return new Map([...sources.pinned, ...models.map((model) => [model.id, model.connection] as const)]);
}

function modelNode({ model, dependsOn }: GraphNode, routed: Routed, relation: RelationName | null): ModelNode {
  const { calls, config, tags, ...described } = model;
  const { target, ...declared } = config;
  const { materialized } = routed;
  return {
    kind: 'model',
    ...described,
    packageRoot: '',
    access: 'protected',
    version: null,
    latestVersion: null,
    deprecationDate: null,
    constraints: [],
    meta: isMapping(config.raw['meta']) ? config.raw['meta'] : {},
    group: null,
    docs: { show: true, nodeColor: null },
    config: { ...declared, materialized, raw: { ...config.raw, enabled: true, materialized } },
    tags,
    refs: calls
      .filter((call) => call.kind === 'ref')
      .map(({ name, package: packageName, version, location }) => ({ name, package: packageName, version, location })),
    sources: calls.filter((call) => call.kind === 'source').map((call) => [call.source, call.table] as const),
    dependsOn,
    relation,
    route: routed.route,
  };
}

function childrenOf(graph: ReadonlyMap<string, GraphNode>): ReadonlyMap<string, readonly string[]> {
  const children = new Map<string, string[]>();
  for (const [id, { dependsOn }] of graph) {
    for (const parent of dependsOn) {
      const list = children.get(parent);
      if (list === undefined) children.set(parent, [id]);
      else list.push(id);
    }
  }
  return children;
}
