import { csvRows } from '../../../core/csv-rows.js';
import { pathInFolder } from '../../../core/dbt-path.js';
import type {
  DocBlock,
  Exposure,
  Group,
  MacroEntry,
  SavedSelector,
  UnitTest,
  UnitTestRows,
} from '../../../spi/manifest.js';
import { sourcesFirst } from './inputs.js';
import { definitionEntry } from './selector-definition.js';

type Entry = Readonly<Record<string, unknown>>;

export function macroEntry(macro: MacroEntry): Entry {
  return {
    name: macro.name,
    resource_type: 'macro',
    package_name: macro.packageName,
    path: macro.path,
    original_file_path: macro.path,
    unique_id: macro.id,
    macro_sql: macro.source,
    depends_on: { macros: macro.macroDependsOn },
    description: macro.description,
    meta: macro.meta,
    docs: { show: macro.docs.show, node_color: macro.docs.nodeColor },
    patch_path: macro.patchPath === null ? null : `${macro.packageName}://${macro.patchPath}`,
    arguments: macro.arguments,
    supported_languages: macro.supportedLanguages,
  };
}

export function docEntry(doc: DocBlock): Entry {
  return {
    name: doc.name,
    resource_type: 'doc',
    package_name: doc.packageName,
    path: pathInFolder(doc.path),
    original_file_path: doc.path,
    unique_id: doc.id,
    block_contents: doc.contents,
  };
}

export function exposureEntry(exposure: Exposure): Entry {
  return {
    name: exposure.name,
    resource_type: 'exposure',
    package_name: exposure.packageName,
    path: pathInFolder(exposure.path),
    original_file_path: exposure.path,
    unique_id: exposure.id,
    fqn: exposure.fqn,
    type: exposure.type,
    owner: { email: null, ...exposure.owner },
    description: exposure.description,
    label: exposure.label,
    maturity: exposure.maturity,
    meta: exposure.meta,
    tags: exposure.tags,
    config: { ...exposure.config, tags: exposure.tags, meta: exposure.meta },
    unrendered_config: exposure.unrenderedConfig,
    url: exposure.url,
    depends_on: { macros: [], nodes: sourcesFirst(exposure.dependsOn) },
    refs: exposure.refs.map(({ name, package: packageName, version }) => ({ name, package: packageName, version })),
    sources: exposure.sources,
    metrics: [],
  };
}

export function groupEntry(group: Group): Entry {
  return {
    name: group.name,
    resource_type: 'group',
    package_name: group.packageName,
    path: pathInFolder(group.path),
    original_file_path: group.path,
    unique_id: group.id,
    owner: { email: null, ...group.owner },
    // v12 has them since dbt-core 1.10 alone.
    ...(group.description !== '' && { description: group.description }),
    ...(!isEmpty(group.config) && { config: { meta: {}, ...group.config } }),
  };
}

export function selectorEntry({ name, definition, description, isDefault }: SavedSelector): Entry {
  return {
    name,
    ...(description !== '' && { description }),
    ...(isDefault && { default: true }),
    definition: definitionEntry(definition),
  };
}

/** `schema`: where the tested model is published. */
export function unitTestEntry(test: UnitTest, schema: string | null): Entry {
  const { macros, vars, envVars } = test.overrides;
  return {
    model: test.model,
    given: test.given.map((input) => ({ input: input.input, ...rowsEntry(input) })),
    expect: rowsEntry(test.expect),
    name: test.name,
    resource_type: 'unit_test',
    package_name: test.packageName,
    path: pathInFolder(test.path),
    original_file_path: test.path,
    unique_id: test.id,
    fqn: test.fqn,
    description: test.description,
    overrides: isEmpty(macros) && isEmpty(vars) && isEmpty(envVars) ? null : { macros, vars, env_vars: envVars },
    depends_on: { macros: [], nodes: [test.testedNode] },
    config: { static_analysis: null, ...test.config, tags: test.tags, meta: test.meta },
    checksum: test.checksum,
    schema,
    versions: test.versions === null ? null : { include: null, exclude: null, ...test.versions },
    version: test.version,
  };
}

function isEmpty(values: object): boolean {
  return Object.keys(values).length === 0;
}

/** CSV is a list of mappings to dbt; its first row is one without nulls where there is one. */
function rowsEntry({ format, rows: written, fixture }: UnitTestRows): Entry {
  if (written === null || format === 'sql') return { rows: written, format, fixture };
  const rows = typeof written === 'string' ? [...csvRows(written)] : [...written];
  const full = rows.findIndex((row) => Object.values(row).every((value) => value !== null));
  if (full > 0) [rows[0], rows[full]] = [rows[full]!, rows[0]!];
  return { rows, format, fixture };
}
