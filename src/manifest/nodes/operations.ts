import { join } from 'node:path';
import { Diagnostics } from '../../core/errors.js';
import { readText } from '../../core/text-file.js';
import type { FileChecksum } from '../../spi/node.js';
import type { ProjectFile } from '../files/discover.js';
import type { PackageParsing } from './package-parsing.js';
import { parseNode } from './parse-node.js';
import type { ParsedNode } from './parsed-node.js';
import { templateSource } from './template-source.js';
import { textChecksum } from './text-checksum.js';

/** The hooks of a project file, `on-run-start` before `on-run-end`. */
export async function parseOperations(parsing: PackageParsing): Promise<readonly ParsedNode[]> {
  const { project } = parsing;
  const path = project.packageRoot === '' ? project.file : `${project.packageRoot}/${project.file}`;
  const moments = [
    ['on-run-start', project.onRunStart],
    ['on-run-end', project.onRunEnd],
  ] as const;
  const nodes: ParsedNode[] = [];
  let checksum: FileChecksum | undefined;
  for (const [moment, statements] of moments) {
    for (const [index, text] of statements.entries()) {
      const name = `${project.name}-${moment}-${index}`;
      const file: ProjectFile = { path, base: '.', text };
      // The places of a hook's template are those of its text, not of the file that it is written in.
      const own = new Diagnostics();
      const source = await templateSource(
        file,
        { ...parsing, report: own },
        {
          kind: 'operation',
          id: `operation.${project.name}.${name}`,
          name,
          fqn: [project.name, 'hooks', name],
          patch: null,
          tree: 'models',
        },
      );
      // To dbt a hook is a part of its project file.
      checksum ??= textChecksum(readText(join(project.root, project.file), path) ?? '');
      const node = source === null ? null : await parseNode({ ...source, checksum }, { ...parsing, report: own });
      const location = project.locate([moment, index]);
      for (const { frame: _, ...found } of own.list) parsing.report.add({ ...found, location });
      if (node === null) continue;
      nodes.push({ ...node, tags: [...node.tags, moment], traits: { kind: 'operation', moment, index, location } });
    }
  }
  return nodes;
}
