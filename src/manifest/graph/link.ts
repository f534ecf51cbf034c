import { posix } from 'node:path';
import { searchedPackages } from '../../core/package-search.js';
import type { Exposure, Group, UnitTest } from '../../spi/manifest.js';
import type { SourceNode } from '../../spi/node.js';
import type { Project } from '../../spi/project.js';
import type { Found } from '../build-manifest.js';
import { foldersOf } from '../files/discover.js';
import type { ParsedNode } from '../nodes/parsed-node.js';
import { parseUnitTest } from '../unit-tests.js';
import { deprecatedModel } from './access.js';
import { duplicateDeclarations, duplicateNodes } from './duplicates.js';
import { groupsOf } from './groups.js';
import { Names } from './names.js';
import type { GraphNode } from './order.js';
import { resolveInputs } from './resolve-inputs.js';

/** A project's parts with their names looked up. */
export interface Linked {
  /** enabled nodes in the order of the files */
  readonly graph: ReadonlyMap<string, GraphNode>;
  readonly exposures: readonly Exposure[];
  readonly unitTests: readonly UnitTest[];
  readonly groups: readonly Group[];
  readonly disabled: readonly (SourceNode | Exposure | UnitTest)[];
  readonly disabledNodes: readonly GraphNode[];
  /** off, with those inputs that are there */
  readonly testsWithoutInput: readonly GraphNode[];
}

/** Looks up what nodes, exposures and unit tests name. Mistakes are reported. */
export async function linkProject(found: Found): Promise<Linked> {
  const { request, packages, report } = found;
  const { project, emit } = request.invocation;
  const projects = new Map<string, Project>([project, ...project.packages].map((one) => [one.name, one]));
  const names = new Names((asking) => searchedPackages(asking, project), new Set(projects.keys()));
  const all = packages.flatMap((one) => one.nodes);
  for (const node of all) names.addNode(node);
  for (const name of unreadNames(found, all)) names.addUnread(name);
  for (const { sources } of packages) {
    for (const { node } of sources.declared) names.addSource(node, true);
    for (const { node } of sources.disabled) names.addSource(node, false);
  }
  for (const diagnostic of duplicateNodes(all)) report.add(diagnostic);
  const groups = groupsOf(found);
  const graph = new Map<string, GraphNode>();
  const disabledNodes: GraphNode[] = [];
  const testsWithoutInput: GraphNode[] = [];
  const disabled: Linked['disabled'][number][] = packages.flatMap(({ sources }) =>
    sources.disabled.map(({ node }) => node),
  );
  const warn = (diagnostic: Parameters<typeof report.add>[0]) => emit({ type: 'warning', diagnostic });
  for (const node of all) {
    if (!node.config.enabled) {
      disabledNodes.push({ node, reads: [], dependsOn: [] });
      continue;
    }
    const { kind } = node.traits;
    const reader = { ...node, shown: `the ${kind} ${node.name}`, text: kind === 'seed' ? '' : node.rawCode };
    const inputs = resolveInputs(reader, names, projects);
    for (const warning of inputs.warnings) warn(warning);
    if (kind === 'test' && inputs.unfound.length > 0) {
      // As in dbt: it is off, which goes without saying where it reads a node that is disabled.
      for (const { call, problem } of inputs.unfound) {
        if (call.kind === 'ref' && problem.code === 'DVT2103') continue;
        warn({ ...problem, message: `${problem.message} The test ${node.name} is off.` });
      }
      const off = { ...node, config: { ...node.config, enabled: false } };
      testsWithoutInput.push({ node: off, reads: inputs.read, dependsOn: inputs.ids });
      continue;
    }
    for (const problem of inputs.problems) report.add(problem);
    graph.set(node.id, { node, reads: inputs.read, dependsOn: inputs.ids });
    const deprecated = deprecatedModel(node);
    if (deprecated !== null) warn({ code: 'DVT1222', ...deprecated, location: node.location });
  }
  const exposures: Exposure[] = [];
  const unitTests: UnitTest[] = [];
  for (const { parsing, files, properties, exposures: parsed } of packages) {
    for (const { exposure, calls, enabled } of parsed) {
      const reader = {
        packageName: exposure.packageName,
        path: exposure.path,
        calls,
        shown: `the exposure ${exposure.name}`,
        text: '',
      };
      const inputs = resolveInputs(reader, names, projects);
      if (enabled) for (const problem of inputs.problems) report.add(problem);
      for (const warning of inputs.warnings) warn(warning);
      (enabled ? exposures : disabled).push({ ...exposure, dependsOn: inputs.ids });
    }
    const folders = new Map(files.properties.map((file) => [file.path, foldersOf(file)]));
    for (const declared of properties.unitTests) {
      const context = {
        parsing,
        folders: folders.get(declared.path) ?? [],
        fixtures: files.fixtures,
        names,
        nodes: all,
      };
      for (const { test, enabled } of await parseUnitTest(declared, context))
        (enabled ? unitTests : disabled).push(test);
    }
  }
  const twice = [...duplicateDeclarations('exposure', exposures), ...duplicateDeclarations('unit test', unitTests)];
  for (const problem of twice) report.add(problem);
  return { graph, exposures, unitTests, groups, disabled, disabledNodes, testsWithoutInput };
}

/** Models and seeds that have a file and are no nodes, since something in them is wrong. */
function unreadNames({ packages, report }: Found, nodes: readonly ParsedNode[]): readonly string[] {
  if (report.list.length === 0) return [];
  const read = new Set(nodes.map(({ path }) => path));
  const files = packages.flatMap((one) => [...one.files.models, ...one.files.seeds]);
  return files.flatMap(({ path }) => (read.has(path) ? [] : [posix.basename(path, posix.extname(path))]));
}
