import type { Location } from '../../core/position.js';
import { blocksOf } from '../../jinja/index.js';
import { foldersOf, type ProjectFile, stemOf } from '../files/discover.js';
import { captureInput } from '../graph/written-input.js';
import type { NodePatch } from '../properties/patch.js';
import type { PackageParsing } from './package-parsing.js';
import { type NodeSource, parseNode } from './parse-node.js';
import type { ParsedNode } from './parsed-node.js';
import { checkSnapshotConfig } from './snapshot-config.js';
import { fromTemplate } from './template-source.js';
import { textChecksum } from './text-checksum.js';
import { NO_WRITTEN_CONFIG } from './written-config.js';

/** The `{% snapshot %}` blocks of one file. */
export async function parseSnapshots(file: ProjectFile, parsing: PackageParsing): Promise<readonly ParsedNode[]> {
  const template = await parsing.report.try(() => parsing.templater.parse(file.text, { name: file.path }));
  const blocks = template === undefined ? [] : blocksOf(template).filter(({ tag }) => tag === 'snapshot');
  const nodes: ParsedNode[] = [];
  for (const { name, body, bodySource, line, column } of blocks) {
    const source: NodeSource = {
      ...identity(name, [...foldersOf(file), stemOf(file.path)], parsing),
      ...fromTemplate(body, bodySource, parsing, false),
      patch: parsing.patches.of('snapshots', name),
      path: file.path,
      file: file.text,
      location: { path: file.path, line, column },
    };
    nodes.push(...(await parse(source, parsing)));
  }
  return nodes;
}

/** A snapshot that YAML alone declares, with `relation:`. `folders` are those of its file. */
export async function parseYamlSnapshot(
  patch: NodePatch,
  folders: readonly string[],
  parsing: PackageParsing,
): Promise<readonly ParsedNode[]> {
  const { relation, reader, path, location } = patch;
  if (relation === null) return [];
  parsing.patches.of('snapshots', patch.name);
  const source: NodeSource = {
    ...identity(patch.name, folders, parsing),
    rawCode: `select * from {{ ${relation} }}`,
    checksum: textChecksum(reader.file.text),
    connection: null,
    layers: [],
    written: NO_WRITTEN_CONFIG,
    capture: async () => ({
      calls: [captureInput(relation, reader.at('relation'), parsing)],
      configs: [],
      macros: new Set(),
    }),
    patch,
    path,
    file: null,
    location,
  };
  return parse(source, parsing);
}

function identity(
  name: string,
  folders: readonly string[],
  { project }: PackageParsing,
): Pick<NodeSource, 'kind' | 'id' | 'name' | 'fqn' | 'tree'> {
  const fqn = [project.name, ...folders, name];
  return { kind: 'snapshot', id: `snapshot.${project.name}.${name}`, name, fqn, tree: 'snapshots' };
}

async function parse(source: NodeSource, parsing: PackageParsing): Promise<readonly ParsedNode[]> {
  const node = await parseNode(source, parsing);
  if (node === null) return [];
  checkSnapshotConfig(node, parsing.report);
  const configPlaces: Record<string, Location> = {};
  for (const key of ['unique_key', 'updated_at', 'check_cols']) {
    const place = node.configPlace(key);
    if (place !== undefined) configPlaces[key] = place;
  }
  return [{ ...node, traits: { kind: 'snapshot', location: node.location, configPlaces } }];
}
