import type { Exposure } from '../spi/manifest.js';
import { checkBoolean, checkTags, type ReportConfig } from './configs/declared-config.js';
import { configPlace, mergeLayers } from './configs/merge.js';
import { captureInput } from './graph/written-input.js';
import { type PackageParsing, treesFor } from './nodes/package-parsing.js';
import type { InputCall } from './nodes/parsed-node.js';
import type { ExposureDeclaration } from './properties/exposures.js';
import { isMapping } from './properties/property-reader.js';

/** An exposure before its names are looked up. */
export interface ParsedExposure {
  readonly exposure: Exposure;
  readonly calls: readonly InputCall[];
  readonly enabled: boolean;
}

/** Makes an exposure of its declaration. */
export async function parseExposure(
  declared: ExposureDeclaration,
  folders: readonly string[],
  parsing: PackageParsing,
): Promise<ParsedExposure> {
  const { project, report } = parsing;
  const { layers, dependsOn, ...fields } = declared;
  const fqn = [project.name, ...folders, declared.name];
  const trees = treesFor(parsing, 'exposures', fqn);
  const merged = mergeLayers([...trees.before, ...layers, ...trees.after]);
  const problems: ReportConfig = (key, code, message) =>
    report.add({ code, message, location: configPlace(merged, key) ?? declared.location });
  const calls: InputCall[] = [];
  for (const { written, location } of dependsOn) {
    const call = await report.try(() => captureInput(written, location, parsing));
    if (call !== undefined) calls.push(call);
  }
  const enabled = checkBoolean(merged.values, 'enabled', true, problems);
  const meta = merged.values['meta'];
  const exposure: Exposure = {
    ...fields,
    kind: 'exposure',
    id: `exposure.${project.name}.${declared.name}`,
    packageName: project.name,
    fqn,
    tags: checkTags(merged.values, problems),
    meta: isMapping(meta) ? meta : {},
    config: { tags: [], meta: {}, ...merged.values, enabled },
    unrenderedConfig: unrendered(declared, fqn, parsing),
    refs: refsOf(calls),
    sources: sourcesOf(calls),
    dependsOn: [],
  };
  return { exposure, calls, enabled };
}

/** What `config:` says alone, as in dbt, over the project file with its Jinja. */
function unrendered({ layers }: ExposureDeclaration, fqn: readonly string[], parsing: PackageParsing) {
  const { before, after } = treesFor(parsing, 'exposures', fqn, 'unrenderedTrees');
  return Object.assign({}, ...[...before, ...layers.slice(-1), ...after].map(({ values }) => values));
}

/** The `ref()` calls among others. */
export function refsOf(calls: readonly InputCall[]): Exposure['refs'] {
  return calls
    .filter((call) => call.kind === 'ref')
    .map(({ name, package: packageName, version, location }) => ({ name, package: packageName, version, location }));
}

/** The `source()` calls among others. */
export function sourcesOf(calls: readonly InputCall[]): Exposure['sources'] {
  return calls.filter((call) => call.kind === 'source').map((call) => [call.source, call.table] as const);
}
