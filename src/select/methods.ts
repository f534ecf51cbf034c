import type { ManifestNode, SourceNode } from '../spi/node.js';
import { matchesGlob } from './glob.js';
import { matchesFqn } from './match-fqn.js';

export type Selectable = ManifestNode | SourceNode;

/** Whether a node is what `value` describes. `parts` is what follows the method's name (`config.materialized`). */
type Matches = (node: Selectable, value: string, parts: readonly string[], projectName: string) => boolean;

/** Selector methods, with dbt's meanings (https://docs.getdbt.com/reference/node-selection/methods). */
export const METHODS = {
  fqn: (node, value) => node.kind === 'model' && (matchesFqn(node.fqn, value) || matchesFqn(node.fqn.slice(1), value)),
  tag: (node, value) => node.tags.some((tag) => matchesGlob(tag, value)),
  path: (node, value) => matchesPath(node.path, value),
  file: (node, value) => {
    const file = node.path.split('/').at(-1)!;
    return matchesGlob(file, value) || matchesGlob(file.replace(/\.[^.]*$/, ''), value);
  },
  source: (node, value) => node.kind === 'source' && matchesSource(node, value),
  config: (node, value, parts) => matchesConfig(configOf(node), value, parts),
  resource_type: (node, value) => node.kind === value,
  package: (node, value, _parts, projectName) => matchesGlob(node.packageName, value === 'this' ? projectName : value),
} satisfies Readonly<Record<string, Matches>>;

export type MethodName = keyof typeof METHODS;

/** Methods of dbt about things that dvt does not know yet. */
export const NOT_YET: readonly string[] = [
  'access',
  'exposure',
  'group',
  'metric',
  'result',
  'saved_query',
  'selector',
  'semantic_model',
  'source_status',
  'state',
  'test_name',
  'test_type',
  'unit_test',
  'version',
];

/** A folder stands for all that is in it. */
function matchesPath(path: string, value: string): boolean {
  const wanted = value.replaceAll('\\', '/').replace(/^\.\//, '').replace(/\/+$/, '');
  const parts = path.split('/');
  return parts.some((_, i) => matchesGlob(parts.slice(0, i + 1).join('/'), wanted, '/'));
}

/** `source`, `source.table` or `package.source.table`. */
function matchesSource(node: SourceNode, value: string): boolean {
  const parts = value.split('.');
  const [table, source, packageName] =
    parts.length === 1 ? ['*', parts[0]!, '*'] : [parts.at(-1)!, parts.at(-2)!, parts.at(-3) ?? '*'];
  return (
    parts.length <= 3 &&
    matchesGlob(node.packageName, packageName) &&
    matchesGlob(node.sourceName, source) &&
    matchesGlob(node.name, table)
  );
}

function configOf(node: Selectable): Readonly<Record<string, unknown>> {
  if (node.kind === 'source') return node.config;
  const { materialized, enabled, schema, database, alias } = node.config;
  return { ...node.config.raw, materialized, enabled, schema, database, alias };
}

function matchesConfig(config: unknown, value: string, parts: readonly string[]): boolean {
  let found = config;
  for (const part of parts) {
    if (found === null || typeof found !== 'object' || !Object.hasOwn(found, part)) return false;
    found = (found as Readonly<Record<string, unknown>>)[part];
  }
  if (Array.isArray(found)) return found.some((item) => sameText(item, value));
  if (found !== null && typeof found === 'object') return Object.keys(found).includes(value);
  return sameText(found, value);
}

/** Case counts, except for `True` and `true`. */
function sameText(found: unknown, value: string): boolean {
  return typeof found === 'boolean' ? String(found) === value.toLowerCase() : String(found) === value;
}
