import { baseContext, type Invocation, nodeGlobals } from '../context/index.js';
import type { Diagnostics } from '../core/errors.js';
import { searchedPackages } from '../core/package-search.js';
import type { DocBlock } from '../spi/manifest.js';
import type { Project } from '../spi/project.js';
import type { Connections } from './connections.js';
import { docFunction } from './docs/doc-blocks.js';
import { type ParsedExposure, parseExposure } from './exposures.js';
import { foldersOf, type ProjectFile, pythonModel } from './files/discover.js';
import type { PackageFiles } from './files/package-files.js';
import { parseAnalysis } from './nodes/analyses.js';
import { parseModel } from './nodes/models.js';
import { parseOperations } from './nodes/operations.js';
import type { PackageParsing } from './nodes/package-parsing.js';
import type { ParseShared } from './nodes/parse-context.js';
import type { ParsedNode } from './nodes/parsed-node.js';
import { parseSeed } from './nodes/seeds.js';
import { parseSnapshots, parseYamlSnapshot } from './nodes/snapshots.js';
import type { ParsePass } from './parse-request.js';
import { PatchIndex } from './properties/match-patches.js';
import { type Properties, type RenderYaml, readProperties } from './properties/read-properties.js';
import { buildSources, type Sources } from './sources/build-sources.js';
import { testPackage } from './tests/of-package.js';
import { parseSingularTest } from './tests/singular.js';

/** What one package holds, before anything is looked up over all packages. */
export interface ParsedPackage {
  readonly files: PackageFiles;
  readonly parsing: PackageParsing;
  readonly properties: Properties;
  readonly sources: Sources;
  /** in the order of the files; generic tests behind what they test */
  readonly nodes: readonly ParsedNode[];
  readonly exposures: readonly ParsedExposure[];
}

/** What the packages of one project share. */
export interface ProjectParsing {
  readonly request: ParsePass;
  readonly connections: Connections;
  /** `target` of a connection */
  readonly target: ParseShared['target'];
  readonly docs: ReadonlyMap<string, DocBlock>;
  readonly materializations: ReadonlySet<string>;
  readonly report: Diagnostics;
}

/** A package whose properties files are read. */
export interface OpenedPackage {
  readonly files: PackageFiles;
  readonly parsing: PackageParsing;
  readonly properties: Properties;
  /** folders of a properties file, by its path */
  readonly foldersAt: (path: string) => readonly string[];
}

/** Reads what the properties files of one package say. */
export async function openPackage(files: PackageFiles, parsing: ProjectParsing): Promise<OpenedPackage> {
  const { request, connections, report } = parsing;
  const { project } = files;
  const root = request.invocation.project;
  const shared: ParseShared = {
    base: baseContext(invocationOf(request.invocation, project), false),
    macros: request.macros.names.within(project.name),
    target: parsing.target,
    engines: [request.defaultEngine],
  };
  const yaml = renderYaml(project, shared, parsing);
  const properties = await readProperties(files.properties, yaml, report);
  const folders = new Map(files.properties.map((file) => [file.path, foldersOf(file)]));
  const foldersAt = (path: string): readonly string[] => folders.get(path) ?? [];
  const own: PackageParsing = {
    project,
    root,
    templater: request.templater,
    yaml,
    shared,
    connections,
    patches: new PatchIndex(properties.patches, report),
    materializations: parsing.materializations,
    storeFailures: request.invocation.storeFailures === true,
    report,
    warn: (diagnostic) => request.invocation.emit({ type: 'warning', diagnostic }),
  };
  return { files, parsing: own, properties, foldersAt };
}

/** Parses the files of one package, but for its generic tests. */
export async function parsePackage(opened: OpenedPackage, request: ParsePass): Promise<ParsedPackage> {
  const { files, parsing, properties, foldersAt } = opened;
  const sources = buildSources(properties.sources, { ...parsing, folders: foldersAt });
  const nodes = await parseNodes(files, foldersAt, parsing, request);
  const exposures: ParsedExposure[] = [];
  for (const exposure of properties.exposures) {
    exposures.push(await parseExposure(exposure, foldersAt(exposure.path), parsing));
  }
  return { files, parsing, properties, sources, nodes, exposures };
}

/** Adds the generic tests of a package, which may be written for nodes of others. */
export async function withTests(parsed: ParsedPackage, packages: readonly ParsedPackage[]): Promise<ParsedPackage> {
  const { parsing, properties, sources } = parsed;
  const elsewhere = packages.filter((one) => one !== parsed).flatMap(({ nodes }) => nodes);
  const tests = await testPackage({ parsing, nodes: parsed.nodes, elsewhere, sources, patches: properties.patches });
  return { ...parsed, nodes: [...parsed.nodes, ...tests] };
}

async function parseNodes(
  files: PackageFiles,
  foldersAt: (path: string) => readonly string[],
  parsing: PackageParsing,
  { inline }: ParsePass,
): Promise<readonly ParsedNode[]> {
  const nodes: (ParsedNode | null)[] = [];
  for (const { path } of files.pythonModels) parsing.report.add(pythonModel(path));
  const isRoot = parsing.project === parsing.root;
  const inlineFile: readonly ProjectFile[] =
    inline === null || !isRoot ? [] : [{ path: `${inline.name}.sql`, base: '.', text: inline.sql }];
  for (const file of [...files.models, ...inlineFile]) nodes.push(await parseModel(file, parsing));
  for (const file of files.seeds) nodes.push(await parseSeed(file, parsing));
  for (const file of files.snapshots) nodes.push(...(await parseSnapshots(file, parsing)));
  for (const patch of parsing.patches.in('snapshots')) {
    nodes.push(...(await parseYamlSnapshot(patch, foldersAt(patch.path), parsing)));
  }
  for (const file of files.analyses) nodes.push(await parseAnalysis(file, parsing));
  for (const file of files.singularTests) nodes.push(await parseSingularTest(file, parsing));
  nodes.push(...(await parseOperations(parsing)));
  return nodes.filter((node) => node !== null);
}

/** The invocation as a package sees it: with its own variables under the project's. */
function invocationOf(invocation: Invocation, project: Project): Invocation {
  return { ...invocation, vars: invocation.vars.within(project.name) };
}

function renderYaml(
  project: Project,
  shared: ParseShared,
  { request, connections, target, docs }: ProjectParsing,
): RenderYaml {
  const { templater, invocation } = request;
  const globals = async (docIds: Set<string> | null) => {
    const names = new Map<string, unknown>([['target', target(await connections.profile(connections.own))]]);
    const used = (block: DocBlock): void => void docIds?.add(block.id);
    if (docIds !== null) names.set('doc', docFunction(docs, searchedPackages(project.name, invocation.project), used));
    return nodeGlobals(shared.base, names, shared.macros);
  };
  return {
    value: async (text, { path }) => templater.renderNative(templater.parse(text, { name: path }), await globals(null)),
    description: async (text, { path }) => {
      const used = new Set<string>();
      const rendered = await templater.render(templater.parse(text, { name: path }), await globals(used));
      return { text: rendered.text, docBlocks: [...used] };
    },
  };
}
