import { foldersOf, type ProjectFile, stemOf } from '../files/discover.js';
import type { PackageParsing } from '../nodes/package-parsing.js';
import { parseNode } from '../nodes/parse-node.js';
import type { ParsedNode } from '../nodes/parsed-node.js';
import { templateSource } from '../nodes/template-source.js';
import { checkTestConfig } from './config.js';

/** Parses one file of the test paths: a query of the rows that should not be there. Null (reported) where it cannot be read. */
export async function parseSingularTest(file: ProjectFile, parsing: PackageParsing): Promise<ParsedNode | null> {
  const name = stemOf(file.path);
  const source = await templateSource(file, parsing, {
    kind: 'test',
    id: `test.${parsing.project.name}.${name}`,
    name,
    fqn: [parsing.project.name, ...foldersOf(file), name],
    patch: parsing.patches.of('data_tests', name),
    tree: 'tests',
  });
  const node = source === null ? null : await parseNode(source, parsing);
  if (node === null) return null;
  return { ...node, config: checkTestConfig(node, parsing), traits: { kind: 'test', generic: null } };
}
