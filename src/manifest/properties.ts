import { type Diagnostics, DvtError } from '../core/errors.js';
import { type KeyPath, LocatedYaml } from '../core/located-yaml.js';
import type { ProjectFile } from './discover.js';
import { type ModelPatch, readModelPatch } from './model-properties.js';
import { isMapping, PropertyReader } from './property-reader.js';
import { readSource, type SourceDeclaration } from './source-properties.js';

/** What the properties files (`.yml`, `.yaml`) of a project declare. */
export interface Properties {
  readonly sources: readonly SourceDeclaration[];
  readonly patches: readonly ModelPatch[];
}

/** Renders the Jinja of one text. */
export type RenderText = (text: string, file: LocatedYaml) => Promise<unknown>;

const READ = ['models', 'sources'];
/** Accepted as dbt has them; nothing of dvt uses them yet. */
const ACCEPTED = ['version', 'seeds', 'snapshots', 'exposures', 'macros', 'metrics', 'groups', 'analyses', 'anchors'];
const MORE_ACCEPTED = ['tests', 'data_tests', 'unit_tests', 'semantic_models', 'saved_queries', 'functions'];
/** Texts under these keys are for people or for a later stage. */
const UNRENDERED = new Set(['description', 'tests', 'data_tests']);

/** Reads properties files, reporting every mistake where it stands. */
export async function readProperties(
  files: readonly ProjectFile[],
  render: RenderText,
  report: Diagnostics,
): Promise<Properties> {
  const sources: SourceDeclaration[] = [];
  const patches: ModelPatch[] = [];
  for (const { path, text } of files) {
    const file = await report.try(() => new LocatedYaml(text, path));
    if (file === undefined || file.value === null) continue;
    const value = await renderTree(file, file.value, [], render, report);
    if (!isMapping(value)) {
      const message = 'A properties file is a mapping with keys such as `models:` and `sources:`.';
      report.add(file.diagnostic({ code: 'DVT1202', message }, []));
      continue;
    }
    const reader = new PropertyReader(file, [], value, report);
    reader.checkKeys([...READ, ...ACCEPTED, ...MORE_ACCEPTED], 'This file');
    for (const source of reader.list('sources')) sources.push(...readSource(source));
    for (const model of reader.list('models')) {
      const patch = readModelPatch(model);
      if (patch !== null) patches.push(patch);
    }
  }
  return { sources, patches };
}

async function renderTree(
  file: LocatedYaml,
  value: unknown,
  path: KeyPath,
  render: RenderText,
  report: Diagnostics,
): Promise<unknown> {
  if (typeof value === 'string') {
    if (!value.includes('{{') && !value.includes('{%')) return value;
    return await report.try(() => render(value, file).catch((error: unknown) => rethrow(error, file, path)));
  }
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (const [i, item] of value.entries()) items.push(await renderTree(file, item, [...path, i], render, report));
    return items;
  }
  if (!isMapping(value)) return value;
  const rendered: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const known = UNRENDERED.has(key) || (path.length === 0 && !READ.includes(key));
    const result = known ? item : await renderTree(file, item, [...path, key], render, report);
    Object.defineProperty(rendered, key, { value: result, enumerable: true, configurable: true, writable: true });
  }
  return rendered;
}

/** The places of a template's mistakes count from the start of its text; a person looks for them in the file. */
function rethrow(error: unknown, file: LocatedYaml, path: KeyPath): never {
  if (!(error instanceof DvtError)) throw error;
  const diagnostics = error.diagnostics.map(({ code, message, hint }) =>
    file.diagnostic({ code, message, hint: hint ?? null }, path),
  );
  throw new DvtError(diagnostics, { cause: error });
}
