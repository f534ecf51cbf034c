import { foldersOf, type ProjectFile, stemOf } from '../files/discover.js';
import type { NodePatch } from '../properties/patch.js';
import { checkContract } from './contract.js';
import type { PackageParsing } from './package-parsing.js';
import { type ParsedBase, parseNode } from './parse-node.js';
import type { ParsedNode, Traits } from './parsed-node.js';
import { templateSource } from './template-source.js';

/** Parses one model file. Null (reported) where it cannot be read. */
export async function parseModel(file: ProjectFile, parsing: PackageParsing): Promise<ParsedNode | null> {
  const stem = stemOf(file.path);
  const patch = parsing.patches.of('models', stem);
  const { name, version } = namesOf(stem, patch);
  const own = version === null ? [name] : [name, `v${version}`];
  const source = await templateSource(file, parsing, {
    kind: 'model',
    id: ['model', parsing.project.name, ...own].join('.'),
    name,
    fqn: [parsing.project.name, ...foldersOf(file), ...own],
    patch,
    tree: 'models',
  });
  const node = source === null ? null : await parseNode(source, parsing);
  if (node === null) return null;
  checkContract(node, patch, parsing.report);
  return { ...node, traits: traitsOf(node, patch, parsing) };
}

function namesOf(stem: string, patch: NodePatch | null): { name: string; version: string | number | null } {
  if (patch?.version == null) return { name: stem, version: null };
  return { name: patch.name, version: patch.version.version };
}

function traitsOf(node: ParsedBase, patch: NodePatch | null, parsing: PackageParsing): Traits {
  const { access } = node.config.raw;
  if (access === 'private' && node.group === null) {
    const message = `The model ${node.name} is private, but in no group.`;
    const hint = 'Private models can be read by their own group alone: give it a `group:`.';
    parsing.report.add({ code: 'DVT1220', message, location: patch?.location ?? node.location, hint });
  }
  return {
    kind: 'model',
    access: access === 'private' || access === 'public' ? access : 'protected',
    version: patch?.version?.version ?? null,
    latestVersion: patch?.version?.latest ?? null,
    deprecationDate: patch?.deprecationDate ?? null,
    constraints: patch?.constraints ?? [],
  };
}
