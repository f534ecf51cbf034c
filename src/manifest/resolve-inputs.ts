import { codeFrame } from '../core/code-frame.js';
import type { Diagnostic, Diagnostics } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import type { Location } from '../core/position.js';
import type { RefCall, SourceNode } from '../spi/node.js';
import type { ParsedModel, SourceCall } from './parsed-model.js';

/** What `ref` and `source` can name. */
export interface Names {
  readonly packageName: string;
  /** by name */
  readonly models: ReadonlyMap<string, ParsedModel>;
  /** paths of disabled models by name */
  readonly disabledModels: ReadonlyMap<string, string>;
  /** by `source.table` */
  readonly sources: ReadonlyMap<string, SourceNode>;
  /** paths of disabled source tables by `source.table` */
  readonly disabledSources: ReadonlyMap<string, string>;
}

/** A model's ids of what it reads, in the order of first use; what cannot be found is reported. */
export function resolveInputs(model: ParsedModel, names: Names, report: Diagnostics): readonly string[] {
  const ids = new Set<string>();
  for (const call of model.calls) {
    const found = call.kind === 'ref' ? findModel(call, names) : findSource(call, names);
    if (typeof found === 'string') ids.add(found);
    else report.add(located(found, call.location, model));
  }
  return [...ids];
}

type Missing = Pick<Diagnostic, 'code' | 'message'> & { readonly hint?: string | undefined };

function findModel(call: RefCall, names: Names): string | Missing {
  const shown = call.package === null ? `'${call.name}'` : `'${call.package}', '${call.name}'`;
  if (call.package !== null && call.package !== names.packageName) {
    const hint = `Packages come later; this project is '${names.packageName}'.`;
    return { code: 'DVT2101', message: `ref(${shown}) names a package that is not installed.`, hint };
  }
  const model = names.models.get(call.name);
  if (model !== undefined) return model.id;
  const disabled = names.disabledModels.get(call.name);
  if (disabled !== undefined) {
    const hint = `${disabled} has \`enabled: false\`; enable it or take the reference out.`;
    return { code: 'DVT2103', message: `ref(${shown}) names a model that is disabled.`, hint };
  }
  return { code: 'DVT2101', message: `There is no model ${shown} to ref.`, hint: suggestModel(call.name, names) };
}

function suggestModel(name: string, names: Names): string {
  const near = nearest(name, names.models.keys());
  if (near !== null) return `Did you mean ref('${near}')?`;
  for (const source of names.sources.values()) {
    if (source.name === name) return `There is a source of this name: source('${source.sourceName}', '${name}').`;
  }
  return `Models are the .sql files below the model paths; the project has ${names.models.size}.`;
}

function findSource(call: SourceCall, names: Names): string | Missing {
  const key = sourceKey(call.source, call.table);
  const shown = `source('${call.source}', '${call.table}')`;
  const source = names.sources.get(key);
  if (source !== undefined) return source.id;
  const disabled = names.disabledSources.get(key);
  if (disabled !== undefined) {
    const hint = `${disabled} has \`enabled: false\` for it; enable it or take the reference out.`;
    return { code: 'DVT2103', message: `${shown} is disabled.`, hint };
  }
  return { code: 'DVT2102', message: `There is no ${shown}.`, hint: suggestSource(call, names) };
}

function suggestSource(call: SourceCall, names: Names): string {
  const all = [...names.sources.values()];
  const tables = all.filter((source) => source.sourceName === call.source).map((source) => source.name);
  if (tables.length > 0) {
    const near = nearest(call.table, tables);
    if (near !== null) return `Did you mean source('${call.source}', '${near}')?`;
    return `The source '${call.source}' has the tables ${tables.join(', ')}.`;
  }
  const known = new Set(all.map((source) => source.sourceName));
  const near = nearest(call.source, known);
  if (near !== null) return `Did you mean source('${near}', '${call.table}')?`;
  if (known.size > 0 && known.size <= 10) return `The project has the sources ${[...known].join(', ')}.`;
  return 'Declare it under `sources:` in a .yml file below the model paths.';
}

/** The key of a source's table in `Names`. */
export function sourceKey(source: string, table: string): string {
  return `${source}\u0000${table}`;
}

function located(missing: Missing, location: Location, model: ParsedModel): Diagnostic {
  const { hint, ...what } = missing;
  const frame = location.path === model.path ? codeFrame(model.rawCode, location) : '';
  return { ...what, location, ...(frame && { frame }), ...(hint !== undefined && { hint }) };
}
