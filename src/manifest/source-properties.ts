import type { Location } from '../core/position.js';
import type { ColumnEntry } from '../spi/node.js';
import type { Quoting } from '../spi/project.js';
import { readColumns } from './column-properties.js';
import type { ConfigLayer } from './config-layers.js';
import type { PropertyReader } from './property-reader.js';

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
  readonly description: string;
  readonly loader: string;
  readonly columns: readonly ColumnEntry[];
  /** the source's configs, then the table's */
  readonly layers: readonly ConfigLayer[];
}

const SHARED_KEYS = ['name', 'description', 'config', 'meta', 'tags', 'quoting', 'tests', 'data_tests', 'freshness'];
const SHARED_MORE = ['loader', 'loaded_at_field', 'loaded_at_query', 'docs', 'enabled'];
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
  const quoting = readQuoting(source);
  const sourceLayers = layers(source);
  const declarations: SourceDeclaration[] = [];
  for (const table of source.list('tables')) {
    const name = table.required('name', `A table of ${sourceName === null ? 'a source' : what.replace('The', 'the')}`);
    table.checkKeys([...TABLE_KEYS, ...SHARED_KEYS, ...SHARED_MORE], `The table \`${name ?? '?'}\``);
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
      description: table.text('description') ?? '',
      loader: table.text('loader') ?? shared.loader ?? '',
      columns: readColumns(table, 'source'),
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

/** The keys beside `config:` that dbt treats as configs, then `config:`. */
function layers(reader: PropertyReader): readonly ConfigLayer[] {
  reader.texts('tags');
  reader.map('meta');
  const beside: Record<string, unknown> = {};
  for (const key of ['meta', 'tags', 'enabled'] as const) {
    if (reader.value[key] !== undefined && reader.value[key] !== null) beside[key] = reader.value[key];
  }
  return [
    { values: beside, location: reader.at(), origin: 'yaml' },
    { values: reader.map('config'), location: reader.at('config'), origin: 'yaml' },
  ];
}
