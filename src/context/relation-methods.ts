import { DvtError } from '../core/errors.js';
import { hostFunction, isTrue, itemsOf, Tuple, toPlain, Undefined, type Value } from '../jinja/index.js';
import type { Quoting } from '../spi/project.js';
import { DataObject } from './data-object.js';
import { informationSchema } from './information-schema.js';
import type { RelationObject } from './relation-object.js';
import { ALL_LEVELS, printName, printRelation, quoteForEngine } from './relation-state.js';
import { RELATION_TYPE } from './relation-type.js';

type Method = (relation: RelationObject) => Value;

/** The method of a relation; undefined where it has none of that name. */
export function relationMethod(relation: RelationObject, name: string): Value | undefined {
  return Object.hasOwn(METHODS, name) ? METHODS[name]!(relation) : undefined;
}

const METHODS: Readonly<Record<string, Method>> = {
  include: (relation) =>
    levelsFunction('include', (levels) => relation.with({ include: { ...relation.state.include, ...levels } })),
  quote: (relation) =>
    levelsFunction('quote', (levels) => relation.with({ quoting: { ...relation.state.quoting, ...levels } })),
  without_identifier: (relation) =>
    hostFunction('without_identifier', [], () =>
      renamed(relation.with({ include: { ...relation.state.include, identifier: false } }), { identifier: null }),
    ),
  render: (relation) => hostFunction('render', [], () => printName(relation.state)),
  render_limited: (relation) => hostFunction('render_limited', [], () => printRelation(relation.state)),
  quoted: ({ state }) =>
    hostFunction('quoted', ['identifier'], ([identifier]) =>
      state.form.kind === 'native' ? state.form.dialect.quote(String(identifier)) : quoteForEngine(String(identifier)),
    ),
  replace_path: (relation) =>
    hostFunction('replace_path', ['database?', 'schema?', 'identifier?'], ([database, schema, identifier]) =>
      renamed(relation, { database, schema, identifier }),
    ),
  replace: (relation) => hostFunction('replace', ['**changes'], ([changes]) => incorporated(relation, changes)),
  incorporate: (relation) => hostFunction('incorporate', ['**changes'], ([changes]) => incorporated(relation, changes)),
  information_schema: (relation) =>
    hostFunction('information_schema', ['view_name?'], ([view]) =>
      informationSchema(relation.state, typeof view === 'string' ? view : null),
    ),
  information_schema_only: (relation) =>
    hostFunction('information_schema_only', [], () => informationSchema(relation.state, null)),
  matches: (relation) =>
    hostFunction('matches', ['database?', 'schema?', 'identifier?'], ([database, schema, identifier]) =>
      matches(relation, { database, schema, identifier }),
    ),
  relation_max_name_length: ({ state }) =>
    hostFunction('relation_max_name_length', [], () =>
      state.form.kind === 'native' ? (state.form.dialect.identifierBytes ?? null) : null,
    ),
  get_default_quote_policy: () => hostFunction('get_default_quote_policy', [], () => POLICY),
  get_default_include_policy: () => hostFunction('get_default_include_policy', [], () => POLICY),
  scd_args: () => SCD_ARGS,
  to_dict: ({ traits }) => hostFunction('to_dict', ['omit_none?'], () => ({ ...traits.attributes })),
  items: ({ traits }) =>
    hostFunction('items', [], () => Object.entries(traits.attributes ?? {}).map((one) => new Tuple(one))),
  get_relation_type: () => RELATION_TYPE,
  get: (relation) =>
    hostFunction('get', ['key', 'default?'], ([key, fallback]) => {
      if (key === 'metadata') return { type: 'BaseRelation' };
      const found = relation.traits.attributes?.[String(key)];
      return found === undefined ? (fallback ?? null) : found;
    }),
};

/** dbt's default of either policy: all levels. */
const POLICY = new DataObject('Policy', { ...ALL_LEVELS });

/** `Relation.scd_args(primary_key, updated_at)`: what a snapshot's row id is made of. */
export const SCD_ARGS = hostFunction('scd_args', ['primary_key', 'updated_at'], ([key, updatedAt]) => [
  ...(typeof key === 'string' ? [key] : itemsOf(key)),
  updatedAt,
]);

/** Names of the methods, for "Did you mean". */
export const RELATION_METHODS: readonly string[] = Object.keys(METHODS);

type Levels = { readonly [level in keyof Quoting]?: unknown };
const LEVELS = ['database', 'schema', 'identifier'] as const;

/** The relation under another name: levels that are not given stay. */
function renamed(relation: RelationObject, levels: Levels): RelationObject {
  const { name, form, connection } = relation.state;
  const level = (key: keyof Quoting): string | null => {
    const value = levels[key];
    if (value === undefined || value instanceof Undefined) return name[key];
    return value === null ? null : String(value);
  };
  const next = { database: level('database'), schema: level('schema'), identifier: level('identifier') ?? '' };
  if (form.kind !== 'federated') return relation.with({ name: next });
  const moved = next.database !== name.database && next.database !== null;
  const federated = {
    catalog: moved ? `${connection}/${next.database}` : form.name.catalog,
    schema: next.schema === name.schema ? form.name.schema : (next.schema ?? 'main'),
    identifier: next.identifier,
  };
  return relation.with({ name: next, form: { kind: 'federated', name: federated } });
}

/** `incorporate(path={...}, type='table', include_policy={...}, quote_policy={...})` */
function incorporated(relation: RelationObject, given: Value): RelationObject {
  const changes = toPlain(given) as Readonly<Record<string, unknown>>;
  const { state } = relation;
  const { type } = changes;
  const path = fieldsOf(changes['path']);
  const changed = relation.with({
    ...(type === undefined ? {} : { type: type === null ? null : String(type) }),
    include: { ...state.include, ...levelsOf(fieldsOf(changes['include_policy'])) },
    quoting: { ...state.quoting, ...levelsOf(fieldsOf(changes['quote_policy'])) },
  });
  return path === undefined || path === null ? changed : renamed(changed, path as Levels);
}

/** A dict, or the fields of another relation's `path` or policy. */
function fieldsOf(value: unknown): unknown {
  return value instanceof DataObject ? value.fields : value;
}

function levelsOf(policy: unknown): Partial<Quoting> {
  if (typeof policy !== 'object' || policy === null) return {};
  const given = LEVELS.filter((level) => typeof (policy as Levels)[level] === 'boolean');
  return Object.fromEntries(given.map((level) => [level, (policy as Levels)[level]]));
}

function matches({ state }: RelationObject, search: Levels): boolean {
  const given = LEVELS.filter((level) => (search[level] ?? null) !== null);
  if (given.length === 0) {
    throw new DvtError({ code: 'DVT2117', message: 'matches() needs a database, a schema or an identifier.' });
  }
  return given.every((level) => state.name[level] === String(search[level]));
}

/** `include(database=false)`, `quote(identifier=true)` */
function levelsFunction(name: string, change: (levels: Partial<Quoting>) => RelationObject): Value {
  return hostFunction(name, ['database?', 'schema?', 'identifier?'], (args) => {
    const given = LEVELS.flatMap((level, i) => (args[i] === undefined ? [] : [[level, isTrue(args[i])] as const]));
    return change(Object.fromEntries(given));
  });
}
