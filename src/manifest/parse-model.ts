import { createHash } from 'node:crypto';
import type { VisibleNode } from '../context/index.js';
import { codeFrame } from '../core/code-frame.js';
import type { Diagnostic, Diagnostics } from '../core/errors.js';
import type { Templater } from '../jinja/index.js';
import type { ConnectionProfile } from '../spi/project.js';
import { captureModel } from './capture-model.js';
import { type ConfigLayer, mergeLayers } from './config-layers.js';
import type { Connections } from './connections.js';
import { foldersOf, type ProjectFile, stemOf } from './discover.js';
import { checkModelConfig, checkTags, mistypedConfig, type ReportConfig } from './model-config.js';
import type { ModelPatch } from './model-properties.js';
import { type Captured, type ParseShared, parseGlobals } from './parse-context.js';
import type { ParsedModel } from './parsed-model.js';

/** What parsing one model needs beside its file. */
export interface ModelParsing {
  readonly packageName: string;
  readonly templater: Templater;
  readonly shared: ParseShared;
  readonly connections: Connections;
  /** layers of the project's config tree for an fqn */
  readonly tree: (fqn: readonly string[]) => readonly ConfigLayer[];
  readonly patches: ReadonlyMap<string, ModelPatch>;
  readonly report: Diagnostics;
  readonly warn: (diagnostic: Diagnostic) => void;
}

/** Parses one model file: what it calls and how it is configured. Null (reported) where it cannot be read. */
export async function parseModel(file: ProjectFile, parsing: ModelParsing): Promise<ParsedModel | null> {
  const { packageName, patches, report, shared } = parsing;
  const name = stemOf(file.path);
  const fqn = [packageName, ...foldersOf(file), name];
  const patch = patches.get(name) ?? null;
  const declared = [...parsing.tree(fqn), ...(patch?.layers ?? [])];
  const template = await report.try(() => parsing.templater.parse(file.text, { name: file.path }));
  if (template === undefined) return null;
  const node = visibleNode(file, { name, fqn, packageName, patch, config: mergeLayers(declared).values });
  const overridden = ['ref', 'source', 'config'].some((macro) => shared.macros.own(macro) !== undefined);
  const capture = (profile: ConnectionProfile): Promise<Captured | undefined> =>
    report.try(() =>
      captureModel(template, parsing.templater, overridden, (captured) =>
        parseGlobals(node, profile, captured, shared),
      ),
    );
  const problems: ReportConfig = (key, code, message, hint) => report.add(placed(key, code, message, hint));
  let layers = declared;
  const placed = (key: string, code: string, message: string, hint?: string): Diagnostic => {
    const location = mergeLayers(layers).layers.get(key)?.location ?? { path: file.path, line: 1, column: 1 };
    const frame = location.path === file.path ? codeFrame(file.text, location) : '';
    return { code, message, location, ...(frame && { frame }), ...(hint !== undefined && { hint }) };
  };
  const silent: ReportConfig = () => {};
  let target = checkModelConfig(mergeLayers(declared), silent).target;
  let profile = await parsing.connections.ofModel(target, problems);
  let captured = await capture(profile);
  if (captured === undefined) return null;
  layers = [...declared, ...captured.configs];
  const merged = mergeLayers(layers);
  const config = checkModelConfig(merged, problems);
  if (config.target !== target) {
    target = config.target;
    profile = await parsing.connections.ofModel(target, problems);
    // What the template calls may depend on `target`, which is known only now.
    captured = (await capture(profile)) ?? captured;
  }
  for (const [key, { location }] of merged.layers) {
    const near = mistypedConfig(key);
    if (near === null) continue;
    const message = `The config \`${key}\` of ${name} means nothing to dvt.`;
    parsing.warn({ code: 'DVT1214', message, location, hint: `Did you mean \`${near}\`?` });
  }
  return {
    ...node,
    config,
    tags: checkTags(merged.values, problems),
    calls: captured.calls,
    macroDependsOn: [...captured.macros],
    connection: profile.name,
  };
}

interface Described {
  readonly name: string;
  readonly fqn: readonly string[];
  readonly packageName: string;
  readonly patch: ModelPatch | null;
  readonly config: Readonly<Record<string, unknown>>;
}

function visibleNode(file: ProjectFile, { name, fqn, packageName, patch, config }: Described): VisibleNode {
  return {
    id: `model.${packageName}.${name}`,
    name,
    packageName,
    path: file.path,
    fqn,
    rawCode: file.text,
    checksum: createHash('sha256').update(file.text).digest('hex'),
    description: patch?.description ?? '',
    columns: patch?.columns ?? [],
    tags: [],
    config,
    relation: null,
    dependsOn: [],
    macroDependsOn: [],
    patchPath: patch?.path ?? null,
  };
}
