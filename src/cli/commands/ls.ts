import type { ExitCode } from '../exit-code.js';
import type { Options } from '../options.js';
import { parse } from '../parsed-project.js';
import { type Selected, selected } from '../selected-nodes.js';
import type { Session } from '../session.js';

/** `dvt ls`: what is selected, one a line, as dbt writes it. */
export async function lsCommand(session: Session, options: Options): Promise<ExitCode> {
  const { manifest } = await parse(session);
  const { console } = session.invocation;
  // As dbt lists them, analyses only where they are asked for.
  const analyses = options.resourceTypes.some((type) => type === 'analysis' || type === 'all');
  const items = (await selected(session, manifest)).filter(({ kind }) => analyses || kind !== 'analysis');
  // dbt's order: kind by kind, since an id begins with it.
  items.sort((a, b) => (a.id < b.id ? -1 : 1));
  const lines = items.map((item) => line(item, options));
  for (const text of lines) console.print(text);
  if (lines.length === 0) {
    session.emit({ type: 'warning', diagnostic: { code: 'DVT1230', message: 'No nodes selected!' } });
  }
  return 0;
}

function line(item: Selected, options: Options): string {
  switch (options.output) {
    case 'name':
      return nameOf(item);
    case 'path':
      return item.path;
    case 'json':
      return JSON.stringify(fields(item, options.outputKeys));
    default:
      return selectorOf(item);
  }
}

function nameOf(item: Selected): string {
  if (item.kind === 'source') return `${item.sourceName}.${item.name}`;
  return item.kind === 'model' && item.version !== null ? `${item.name}.v${item.version}` : item.name;
}

/** A criterion that selects it alone. */
function selectorOf(item: Selected): string {
  switch (item.kind) {
    case 'source':
      return `source:${item.fqn.join('.')}`;
    case 'exposure':
      return `exposure:${item.packageName}.${item.name}`;
    case 'unit_test':
      return `unit_test:${item.packageName}.${item.name}${item.version === null ? '' : `_v${item.version}`}`;
    default:
      return item.fqn.join('.');
  }
}

/** dbt's keys, and dvt's own: connection, relation, route. */
function fields(item: Selected, keys: readonly string[]): Record<string, unknown> {
  const all: Record<string, unknown> = {
    name: item.name,
    resource_type: item.kind,
    package_name: item.packageName,
    original_file_path: item.path,
    unique_id: item.id,
    ...ownFields(item),
    // dbt has those of a unit test in its config alone.
    ...(item.kind !== 'unit_test' && { tags: item.tags }),
  };
  if (keys.length === 0) return all;
  return Object.fromEntries(Object.entries(all).filter(([key]) => keys.includes(key)));
}

function ownFields(item: Selected): Record<string, unknown> {
  switch (item.kind) {
    case 'source':
      return {
        source_name: item.sourceName,
        config: item.config,
        connection: item.connection,
        relation: item.relation,
      };
    case 'exposure':
      return { config: item.config, depends_on: { macros: [], nodes: item.dependsOn } };
    case 'unit_test':
      return { config: item.config, depends_on: { macros: [], nodes: [item.testedNode] } };
    default:
      return {
        alias: item.relation?.identifier ?? item.config.alias ?? item.name,
        config: item.config.raw,
        depends_on: { macros: item.macroDependsOn, nodes: item.dependsOn },
        route: item.route,
        connection: item.connection,
        relation: item.relation,
      };
  }
}
