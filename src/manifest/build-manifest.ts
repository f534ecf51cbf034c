import { batchSettings, isMicrobatch } from '../core/batch-settings.js';
import type { Diagnostics } from '../core/errors.js';
import type { DocBlock, Exposure, Manifest, UnitTest } from '../spi/manifest.js';
import type { ManifestNode, SourceNode } from '../spi/node.js';
import type { Connections } from './connections.js';
import { childrenOf } from './graph/children.js';
import { linkProject } from './graph/link.js';
import { microbatchWarnings } from './graph/microbatch-inputs.js';
import { offNodes } from './graph/off-nodes.js';
import { graphOrder } from './graph/order.js';
import { outputWarnings } from './graph/output-warnings.js';
import { testsByModel } from './graph/primary-keys.js';
import { connectionsWithoutSql, relationsOf } from './graph/relations.js';
import { placeTests, type RouteSettings, routeModels } from './graph/route.js';
import { linkedMacros } from './macro-dependencies.js';
import { patchedMacros } from './macro-patches.js';
import { withIsoBegin } from './nodes/batch-begin.js';
import { manifestNode } from './nodes/manifest-node.js';
import type { ParsedPackage } from './parse-package.js';
import type { ParsePass } from './parse-request.js';
import { readSelectors } from './selectors.js';

/** Everything that was found in the files of a project and its packages. */
export interface Found {
  readonly request: ParsePass;
  readonly packages: readonly ParsedPackage[];
  readonly docs: ReadonlyMap<string, DocBlock>;
  readonly connections: Connections;
  readonly report: Diagnostics;
}

/** Links what was found: inputs, relations, routes. Throws a DvtError with every mistake reported so far. */
export async function buildManifest(found: Found): Promise<Manifest> {
  const { request, packages, connections, report } = found;
  const { emit, project } = request.invocation;
  const sources = new Map(packages.flatMap((one) => one.sources.declared.map(({ node }) => [node.id, node] as const)));
  const linked = await linkProject(found);
  const { order: sorted, cycles } = graphOrder(linked.graph);
  for (const cycle of cycles) report.add(cycle);
  report.throwIfAny();
  const order = placeTests(sorted, sources, connections.own);
  const withoutSql = await connectionsWithoutSql(order, connections);
  const settings: RouteSettings = { sources, defaultEngine: request.defaultEngine, withoutSql };
  const routes = routeModels(order, settings);
  const placing = await relationsOf(order, found);
  for (const { problems, warnings } of routes.values()) {
    for (const problem of problems) report.add(problem);
    for (const diagnostic of warnings) emit({ type: 'warning', diagnostic });
  }
  const selectors = await readSelectors(
    project,
    report,
    packages.find(({ parsing }) => parsing.project === project)!.parsing.yaml.value,
  );
  const engines = [...routes.values()].flatMap(({ route }) => route.engine ?? []);
  const dialects = new Set([...(await connections.dialects(order.map(({ node }) => node.connection))), ...engines]);
  const validated = project.flags['validate_macro_args'] !== false;
  const macros = patchedMacros(linkedMacros(request.macros, [...dialects]), packages, { validated, emit });
  report.throwIfAny();
  for (const diagnostic of microbatchWarnings(order, sources)) emit({ type: 'warning', diagnostic });
  const outputs = { own: connections.own, names: request.profiles.names, pinned: pinnedIds(found) };
  for (const diagnostic of outputWarnings(order, routes, settings, outputs)) emit({ type: 'warning', diagnostic });
  // In the order of the files, which is the users' own.
  const placed = new Map(order.map((entry) => [entry.node.id, entry]));
  const nodes = new Map<string, ManifestNode>();
  const keyTests = testsByModel(packages.flatMap((one) => one.nodes));
  for (const id of linked.graph.keys()) {
    const entry = placed.get(id)!;
    const relation = placing.relations.get(id) ?? null;
    const at = { relation, namespace: relation ?? placing.namespace(entry.node), tests: keyTests.get(id) ?? [] };
    const node = manifestNode(entry, routes.get(id)!, at);
    if (isMicrobatch(node)) await report.try(() => batchSettings(node));
    nodes.set(id, isMicrobatch(node) ? withIsoBegin(node) : node);
  }
  const off = await offNodes(linked, placing);
  report.throwIfAny();
  return {
    projectName: project.name,
    packageRoots: new Map(packages.map(({ parsing }) => [parsing.project.name, parsing.project.packageRoot])),
    nodes,
    sources,
    exposures: byId(linked.exposures),
    unitTests: byId(linked.unitTests),
    groups: byId(linked.groups),
    docs: found.docs,
    selectors,
    testsWithoutInput: byId(off.testsWithoutInput),
    disabled: disabledOf([...linked.disabled, ...off.disabled]),
    macros,
    children: childrenOf([...nodes.values(), ...linked.exposures, ...linked.unitTests]),
  };
}

function byId<T extends { readonly id: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.id, item]));
}

type Disabled = ManifestNode | SourceNode | Exposure | UnitTest;

function disabledOf(items: readonly Disabled[]): ReadonlyMap<string, readonly Disabled[]> {
  const disabled = new Map<string, Disabled[]>();
  for (const item of items) {
    const list = disabled.get(item.id);
    if (list === undefined) disabled.set(item.id, [item]);
    else list.push(item);
  }
  return disabled;
}

/** Sources and nodes that name an output of a profile, whatever `--target` says. */
function pinnedIds({ packages }: Found): ReadonlyMap<string, string> {
  const sources = packages.flatMap((one) => [...one.sources.pinned]);
  const nodes = packages.flatMap((one) => one.nodes);
  const pinned = nodes.filter(({ config, connection }) => config.target === connection && connection.includes('.'));
  return new Map([...sources, ...pinned.map((node) => [node.id, node.connection] as const)]);
}
