import type {
  DocBlock,
  Exposure,
  Group,
  MacroEntry,
  SavedSelector,
  UnitTest,
  UnitTestRows,
} from '../../../spi/manifest.js';

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
    supported_languages: null,
  };
}

export function docEntry(doc: DocBlock): Entry {
  return {
    name: doc.name,
    resource_type: 'doc',
    package_name: doc.packageName,
    path: doc.path.split('/').slice(1).join('/'),
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
    path: exposure.path.split('/').slice(1).join('/'),
    original_file_path: exposure.path,
    unique_id: exposure.id,
    fqn: exposure.fqn,
    type: exposure.type,
    owner: exposure.owner,
    description: exposure.description,
    label: exposure.label,
    maturity: exposure.maturity,
    meta: exposure.meta,
    tags: exposure.tags,
    config: { enabled: true, tags: exposure.tags, meta: exposure.meta },
    unrendered_config: {},
    url: exposure.url,
    depends_on: { macros: [], nodes: exposure.dependsOn },
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
    path: group.path,
    original_file_path: group.path,
    unique_id: group.id,
    owner: group.owner,
  };
}

export function selectorEntry({ name, definition, description, isDefault }: SavedSelector): Entry {
  return { name, definition, description, default: isDefault };
}

export function unitTestEntry(test: UnitTest): Entry {
  const { macros, vars, envVars } = test.overrides;
  return {
    model: test.model,
    given: test.given.map((input) => ({ input: input.input, ...rowsEntry(input) })),
    expect: rowsEntry(test.expect),
    name: test.name,
    resource_type: 'unit_test',
    package_name: test.packageName,
    path: test.path.split('/').slice(1).join('/'),
    original_file_path: test.path,
    unique_id: test.id,
    fqn: test.fqn,
    description: test.description,
    overrides: isEmpty(macros) && isEmpty(vars) && isEmpty(envVars) ? null : { macros, vars, env_vars: envVars },
    depends_on: { macros: [], nodes: [test.testedNode] },
    config: { tags: test.tags, meta: test.meta, enabled: true },
    version: test.version,
  };
}

function isEmpty(values: object): boolean {
  return Object.keys(values).length === 0;
}

function rowsEntry({ format, rows, fixture }: UnitTestRows): Entry {
  return { rows, format, fixture };
}
