import { select } from '../../select/index.js';
import type { ManifestNode, SourceNode } from '../../spi/node.js';
import type { ExitCode } from '../exit-code.js';
import type { Options } from '../options.js';
import { parse } from '../parsed-project.js';
import type { Session } from '../session.js';

/** `dvt ls`: models and sources, one a line, as dbt writes them. */
export async function lsCommand(session: Session, options: Options): Promise<ExitCode> {
  const { manifest } = await parse(session);
  const { ids, warnings } = select(manifest, { select: options.select, exclude: options.exclude });
  for (const diagnostic of warnings) session.emit({ type: 'warning', diagnostic });
  const { console } = session.invocation;
  const nodes = ids
    .map((id) => manifest.nodes.get(id) ?? manifest.sources.get(id))
    .filter((node) => node !== undefined)
    .filter((node) => options.resourceTypes.length === 0 || options.resourceTypes.includes(node.kind));
  const lines = nodes.map((node) => line(node, options)).sort();
  for (const text of lines) console.print(text);
  if (lines.length === 0) {
    session.emit({ type: 'warning', diagnostic: { code: 'DVT1230', message: 'No nodes selected!' } });
  }
  return 0;
}

function line(node: ManifestNode | SourceNode, options: Options): string {
  switch (options.output) {
    case 'name':
      return node.kind === 'source' ? `${node.sourceName}.${node.name}` : node.name;
    case 'path':
      return node.path;
    case 'json':
      return JSON.stringify(fields(node, options.outputKeys));
    default:
      return node.kind === 'source' ? `source:${node.fqn.join('.')}` : node.fqn.join('.');
  }
}

/** dbt's keys, and dvt's own: connection, route. */
function fields(node: ManifestNode | SourceNode, keys: readonly string[]): Record<string, unknown> {
  const all: Record<string, unknown> = {
    name: node.name,
    resource_type: node.kind,
    package_name: node.packageName,
    original_file_path: node.path,
    unique_id: node.id,
    ...(node.kind !== 'source'
      ? {
          alias: node.relation?.identifier ?? node.name,
          config: node.config.raw,
          tags: node.tags,
          depends_on: { macros: node.macroDependsOn, nodes: node.dependsOn },
          route: node.route,
        }
      : { source_name: node.sourceName, config: node.config, tags: node.tags }),
    connection: node.connection,
    relation: node.relation,
  };
  if (keys.length === 0) return all;
  return Object.fromEntries(Object.entries(all).filter(([key]) => keys.includes(key)));
}
