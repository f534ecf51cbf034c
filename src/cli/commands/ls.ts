import { DvtError } from '../../core/errors.js';
import { pathInPackage } from '../../core/package-path.js';
import { itemEntry, type ManifestFacts } from '../../report/artifacts/manifest/manifest.js';
import type { Manifest } from '../../spi/manifest.js';
import type { ExitCode } from '../exit-code.js';
import type { Options } from '../options.js';
import { parse } from '../parsed-project.js';
import { type Selected, selected } from '../selected-nodes.js';
import type { Session } from '../session.js';
import { manifestFacts, writeManifest } from '../write-artifacts.js';

/** `dvt ls`: what is selected, one a line, as dbt writes it. */
export async function lsCommand(started: Session, given: Options): Promise<ExitCode> {
  const options = withModels(given);
  const session = { ...started, invocation: { ...started.invocation, options } };
  const parsed = await parse(session);
  const { manifest } = parsed;
  const { console } = session.invocation;
  // As dbt lists them, analyses only where they are asked for.
  const analyses = options.resourceTypes.some((type) => type === 'analysis' || type === 'all');
  const items = (await selected(session, manifest)).filter(({ kind }) => analyses || kind !== 'analysis');
  // dbt's order: kind by kind, since an id begins with it.
  items.sort((a, b) => (a.id < b.id ? -1 : 1));
  const lines =
    options.output === 'json'
      ? await records(items, manifest, session)
      : items.map((item) => line(item, manifest, options));
  await writeManifest(session, parsed);
  for (const text of lines) console.print(text);
  if (lines.length === 0) {
    session.emit({ type: 'warning', diagnostic: { code: 'DVT1230', message: 'No nodes selected!' } });
  }
  return 0;
}

/** dbt's older word `--models`: models alone are listed. */
function withModels(options: Options): Options {
  const { models, select, resourceTypes } = options;
  if (models.length === 0) return options;
  if (select.length > 0 || resourceTypes.length > 0) {
    const message = 'ls takes --models, or --select and --resource-type.';
    throw new DvtError({ code: 'DVT1040', message, hint: 'Keep the latter.' });
  }
  return { ...options, select: models, resourceTypes: ['model'] };
}

async function records(items: readonly Selected[], manifest: Manifest, session: Session): Promise<readonly string[]> {
  const facts = await manifestFacts(
    session,
    manifest,
    items.filter((item) => item.kind !== 'exposure' && item.kind !== 'unit_test'),
  );
  // As in dbt, one word may hold several keys.
  const keys = session.invocation.options.outputKeys.flatMap((word) => word.split(/\s+/));
  return items.map((item) => JSON.stringify(fields(item, facts, keys)));
}

function line(item: Selected, { packageRoots }: Manifest, options: Options): string {
  switch (options.output) {
    case 'name':
      return nameOf(item);
    case 'path':
      return pathInPackage(item.path, packageRoots.get(item.packageName) ?? '');
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
      return `source:${item.packageName}.${item.sourceName}.${item.name}`;
    case 'exposure':
      return `exposure:${item.packageName}.${item.name}`;
    case 'unit_test':
      return `unit_test:${item.packageName}.${item.name}${item.version === null ? '' : `_v${item.version}`}`;
    default:
      return item.fqn.join('.');
  }
}

/** Of the manifest's entries, where no keys are asked for; the last three are dvt's own. */
const KEYS = [
  ...['name', 'resource_type', 'package_name', 'original_file_path', 'unique_id', 'source_name', 'alias', 'config'],
  ...['tags', 'depends_on', 'direct_parents', 'route', 'connection', 'relation'],
];

function fields(item: Selected, facts: ManifestFacts, keys: readonly string[]): Record<string, unknown> {
  const entry = { ...itemEntry(item, facts), ...ownFields(item) };
  return Object.fromEntries((keys.length === 0 ? KEYS : keys).flatMap((key) => field(entry, key)));
}

/** What the manifest's entry has not. */
function ownFields(item: Selected): Readonly<Record<string, unknown>> {
  if (item.kind === 'exposure' || item.kind === 'unit_test') return {};
  const { connection, relation } = item;
  return {
    // dbt has them of models alone, and only here.
    ...(item.kind === 'model' && { direct_parents: item.dependsOn }),
    ...(item.kind !== 'source' && { route: item.route }),
    connection,
    relation,
  };
}

/** A key of an entry, or `config.materialized`: as in dbt, a path to nothing is left out. */
function field(entry: Readonly<Record<string, unknown>>, key: string): readonly (readonly [string, unknown])[] {
  const value = key.includes('.') ? (valueAt(entry, key.split('.')) ?? undefined) : entry[key];
  return value === undefined ? [] : [[key, value]];
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce(
    (at, key) => (typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined),
    value,
  );
}
