import type { ProjectFile } from '../files/discover.js';
import type { PackageParsing } from './package-parsing.js';
import { parseNode } from './parse-node.js';
import type { ParsedNode } from './parsed-node.js';
import { templateSource } from './template-source.js';

/** The hooks of a project file, `on-run-start` before `on-run-end`. */
export async function parseOperations(parsing: PackageParsing): Promise<readonly ParsedNode[]> {
  const { project } = parsing;
  const path = project.packageRoot === '' ? project.file : `${project.packageRoot}/${project.file}`;
  const moments = [
    ['on-run-start', project.onRunStart],
    ['on-run-end', project.onRunEnd],
  ] as const;
  const nodes: ParsedNode[] = [];
  for (const [moment, statements] of moments) {
    for (const [index, text] of statements.entries()) {
      const name = `${project.name}-${moment}-${index}`;
      const file: ProjectFile = { path, base: '.', text };
      const source = await templateSource(file, parsing, {
        kind: 'operation',
        id: `operation.${project.name}.${name}`,
        name,
        fqn: [project.name, 'hooks', name],
        patch: null,
        tree: 'models',
      });
      const node = source === null ? null : await parseNode(source, parsing);
      if (node === null) continue;
      nodes.push({ ...node, tags: [...node.tags, moment], traits: { kind: 'operation', moment, index } });
    }
  }
  return nodes;
}
