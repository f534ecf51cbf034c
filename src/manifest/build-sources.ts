import { type Diagnostic, type Diagnostics, DvtError } from '../core/errors.js';
import type { SourceNode } from '../spi/node.js';
import type { Quoting } from '../spi/project.js';
import { type ConfigLayer, mergeLayers } from './config-layers.js';
import type { Connections } from './connections.js';
import { checkBoolean, checkTags, type ReportConfig } from './model-config.js';
import { isMapping } from './property-reader.js';
import { sourceKey } from './resolve-inputs.js';
import type { SourceDeclaration } from './source-properties.js';

/** What making sources needs beside their declarations. */
export interface SourceBuilding {
  readonly packageName: string;
  readonly quoting: Quoting;
  readonly connections: Connections;
  /** layers of the project's config tree for an fqn */
  readonly tree: (fqn: readonly string[]) => readonly ConfigLayer[];
  /** folders of a properties file below its model path */
  readonly folders: (path: string) => readonly string[];
  readonly report: Diagnostics;
}

/** Every declared source table. */
export interface Sources {
  /** enabled ones by id */
  readonly nodes: ReadonlyMap<string, SourceNode>;
  /** enabled ones by `sourceKey` */
  readonly byKey: ReadonlyMap<string, SourceNode>;
  /** paths of disabled ones by `sourceKey` */
  readonly disabled: ReadonlyMap<string, string>;
  /** fqns of all, disabled ones included */
  readonly fqns: readonly (readonly string[])[];
  /** ids of sources that name an output of the project's own profile, whatever `--target` says, with the name */
  readonly pinned: ReadonlyMap<string, string>;
}

/** Makes sources of their declarations. */
export function buildSources(declarations: readonly SourceDeclaration[], building: SourceBuilding): Sources {
  const nodes = new Map<string, SourceNode>();
  const byKey = new Map<string, SourceNode>();
  const disabled = new Map<string, string>();
  const pinned = new Map<string, string>();
  const fqns: (readonly string[])[] = [];
  for (const declaration of declarations) {
    const { sourceName, name, path, location } = declaration;
    const fqn = [building.packageName, ...building.folders(path), sourceName, name];
    fqns.push(fqn);
    const merged = mergeLayers([...building.tree(fqn), ...declaration.layers]);
    const problems: ReportConfig = (key, code, message, hint) => {
      const place = merged.layers.get(key)?.location ?? location;
      building.report.add({ code, message, location: place, ...(hint !== undefined && { hint }) });
    };
    const key = sourceKey(sourceName, name);
    if (!checkBoolean(merged.values, 'enabled', true, problems)) {
      disabled.set(key, path);
      continue;
    }
    const node = sourceNode(declaration, { fqn, values: merged.values, problems }, building);
    const before = byKey.get(key);
    if (before !== undefined) building.report.add(declaredTwice(node, before));
    nodes.set(node.id, node);
    byKey.set(key, node);
    if (declaration.profile?.name === node.connection && node.connection.includes('.')) {
      pinned.set(node.id, node.connection);
    }
  }
  return { nodes, byKey, disabled, fqns, pinned };
}

interface Merged {
  readonly fqn: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
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
    id: `source.${building.packageName}.${sourceName}.${name}`,
    sourceName,
    name,
    packageName: building.packageName,
    path: declared.path,
    location: declared.location,
    fqn: merged.fqn,
    description: declared.description,
    sourceDescription: '',
    freshness: null,
    loadedAtField: null,
    loadedAtQuery: null,
    columns: declared.columns,
    tags: checkTags(values, merged.problems),
    config: values,
    meta,
    loader: declared.loader,
    connection: connectionOf(declared, building),
    relation,
    quoting: { ...building.quoting, ...declared.quoting },
    externalLocation: externalLocation(values, { ...meta, ...relation, name }),
  };
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
