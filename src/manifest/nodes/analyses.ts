import { foldersOf, type ProjectFile, stemOf } from '../files/discover.js';
import type { PackageParsing } from './package-parsing.js';
import { parseNode } from './parse-node.js';
import type { ParsedNode } from './parsed-node.js';
import { templateSource } from './template-source.js';

/** Parses one file of the analysis paths. Null (reported) where it cannot be read. */
export async function parseAnalysis(file: ProjectFile, parsing: PackageParsing): Promise<ParsedNode | null> {
  const name = stemOf(file.path);
  const corrected = parsing.root.flags['require_corrected_analysis_fqns'] === true;
  const source = await templateSource(file, parsing, {
    kind: 'analysis',
    id: `analysis.${parsing.project.name}.${name}`,
    name,
    fqn: [parsing.project.name, ...(corrected ? [] : ['analysis']), ...foldersOf(file), name],
    patch: parsing.patches.of('analyses', name),
    tree: 'models',
  });
  const node = source === null ? null : await parseNode(source, parsing);
  return node === null ? null : { ...node, traits: { kind: 'analysis' } };
}
