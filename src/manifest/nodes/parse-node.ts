import type { VisibleNode } from '../../context/index.js';
import { codeFrame } from '../../core/code-frame.js';
import type { Diagnostic } from '../../core/errors.js';
import type { Location } from '../../core/position.js';
import type { Globals } from '../../jinja/index.js';
import type { FileChecksum, ManifestNode } from '../../spi/node.js';
import type { ConfigTreeName, ConnectionProfile, Project } from '../../spi/project.js';
import {
  checkConfig,
  checkTags,
  declaredTarget,
  mistypedConfig,
  type ReportConfig,
} from '../configs/declared-config.js';
import type { ConfigLayer } from '../configs/layers.js';
import { configPlace, mergeLayers } from '../configs/merge.js';
import { unrenderedConfig } from '../configs/unrendered-config.js';
import type { NodePatch } from '../properties/patch.js';
import { captureHooks } from './capture-hooks.js';
import { type PackageParsing, treesFor } from './package-parsing.js';
import { type Captured, parseGlobals } from './parse-context.js';
import type { ParsedNode } from './parsed-node.js';
import { textChecksum } from './text-checksum.js';
import type { WrittenConfig } from './written-config.js';

/** What is known of a node before it is rendered. */
export interface NodeSource {
  readonly kind: ManifestNode['kind'];
  readonly id: string;
  readonly name: string;
  readonly fqn: readonly string[];
  readonly path: string;
  readonly rawCode: string;
  /** null: of `file` */
  readonly checksum: FileChecksum | null;
  readonly location: Location;
  readonly patch: NodePatch | null;
  /** where it is not the patch's */
  readonly description?: string;
  readonly docBlocks?: readonly string[];
  readonly tree: ConfigTreeName;
  /** the text that code frames are drawn from; null: the node is made by YAML */
  readonly file: string | null;
  /** resolved name of the connection where the node says nothing; null = the project's own */
  readonly connection: string | null;
  /** what `config()` in its template says, before anything is rendered */
  readonly written: WrittenConfig;
  /** configs that are written nowhere else, under the node's own calls of `config()` */
  readonly layers: readonly ConfigLayer[];
  /** Finds what the node's template says. `prepare` makes the context to render it in; it throws what that throws. */
  capture(prepare: (captured: Captured) => Globals): Promise<Captured>;
}

/** A node without what only its kind has. */
export type ParsedBase = Omit<ParsedNode, 'traits'>;

/** Finds out what a node calls and how it is configured. Null (reported) where it cannot be read. */
export async function parseNode(source: NodeSource, parsing: PackageParsing): Promise<ParsedBase | null> {
  const { report, shared, connections, project } = parsing;
  const { kind, patch } = source;
  const trees = treesFor(parsing, source.tree, source.fqn);
  const declared = [...trees.before, ...(patch?.layers ?? [])];
  let layers: readonly ConfigLayer[] = [...declared, ...source.layers, ...trees.after];
  const placed = (key: string, code: string, message: string, hint?: string): Diagnostic => {
    const location = configPlace(mergeLayers(layers), key) ?? source.location;
    const frame = source.file !== null && location.path === source.path ? codeFrame(source.file, location) : '';
    return { code, message, location, ...(frame && { frame }), ...(hint !== undefined && { hint }) };
  };
  const problems: ReportConfig = (key, code, message, hint) => report.add(placed(key, code, message, hint));
  const checking = { kind, materializations: parsing.materializations };
  const early = mergeLayers(layers);
  const node = visibleNode(source, early.values, project);
  const usual = source.connection ?? connections.own;
  let target = declaredTarget(early);
  let profile = await connections.ofNode(target, usual, problems);
  const capture = (at: ConnectionProfile): Promise<Captured | undefined> =>
    report.try(() => source.capture((captured) => parseGlobals(node, at, captured, shared)));
  let captured = await capture(profile);
  if (captured === undefined) return null;
  layers = [...declared, ...captured.configs, ...source.layers, ...trees.after];
  const merged = captured.configs.length === 0 ? early : mergeLayers(layers);
  const config = checkConfig(merged, { ...checking, report: problems });
  if (config.target !== target) {
    target = config.target;
    profile = await connections.ofNode(target, usual, problems);
    // What the template calls may depend on `target`, which is known only now.
    captured = (await capture(profile)) ?? captured;
  }
  for (const key of merged.layers.keys()) {
    const near = mistypedConfig(kind, key);
    if (near === null) continue;
    const message = `The config \`${key}\` of ${source.name} means nothing to dvt.`;
    const location = configPlace(merged, key) ?? source.location;
    parsing.warn({ code: 'DVT1214', message, location, hint: `Did you mean \`${near}\`?` });
  }
  const group = merged.values['group'];
  const place = (key: string): Location => configPlace(merged, key) ?? source.location;
  const hooks = await captureHooks({ name: source.name, values: merged.values, place }, parsing, (found) =>
    parseGlobals(node, profile, found, shared),
  );
  return {
    id: source.id,
    name: source.name,
    packageName: project.name,
    packageRoot: project.packageRoot,
    path: source.path,
    fqn: source.fqn,
    rawCode: source.rawCode,
    checksum: node.checksum,
    description: source.description ?? patch?.description ?? '',
    docBlocks: source.docBlocks ?? patch?.docBlocks ?? [],
    columns: patch?.columns ?? [],
    config,
    unrenderedConfig: unrendered(source, captured.configs, parsing),
    tags: tagsInOrder(checkTags(merged.values, problems), [
      ...trees.before,
      ...captured.configs,
      ...source.layers,
      ...trees.after,
    ]),
    group: typeof group === 'string' ? group : null,
    calls: [...captured.calls, ...hooks.calls],
    macroDependsOn: [...new Set([...captured.macros, ...hooks.macros])],
    patchPath: patch?.path ?? null,
    location: source.location,
    connection: profile.name,
    configPlace: (key) => configPlace(merged, key),
  };
}

/** Those of the template before those of the properties file, which dbt reads later. */
function tagsInOrder(tags: readonly string[], withoutPatch: readonly ConfigLayer[]): readonly string[] {
  if (tags.length < 2) return tags;
  const first = mergeLayers(withoutPatch.filter(({ values }) => values['tags'] !== undefined)).values['tags'];
  return [...new Set([...(Array.isArray(first) ? first : []), ...tags])];
}

/** dbt compares these between two states: a config that depends on the target is the same on each. */
function unrendered(
  { tree, fqn, patch, written, layers }: NodeSource,
  calls: readonly ConfigLayer[],
  parsing: PackageParsing,
): Readonly<Record<string, unknown>> {
  return unrenderedConfig({
    ...treesFor(parsing, tree, fqn, 'unrenderedTrees'),
    declared: patch?.layers ?? [],
    // Of a singular test dbt keeps what it rendered.
    written: patch === null || patch.section === 'data_tests' ? null : patch.writtenConfig,
    calls: [...calls, ...layers],
    callTexts: written.first,
    isStatic: written.isStatic,
    // Versions are always made by their entry.
    isPatched: patch !== null && (patch.layers.length > 0 || patch.version !== null),
  });
}

function visibleNode(source: NodeSource, config: Readonly<Record<string, unknown>>, project: Project): VisibleNode {
  const { id, name, fqn, path, rawCode, patch } = source;
  return {
    id,
    name,
    packageName: project.name,
    packageRoot: project.packageRoot,
    path,
    fqn,
    rawCode,
    checksum: source.checksum ?? textChecksum(source.file ?? rawCode),
    description: source.description ?? patch?.description ?? '',
    columns: patch?.columns ?? [],
    tags: [],
    config,
    relation: null,
    dependsOn: [],
    macroDependsOn: [],
    patchPath: patch?.path ?? null,
  };
}
