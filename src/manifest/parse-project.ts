import { baseContext, nodeGlobals, targetObject } from '../context/index.js';
import { Diagnostics } from '../core/errors.js';
import type { Manifest } from '../spi/manifest.js';
import type { ConfigTree } from '../spi/project.js';
import { buildManifest } from './build-manifest.js';
import { buildSources, type Sources } from './build-sources.js';
import { type ConfigLayer, treeLayers, unusedTreePaths } from './config-layers.js';
import { Connections } from './connections.js';
import { foldersOf, type ProjectFile, pythonModel, readFiles } from './discover.js';
import { duplicateModels, indexPatches, unmatchedPatches } from './match-patches.js';
import type { ParseShared } from './parse-context.js';
import { type ModelParsing, parseModel } from './parse-model.js';
import type { ParseRequest } from './parse-request.js';
import type { ParsedModel } from './parsed-model.js';
import { type Properties, readProperties } from './properties.js';
import { unbuiltConfigs } from './unbuilt-configs.js';

/**
 * The parse pass: reads a project's models and properties files, finds out what they call, and links them.
 * Connects to nothing. Throws one DvtError with every mistake of the project; warnings go to `invocation.emit`.
 */
export async function parseProject(request: ParseRequest): Promise<Manifest> {
  const { invocation, profiles } = request;
  const { project, emit } = invocation;
  const report = new Diagnostics();
  const files = await readFiles(project.root, project.modelPaths, ['.sql', '.py', '.yml', '.yaml']);
  for (const { path } of files) if (path.endsWith('.py')) report.add(pythonModel(path));
  const connections = new Connections(profiles, profiles.resolve(project.profile));
  const shared: ParseShared = {
    base: baseContext(invocation, false),
    macros: request.macros.names,
    threads: await profiles.threads(connections.own),
    engines: [request.defaultEngine],
  };
  const properties = await readAllProperties(files, request, connections, shared, report);
  const tree = treeReader(project.configTrees, project.file);
  const folders = new Map(files.map((file) => [file.path, foldersOf(file)]));
  const sources = buildSources(properties.sources, {
    packageName: project.name,
    quoting: project.quoting,
    connections,
    tree: tree('sources'),
    folders: (path) => folders.get(path) ?? [],
    report,
  });
  const parsing: ModelParsing = {
    packageName: project.name,
    templater: request.templater,
    shared,
    connections,
    tree: tree('models'),
    patches: indexPatches(properties.patches, report),
    report,
    warn: (diagnostic) => emit({ type: 'warning', diagnostic }),
  };
  const parsed = await parseModels([...files, ...inlineFiles(request)], parsing);
  // A model that could not be parsed is missing from the list: what describes it is no mistake.
  if (report.list.length === 0) {
    for (const diagnostic of unmatchedPatches(properties.patches, parsed)) emit({ type: 'warning', diagnostic });
    warnUnusedTrees(request, sources, parsed);
  }
  for (const diagnostic of unbuiltConfigs(project, parsed)) emit({ type: 'warning', diagnostic });
  for (const diagnostic of duplicateModels(parsed)) report.add(diagnostic);
  return buildManifest({ request, parsed, sources, connections, shared, report });
}

function inlineFiles({ inline }: ParseRequest): readonly ProjectFile[] {
  return inline === null ? [] : [{ path: `${inline.name}.sql`, base: '.', text: inline.sql }];
}

async function parseModels(files: readonly ProjectFile[], parsing: ModelParsing): Promise<readonly ParsedModel[]> {
  const models: ParsedModel[] = [];
  for (const file of files) {
    if (!/\.sql$/i.test(file.path)) continue;
    const model = await parseModel(file, parsing);
    if (model !== null) models.push(model);
  }
  return models;
}

function readAllProperties(
  files: readonly ProjectFile[],
  { templater, macros }: ParseRequest,
  connections: Connections,
  shared: ParseShared,
  report: Diagnostics,
): Promise<Properties> {
  const yaml = files.filter((file) => /\.ya?ml$/i.test(file.path));
  return readProperties(
    yaml,
    async (text, file) => {
      const target = targetObject(await connections.profile(connections.own), shared.threads);
      const globals = nodeGlobals(shared.base, new Map([['target', target]]), macros.names);
      return templater.renderNative(templater.parse(text, { name: file.path }), globals);
    },
    report,
  );
}

type TreeName = 'models' | 'sources';

function treeReader(
  trees: Readonly<Record<TreeName, ConfigTree>>,
  path: string,
): (name: TreeName) => (fqn: readonly string[]) => readonly ConfigLayer[] {
  const location = { path, line: 1, column: 1 };
  return (name) => (fqn) => treeLayers(trees[name], fqn, location);
}

function warnUnusedTrees({ invocation }: ParseRequest, sources: Sources, models: readonly ParsedModel[]): void {
  const { project, emit } = invocation;
  const { configTrees, file } = project;
  const paths = [
    ...unusedTreePaths(
      configTrees.models,
      'models',
      models.map((model) => model.fqn),
    ),
    ...unusedTreePaths(configTrees.sources, 'sources', sources.fqns),
  ];
  for (const path of paths) {
    const message = `The configs under \`${path.join('.')}\` of ${file} apply to nothing.`;
    const hint = 'Check the names of the folders, or take the configs out.';
    emit({
      type: 'warning',
      diagnostic: { code: 'DVT1210', message, location: { path: file, line: 1, column: 1 }, hint },
    });
  }
}
