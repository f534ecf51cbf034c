import { type Diagnostic, DvtError } from '../../core/errors.js';
import type { SourceNode } from '../../spi/node.js';
import { checkBoolean, checkTags, type ReportConfig } from '../configs/declared-config.js';
import { configPlace, type MergedConfig, mergeLayers } from '../configs/merge.js';
import { type PackageParsing, type TreeLayers, treesFor } from '../nodes/package-parsing.js';
import { isMapping } from '../properties/property-reader.js';
import { completeFreshness, freshnessOf } from './freshness.js';
import type { SourceDeclaration } from './read-source.js';
import { unrenderedSourceConfig } from './unrendered-config.js';

/** What making sources needs beside their declarations. */
export interface SourceBuilding extends Pick<PackageParsing, 'project' | 'root' | 'connections' | 'report'> {
  /** folders of a properties file below its path */
  readonly folders: (path: string) => readonly string[];
}

/** A source table with what its YAML says. */
export interface DeclaredSource {
  readonly node: SourceNode;
  readonly declaration: SourceDeclaration;
}

/** Every source table that one package declares. */
export interface Sources {
  /** enabled ones */
  readonly declared: readonly DeclaredSource[];
  readonly disabled: readonly DeclaredSource[];
  /** fqns of all, disabled ones included */
  readonly fqns: readonly (readonly string[])[];
  /** ids of sources that name an output of the project's own profile, whatever `--target` says, with the name */
  readonly pinned: ReadonlyMap<string, string>;
}

/** Makes sources of their declarations. */
export function buildSources(declarations: readonly SourceDeclaration[], building: SourceBuilding): Sources {
  const declared = new Map<string, DeclaredSource>();
  const disabled: DeclaredSource[] = [];
  const pinned = new Map<string, string>();
  const fqns: (readonly string[])[] = [];
  for (const declaration of declarations) {
    const { sourceName, name, path, location } = declaration;
    const fqn = [building.project.name, ...building.folders(path), sourceName, name];
    fqns.push(fqn);
    const trees = treesFor(building, 'sources', fqn);
    const unrendered = treesFor(building, 'sources', fqn, 'unrenderedTrees');
    const merged = withOwnTags(
      mergeLayers([...trees.before, ...declaration.layers, ...trees.after]),
      declaration,
      trees,
    );
    const problems: ReportConfig = (key, code, message, hint) => {
      const place = configPlace(merged, key) ?? location;
      building.report.add({ code, message, location: place, ...(hint !== undefined && { hint }) });
    };
    const enabled = checkBoolean(merged.values, 'enabled', true, problems);
    const { freshness = {} } = merged.values;
    const values = { ...merged.values, enabled, freshness: completeFreshness(freshness) };
    const unrenderedConfig = unrenderedSourceConfig(declaration.layers, unrendered);
    const node = sourceNode(declaration, { fqn, values, unrenderedConfig, problems }, building);
    if (!enabled) {
      disabled.push({ node, declaration });
      continue;
    }
    const before = declared.get(node.id);
    if (before !== undefined) building.report.add(declaredTwice(node, before.node));
    declared.set(node.id, { node, declaration });
    if (declaration.profile?.name === node.connection && node.connection.includes('.')) {
      pinned.set(node.id, node.connection);
    }
  }
  return { declared: [...declared.values()], disabled, fqns, pinned };
}

/**
 * The tags of a source are those of its YAML, as in dbt: those of the project file have no effect, but that the project's own
 * file has the last word on a package's sources.
 */
function withOwnTags(merged: MergedConfig, { layers }: SourceDeclaration, { after }: TreeLayers): MergedConfig {
  const over = after.filter((layer) => layer.values['tags'] !== undefined).at(-1);
  const tags = mergeLayers(over === undefined ? layers : [over]).values['tags'];
  const { tags: _, ...values } = merged.values;
  return { ...merged, values: Array.isArray(tags) ? { ...values, tags: [...tags].sort() } : { ...values, tags } };
}

interface Merged {
  readonly fqn: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
  readonly unrenderedConfig: SourceNode['unrendered']['config'];
  readonly problems: ReportConfig;
}

function sourceNode(declared: SourceDeclaration, merged: Merged, building: SourceBuilding): SourceNode {
  const { values } = merged;
  const meta = isMapping(values['meta']) ? values['meta'] : {};
  const { sourceName, name } = declared;
  // Without a profile it is dbt's source, which lives in the schema of its name.
  const schema = declared.schema ?? (declared.profile === null ? sourceName : null);
  const relation = { database: declared.database, schema, identifier: declared.identifier };
  return {
    kind: 'source',
    id: `source.${building.project.name}.${sourceName}.${name}`,
    sourceName,
    name,
    packageName: building.project.name,
    path: declared.path,
    location: declared.location,
    fqn: merged.fqn,
    description: declared.description,
    docBlocks: declared.docBlocks,
    sourceDescription: declared.sourceDescription,
    freshness: freshnessOf(values['freshness'], merged.problems),
    loadedAtField: textOf(values['loaded_at_field']),
    loadedAtQuery: textOf(values['loaded_at_query']),
    columns: declared.columns,
    tags: checkTags(values, merged.problems),
    config: values,
    meta,
    loader: declared.loader,
    connection: connectionOf(declared, building),
    relation,
    quoting: { ...building.project.quoting, ...declared.quoting },
    ownQuoting: declared.quoting,
    sourceMeta: declared.sourceMeta,
    external: declared.external,
    unrendered: { ...declared.unrendered, config: merged.unrenderedConfig },
    externalLocation: externalLocation(values, { ...meta, ...relation, name }),
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function connectionOf({ profile }: SourceDeclaration, { connections }: SourceBuilding): string {
  if (profile === null) return connections.own;
  try {
    return connections.resolve(profile.name);
  } catch (error) {
    if (!(error instanceof DvtError)) throw error;
    for (const { code, message, hint } of error.diagnostics) profile.reader.add(code, message, profile.key, hint);
    return connections.own;
  }
}

/** dbt-duckdb's `external_location`, in `meta` or `config`, with `{name}` and its like filled in. */
function externalLocation(
  values: Readonly<Record<string, unknown>>,
  fields: Readonly<Record<string, unknown>>,
): string | null {
  const location = values['external_location'] ?? fields['external_location'];
  if (typeof location !== 'string') return null;
  return location.replace(/\{(\w+)\}/g, (whole, field: string) => {
    const value = Object.hasOwn(fields, field) ? fields[field] : undefined;
    return value === undefined || value === null ? whole : String(value);
  });
}

function declaredTwice(node: SourceNode, before: SourceNode): Diagnostic {
  return {
    code: 'DVT1204',
    message: `The source table ${node.sourceName}.${node.name} is declared twice.`,
    location: node.location,
    hint: 'Take one of the two out.',
    related: [{ message: 'the first declaration', location: before.location }],
  };
}
