import { foldersOf, type ProjectFile, stemOf } from '../files/discover.js';
import { timeSpine } from '../graph/primary-keys.js';
import { captureInput } from '../graph/written-input.js';
import type { NodePatch } from '../properties/patch.js';
import { isMapping } from '../properties/property-reader.js';
import { checkContract } from './contract.js';
import type { PackageParsing } from './package-parsing.js';
import { type ParsedBase, parseNode } from './parse-node.js';
import type { InputCall, ParsedNode, Traits } from './parsed-node.js';
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
  const calls = [...node.calls, ...(await foreignKeyCalls(patch, parsing))];
  return { ...node, calls, traits: traitsOf(node, patch, parsing) };
}

/** What foreign keys refer to: as in dbt, the model comes after it, and where the model is computed does not depend on it. */
async function foreignKeyCalls(patch: NodePatch | null, parsing: PackageParsing): Promise<readonly InputCall[]> {
  if (patch === null) return [];
  const constraints = [...patch.constraints, ...patch.columns.flatMap((column) => column.constraints)];
  const calls: InputCall[] = [];
  for (const { type, to } of constraints) {
    if (type !== 'foreign_key' || to === null) continue;
    const call = await parsing.report.try(() => captureInput(to, patch.location, parsing));
    if (call !== undefined) calls.push({ ...call, besideQuery: true });
  }
  return calls;
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
    latestVersionPointer: isLatest(patch) ? latestVersionPointer(node, parsing) : null,
    deprecationDate: patch?.deprecationDate ?? null,
    constraints: patch?.constraints ?? [],
    // It depends on the route's default materialization.
    contractChecksum: null,
    // It depends on tests.
    primaryKey: [],
    timeSpine: timeSpine(patch?.reader.value['time_spine']),
  };
}

function isLatest(patch: NodePatch | null): boolean {
  return patch?.version != null && patch.version.version === patch.version.latest;
}

/** What the config says, else the project's flag. */
function latestVersionPointer({ config }: ParsedBase, { root }: PackageParsing): { alias: string | null } | null {
  const pointer = config.raw['latest_version_pointer'];
  const { enabled = null, alias = null } = isMapping(pointer) ? pointer : {};
  const wanted = enabled ?? root.flags['latest_version_pointer_enabled_by_default'];
  return wanted === true ? { alias: typeof alias === 'string' ? alias : null } : null;
}
