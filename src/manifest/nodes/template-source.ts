import type { Template } from '../../jinja/index.js';
import type { ProjectFile } from '../files/discover.js';
import { captureTemplate } from './capture.js';
import type { PackageParsing } from './package-parsing.js';
import type { NodeSource } from './parse-node.js';
import { writtenConfig } from './written-config.js';

/** What tells one node that is written as a template from another. */
export type TemplateNode = Pick<NodeSource, 'kind' | 'id' | 'name' | 'fqn' | 'patch' | 'tree'>;

/** A node whose template is a whole file. Null (reported) where the file is no template. */
export async function templateSource(
  file: ProjectFile,
  parsing: PackageParsing,
  node: TemplateNode,
): Promise<NodeSource | null> {
  const template = await parsing.report.try(() => parsing.templater.parse(file.text, { name: file.path }));
  if (template === undefined) return null;
  const location = { path: file.path, line: 1, column: 1 };
  const written = fromTemplate(template, file.text, parsing, node.kind === 'model');
  return Object.assign(written, node, { path: file.path, file: file.text, location });
}

/** The part of a node's source that follows from its template. */
export function fromTemplate(
  template: Template,
  rawCode: string,
  { shared, templater }: PackageParsing,
  isModel: boolean,
): Pick<NodeSource, 'rawCode' | 'checksum' | 'connection' | 'layers' | 'written' | 'capture'> {
  const overridden = ['ref', 'source', 'config'].some((macro) => shared.macros.own(macro) !== undefined);
  return {
    rawCode,
    checksum: null,
    connection: null,
    layers: [],
    written: writtenConfig(template, isModel && !overridden),
    capture: (prepare) => captureTemplate(template, templater, overridden, prepare),
  };
}
