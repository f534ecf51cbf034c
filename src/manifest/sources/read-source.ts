import type { Location } from '../../core/position.js';
import type { ColumnEntry } from '../../spi/node.js';
import type { Quoting } from '../../spi/project.js';
import { configPlaces } from '../configs/config-places.js';
import type { ConfigLayer } from '../configs/layers.js';
import { readColumns } from '../properties/columns.js';
import { testsOf } from '../properties/patch.js';
import { isMapping, type PropertyReader } from '../properties/property-reader.js';
import { readTests, type TestDeclaration } from '../properties/tests.js';

/** One table of a source as a properties file declares it, before the project's configs are merged in. */
export interface SourceDeclaration {
  readonly path: string;
  readonly location: Location;
  readonly sourceName: string;
  readonly name: string;
  /** `profile:` or `connection:` with its place; null = the project's own connection */
  readonly profile: { readonly name: string; readonly reader: PropertyReader; readonly key: string } | null;
  readonly database: string | null;
  readonly schema: string | null;
  readonly identifier: string;
  readonly quoting: Partial<Quoting>;
  /** of the source alone */
  readonly sourceMeta: Readonly<Record<string, unknown>>;
  readonly external: Readonly<Record<string, unknown>> | null;
  /** with their Jinja */
  readonly unrendered: { readonly database: string | null; readonly schema: string | null };
  readonly description: string;
  readonly docBlocks: readonly string[];
  readonly sourceDescription: string;
  readonly loader: string;
  readonly columns: readonly ColumnEntry[];
  /** those of its columns, then its own */
  readonly tests: readonly TestDeclaration[];
  /** `tags:` of the source and of the table, without those in their `config:`; tests have them too */
  readonly tagsBeside: readonly string[];
  /** the source's configs, then the table's */
  readonly layers: readonly ConfigLayer[];
}

const SHARED_KEYS = ['name', 'description', 'config', 'meta', 'tags', 'quoting', 'tests', 'data_tests', 'freshness'];
const SHARED_MORE = ['quote_columns', 'loader', 'loaded_at_field', 'loaded_at_query', 'docs', 'enabled'];
const SOURCE_KEYS = ['profile', 'connection', 'database', 'schema', 'tables', 'overrides', 'unrendered_config'];
const TABLE_KEYS = ['identifier', 'columns', 'external', 'unrendered_config'];

/** Reads one entry of `sources:`. */
export function readSource(source: PropertyReader): readonly SourceDeclaration[] {
  const sourceName = source.required('name', 'A source');
  const what = sourceName === null ? 'A source' : `The source \`${sourceName}\``;
  source.checkKeys([...SOURCE_KEYS, ...SHARED_KEYS, ...SHARED_MORE], what);
  if (source.value['tables'] === undefined || source.value['tables'] === null) {
    source.add('DVT1202', `${what} has no \`tables:\`.`);
  }
  const profile = readProfile(source);
  const shared = { database: source.text('database'), schema: source.text('schema'), loader: source.text('loader') };
  const sourceDescription = source.text('description') ?? '';
  const quoteColumns = source.boolean('quote_columns');
  const quoting = readQuoting(source);
  const sourceMeta = { ...source.map('meta'), ...source.reader('config').map('meta') };
  const unrendered = { database: source.written('database'), schema: source.written('schema') };
  const sourceLayers = layers(source);
  const declarations: SourceDeclaration[] = [];
  for (const table of source.list('tables')) {
    const name = table.required('name', `A table of ${sourceName === null ? 'a source' : what.replace('The', 'the')}`);
    table.checkKeys([...TABLE_KEYS, ...SHARED_KEYS, ...SHARED_MORE], `The table \`${name ?? '?'}\``);
    const columns = readColumns(table, {
      kind: 'source',
      quoteColumns: table.boolean('quote_columns') ?? quoteColumns ?? false,
    });
    const tests = [...testsOf(columns), ...readTests(table, null)];
    if (sourceName === null || name === null) continue;
    declarations.push({
      path: source.file.path,
      location: table.at('name'),
      sourceName,
      name,
      profile,
      database: shared.database,
      schema: shared.schema,
      identifier: table.text('identifier') ?? name,
      quoting: { ...quoting, ...readQuoting(table) },
      sourceMeta,
      external: isMapping(table.value['external']) ? table.value['external'] : null,
      unrendered,
      description: table.text('description') ?? '',
      docBlocks: table.docBlocks(),
      loader: table.text('loader') ?? shared.loader ?? '',
      sourceDescription,
      columns: columns.map(({ entry }) => entry),
      tests,
      tagsBeside: [...source.texts('tags'), ...table.texts('tags')],
      layers: [...sourceLayers, ...layers(table)],
    });
  }
  return declarations;
}

function readProfile(source: PropertyReader): SourceDeclaration['profile'] {
  const profile = source.text('profile');
  const connection = source.text('connection');
  if (profile !== null && connection !== null && profile !== connection) {
    source.wrong('connection', `the same as \`profile:\` ('${profile}'): they are synonyms`);
  }
  if (profile !== null) return { name: profile, reader: source, key: 'profile' };
  return connection === null ? null : { name: connection, reader: source, key: 'connection' };
}

/** `quoting:` of a source or a table. */
function readQuoting(reader: PropertyReader): Partial<Quoting> {
  const quoting = reader.reader('quoting');
  quoting.checkKeys(['database', 'schema', 'identifier', 'column'], '`quoting:`');
  const levels: { -readonly [level in keyof Quoting]?: Quoting[level] } = {};
  for (const level of ['database', 'schema', 'identifier'] as const) {
    const value = quoting.boolean(level);
    if (value !== null) levels[level] = value;
  }
  return levels;
}

const CONFIGS = ['meta', 'tags', 'enabled', 'freshness', 'loaded_at_field', 'loaded_at_query'] as const;

/** The keys beside `config:` that dbt treats as configs, then `config:`. `freshness: null` switches it off. */
function layers(reader: PropertyReader): readonly ConfigLayer[] {
  reader.texts('tags');
  reader.map('meta');
  const beside: Record<string, unknown> = {};
  for (const key of CONFIGS) {
    const value = reader.value[key];
    if (value !== undefined && (value !== null || key === 'freshness')) beside[key] = value;
  }
  return [
    { values: beside, location: reader.at(), placeOf: (key) => reader.at(key), origin: 'yaml' },
    { values: reader.map('config'), ...configPlaces(reader), origin: 'yaml' },
  ];
}
