import { BUILT_IN, targetObject } from '../context/index.js';
import { Diagnostics } from '../core/errors.js';
import type { DocBlock, Manifest } from '../spi/manifest.js';
import type { ConfigTreeName, ConnectionProfile } from '../spi/project.js';
import { buildManifest } from './build-manifest.js';
import { parseCached } from './cache/parse-cache.js';
import { unusedTreePaths } from './configs/layers.js';
import { Connections } from './connections.js';
import { docBlocks } from './docs/doc-blocks.js';
import { readPackage } from './files/package-files.js';
import { BUILT_IN_DIRECTORY } from './load-macros.js';
import type { ParseShared } from './nodes/parse-context.js';
import { type OpenedPackage, openPackage, type ParsedPackage, parsePackage, withTests } from './parse-package.js';
import type { FoundManifest, ParsePass, ParseRequest } from './parse-request.js';
import type { PatchSection } from './properties/patch.js';
import { sharePatches } from './properties/share-patches.js';

/**
 * The manifest of a project: the last one where nothing has changed, else that of a parse pass, which reads the files of a
 * project and of its packages, finds out what they call, and links them. Connects to nothing. Throws one DvtError with every
 * mistake of the project; warnings go to `invocation.emit`.
 */
export async function parseProject(request: ParseRequest): Promise<FoundManifest> {
  // A query of the command line is a part of no other manifest.
  if (request.cache === null || request.inline !== null) return { manifest: await parseAnew(request), revision: null };
  return parseCached(request.cache, request, { builtIn: BUILT_IN_DIRECTORY, parse: parseAnew });
}

async function parseAnew(asked: ParseRequest): Promise<Manifest> {
  const request: ParsePass = { ...asked, macros: await asked.macros() };
  const { invocation, profiles } = request;
  const { project, emit } = invocation;
  const report = new Diagnostics((diagnostic) => request.invocation.emit({ type: 'warning', diagnostic }));
  const connections = new Connections(profiles, profiles.resolve(project.profile));
  const files = await Promise.all([project, ...project.packages].map(readPackage));
  const docs = new Map<string, DocBlock>();
  for (const one of files) {
    for (const block of docBlocks(one.project.name, one.docs, report)) docs.set(block.id, block);
  }
  const target = targets(await profiles.threads(connections.own));
  const materializations = materializationNames(request);
  const opened: OpenedPackage[] = [];
  for (const one of files) {
    opened.push(await openPackage(one, { request, connections, target, docs, materializations, report }));
  }
  sharePatches(opened, report);
  const parsed: ParsedPackage[] = [];
  for (const one of opened) parsed.push(await parsePackage(one, request));
  const packages: ParsedPackage[] = [];
  for (const one of parsed) packages.push(await withTests(one, parsed));
  // What could not be parsed is missing from the lists: what describes it is no mistake.
  if (report.list.length === 0) {
    for (const one of packages) warnUnused(one, emit);
    warnUnusedTrees(request, packages);
  }
  warnWithoutEffect(packages, emit);
  // Names that nothing answers to are no mistakes where a file that may declare them cannot be read.
  if (packages.some(({ properties }) => !properties.complete)) report.throwIfAny();
  return buildManifest({ request, packages, docs, connections, report });
}

/** `target` of each connection, made once. */
function targets(threads: number): ParseShared['target'] {
  const made = new Map<ConnectionProfile, Readonly<Record<string, unknown>>>();
  return (profile) => {
    const known = made.get(profile) ?? targetObject(profile, threads);
    made.set(profile, known);
    return known;
  };
}

/** `materialization_insert_by_period_default` -> `insert_by_period`; of dvt's own, models have those that all know. */
function materializationNames({ macros }: ParsePass): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { name, packageName } of macros.entries.values()) {
    if (packageName === BUILT_IN) continue;
    const match = /^materialization_(\w+)_[^_]+$/.exec(name);
    if (match !== null) names.add(match[1]!);
  }
  return names;
}

function warnUnused({ parsing, nodes }: ParsedPackage, emit: ParsePass['invocation']['emit']): void {
  const names = (kind: string) => new Set(nodes.filter(({ traits }) => traits.kind === kind).map(({ name }) => name));
  const known = new Map<PatchSection, ReadonlySet<string>>([
    ['models', names('model')],
    ['seeds', names('seed')],
    ['snapshots', names('snapshot')],
    ['analyses', names('analysis')],
    ['data_tests', names('test')],
  ]);
  for (const diagnostic of parsing.patches.unused(known)) emit({ type: 'warning', diagnostic });
}

/** Kinds of nodes whose configs stand in a tree. */
const TREE_KINDS: Readonly<Partial<Record<ConfigTreeName, readonly string[]>>> = {
  models: ['model', 'analysis', 'operation'],
  seeds: ['seed'],
  snapshots: ['snapshot'],
  tests: ['test'],
};

function warnUnusedTrees({ invocation }: ParsePass, packages: readonly ParsedPackage[]): void {
  const { project, emit } = invocation;
  const { configTrees, file } = project;
  const nodes = packages.flatMap((one) => one.nodes);
  const unused = (tree: ConfigTreeName, fqns: readonly (readonly string[])[]) =>
    unusedTreePaths(configTrees[tree], tree, fqns);
  const paths = Object.entries(TREE_KINDS).flatMap(([tree, kinds]) => {
    const fqns = nodes.filter(({ traits }) => kinds.includes(traits.kind)).map(({ fqn }) => fqn);
    return unused(tree as ConfigTreeName, fqns);
  });
  paths.push(
    ...unused(
      'sources',
      packages.flatMap(({ sources }) => sources.fqns),
    ),
  );
  paths.push(
    ...unused(
      'exposures',
      packages.flatMap(({ exposures }) => exposures.map(({ exposure }) => exposure.fqn)),
    ),
  );
  for (const path of paths) {
    const message = `The configs under \`${path.join('.')}\` of ${file} apply to nothing.`;
    const hint = 'Check the names of the folders, or take the configs out.';
    const location = project.locate(path, 'key');
    emit({ type: 'warning', diagnostic: { code: 'DVT1210', message, location, hint } });
  }
}

/** One word on dbt's semantic layer, however many files use it. */
function warnWithoutEffect(packages: readonly ParsedPackage[], emit: ParsePass['invocation']['emit']): void {
  const [first] = packages.flatMap(({ properties }) => properties.withoutEffect);
  if (first === undefined) return;
  const message = `\`${first.path[0]}:\` and the like are read and have no effect: dvt has no semantic layer.`;
  const hint = 'Nothing has to be done; other tools may use them.';
  emit({ type: 'warning', diagnostic: { code: 'DVT1223', message, location: first.at(), hint } });
}
