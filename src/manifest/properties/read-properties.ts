import { type Diagnostics, DvtError } from '../../core/errors.js';
import { withoutFinalBreak } from '../../core/final-break.js';
import { type KeyPath, LocatedYaml } from '../../core/located-yaml.js';
import type { ProjectFile } from '../files/discover.js';
import { readSource, type SourceDeclaration } from '../sources/read-source.js';
import { type ExposureDeclaration, readExposure } from './exposures.js';
import { type GroupDeclaration, readGroup } from './groups.js';
import { type MacroPatch, readMacroPatch } from './macro-patch.js';
import { readNodePatches } from './node-patch.js';
import type { NodePatch, PatchSection } from './patch.js';
import { isMapping, PropertyReader } from './property-reader.js';
import { readUnitTest, type UnitTestDeclaration } from './unit-tests.js';

/** What the properties files (`.yml`, `.yaml`) of a package declare. */
export interface Properties {
  readonly sources: readonly SourceDeclaration[];
  readonly patches: readonly NodePatch[];
  readonly macros: readonly MacroPatch[];
  readonly exposures: readonly ExposureDeclaration[];
  readonly groups: readonly GroupDeclaration[];
  readonly unitTests: readonly UnitTestDeclaration[];
  /** places of sections that dvt accepts and does nothing with */
  readonly withoutEffect: readonly PropertyReader[];
  /** false where a file is no YAML: what it declares is unknown */
  readonly complete: boolean;
}

/** Renders the Jinja of texts. */
export interface RenderYaml {
  /** configs and the like; native values */
  value(text: string, file: LocatedYaml): Promise<unknown>;
  /** descriptions, which may call `doc()` */
  description(text: string, file: LocatedYaml): Promise<Description>;
}

interface Description {
  readonly text: string;
  /** ids of the docs blocks that it calls */
  readonly docBlocks: readonly string[];
}

const PATCHES: readonly PatchSection[] = ['models', 'seeds', 'snapshots', 'analyses'];
const READ = [...PATCHES, 'sources', 'macros', 'exposures', 'groups', 'unit_tests', 'data_tests'];
/** Of dbt's semantic layer, which dvt has no part in. */
const WITHOUT_EFFECT = ['metrics', 'semantic_models', 'saved_queries', 'functions'];
const ACCEPTED = ['version', 'anchors', 'tests', ...WITHOUT_EFFECT];
const JINJA = /\{[{%]/;
/** What a text with a line break at its end is written with. */
const WITH_BREAKS = /[|>]|\\n/;
const HOOKS = ['pre-hook', 'pre_hook', 'post-hook', 'post_hook'];
/** Texts under these keys are rendered at a later stage, or never. */
const UNRENDERED = new Set([...HOOKS, 'loaded_at_query']);

/** Reads properties files, reporting every mistake where it stands. */
export async function readProperties(
  files: readonly ProjectFile[],
  render: RenderYaml,
  report: Diagnostics,
): Promise<Properties> {
  const found = {
    sources: [] as SourceDeclaration[],
    patches: [] as NodePatch[],
    macros: [] as MacroPatch[],
    exposures: [] as ExposureDeclaration[],
    groups: [] as GroupDeclaration[],
    unitTests: [] as UnitTestDeclaration[],
    withoutEffect: [] as PropertyReader[],
    complete: true,
  };
  for (const { path, text } of files) {
    const file = await report.try(() => new LocatedYaml(text, path, { onKeyTwice: report.warn }));
    found.complete &&= file !== undefined;
    if (file === undefined || file.value === null) continue;
    const docBlocks = new Map<string, readonly string[]>();
    const rendering = { file, render, report, docBlocks };
    const trimmed = WITH_BREAKS.test(text) ? withoutBreaks(file.value, []) : file.value;
    const value = JINJA.test(text) ? await renderTree(trimmed, [], rendering) : trimmed;
    if (!isMapping(value)) {
      const message = 'A properties file is a mapping with keys such as `models:` and `sources:`.';
      report.add(file.diagnostic({ code: 'DVT1202', message }, []));
      continue;
    }
    const reader = new PropertyReader(file, [], value, report, docBlocks);
    reader.checkKeys([...READ, ...ACCEPTED], 'This file');
    for (const section of PATCHES) {
      for (const node of reader.list(section)) found.patches.push(...readNodePatches(section, node));
    }
    // `tests:` means nothing at this place, as in dbt.
    for (const test of reader.list('data_tests')) found.patches.push(...readNodePatches('data_tests', test));
    for (const source of reader.list('sources')) found.sources.push(...readSource(source));
    for (const macro of reader.list('macros')) found.macros.push(...readMacroPatch(macro));
    for (const exposure of reader.list('exposures')) found.exposures.push(...readExposure(exposure));
    for (const group of reader.list('groups')) found.groups.push(...readGroup(group));
    for (const test of reader.list('unit_tests')) found.unitTests.push(...readUnitTest(test));
    for (const section of WITHOUT_EFFECT) found.withoutEffect.push(...reader.list(section).slice(0, 1));
    file.release();
  }
  return found;
}

interface Rendering {
  readonly file: LocatedYaml;
  readonly render: RenderYaml;
  readonly report: Diagnostics;
  /** of the descriptions that call any, by the JSON of their paths */
  readonly docBlocks: Map<string, readonly string[]>;
}

/** Texts without templates as dbt renders them: the last line break is gone, but for descriptions. */
function withoutBreaks(value: unknown, path: KeyPath): unknown {
  if (typeof value === 'string') return JINJA.test(value) || isDescription(path) ? value : withoutFinalBreak(value);
  if (Array.isArray(value)) return value.map((item, i) => withoutBreaks(item, [...path, i]));
  if (!isMapping(value)) return value;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => {
    return [key, isLeft(key, path) ? item : withoutBreaks(item, [...path, key])];
  });
  return Object.fromEntries(entries);
}

/** Whether a text describes a node, a table, a column or an argument, and is no note of people's own in `meta:`. */
function isDescription(path: KeyPath): boolean {
  return path.at(-1) === 'description' && !path.includes('meta') && !path.includes('config');
}

async function renderTree(value: unknown, path: KeyPath, rendering: Rendering): Promise<unknown> {
  if (typeof value === 'string') {
    return value.includes('{{') || value.includes('{%') ? renderText(value, path, rendering) : value;
  }
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (const [i, item] of value.entries()) items.push(await renderTree(item, [...path, i], rendering));
    return items;
  }
  if (!isMapping(value)) return value;
  const rendered: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const left = isLeft(key, path);
    const result = left ? item : await renderTree(item, [...path, key], rendering);
    Object.defineProperty(rendered, key, { value: result, enumerable: true, configurable: true, writable: true });
  }
  return rendered;
}

/** Tests under nodes are rendered where the nodes are made; those at the top of a file describe singular tests. */
function isLeft(key: string, path: KeyPath): boolean {
  if (path.length === 0) return !READ.includes(key);
  // dbt renders those of unit tests nowhere.
  if (path.length === 2 && path[0] === 'unit_tests' && key === 'description') return true;
  return UNRENDERED.has(key) || key === 'tests' || key === 'data_tests';
}

async function renderText(text: string, path: KeyPath, rendering: Rendering): Promise<unknown> {
  const { file, render, report } = rendering;
  const step = path.at(-1) === 'description' ? describe(text, path, rendering) : render.value(text, file);
  return report.try(() => step.catch((error: unknown) => rethrow(error, file, path)));
}

async function describe(written: string, path: KeyPath, { file, render, docBlocks }: Rendering): Promise<string> {
  const { text, docBlocks: used } = await render.description(written, file);
  if (used.length > 0) docBlocks.set(JSON.stringify(path), used);
  return text;
}

/** The places of a template's mistakes count from the start of its text; a person looks for them in the file. */
export function rethrow(error: unknown, file: LocatedYaml, path: KeyPath): never {
  if (!(error instanceof DvtError)) throw error;
  const diagnostics = error.diagnostics.map(({ code, message, hint }) =>
    file.diagnostic({ code, message, hint: hint ?? null }, path),
  );
  throw new DvtError(diagnostics, { cause: error });
}
