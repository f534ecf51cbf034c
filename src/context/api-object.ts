import { HostObject, hostFunction, toPlain, type Value } from '../jinja/index.js';
import type { Quoting } from '../spi/project.js';
import type { RelationName } from '../spi/relation.js';
import { ColumnObject, NUMERIC_TYPE, STRING_TYPE } from './column-object.js';
import { columnType } from './column-type.js';
import { SCD_ARGS } from './relation-methods.js';
import { RelationObject } from './relation-object.js';
import { ALL_LEVELS, quoteForEngine, type RelationForm } from './relation-state.js';
import { RELATION_TYPE, RELATION_TYPES } from './relation-type.js';

/** What a relation that a template makes up needs beside its name. */
export interface RelationMaker {
  readonly connection: string;
  readonly quoting: Quoting;
  readonly form: (name: RelationName) => RelationForm;
}

/** `api`: the classes `Relation` and `Column`. */
export function apiObject(maker: RelationMaker): HostObject {
  const form = maker.form({ database: null, schema: null, identifier: '' });
  const quote = (identifier: string): string =>
    form.kind === 'native' ? form.dialect.quote(identifier) : quoteForEngine(identifier);
  return new HostObject({
    typeName: 'api',
    attributes: { Relation: relationClass(maker), Column: columnClass(quote) },
  });
}

/** A relation of any name on the maker's connection. */
export function makeRelation(maker: RelationMaker, name: RelationName, type: string | null): RelationObject {
  const { connection, quoting } = maker;
  return new RelationObject({ connection, name, form: maker.form(name), type, include: ALL_LEVELS, quoting });
}

function relationClass(maker: RelationMaker): HostObject {
  const create = hostFunction('create', ['database?', 'schema?', 'identifier?', 'type?', '**more'], (args) => {
    const [database, schema, identifier, type, more] = args;
    const name = { database: level(database), schema: level(schema), identifier: level(identifier) ?? '' };
    const { quote_policy: quoting } = toPlain(more) as { quote_policy?: Partial<Quoting> };
    const made = makeRelation(maker, name, level(type));
    return quoting === undefined ? made : made.with({ quoting: { ...made.state.quoting, ...quoting } });
  });
  const createFrom = hostFunction('create_from', ['quoting', 'relation_config', '**more'], ([, node, more]) => {
    const { database, schema, identifier, alias, name } = { ...(toPlain(node) as Record<string, unknown>) };
    const { type } = toPlain(more) as { type?: Value };
    const parts = { database: level(database), schema: level(schema), identifier: String(identifier ?? alias ?? name) };
    return makeRelation(maker, parts, level(type));
  });
  return new HostObject({
    typeName: 'type',
    attributes: {
      create,
      create_from: createFrom,
      ...RELATION_TYPES,
      get_relation_type: RELATION_TYPE,
      scd_args: SCD_ARGS,
      relation_max_name_length: hostFunction('relation_max_name_length', [], () => {
        const form = maker.form({ database: null, schema: null, identifier: '' });
        return form.kind === 'native' ? form.dialect.identifierBytes : null;
      }),
    },
    call: create,
  });
}

function columnClass(quote: (identifier: string) => string): HostObject {
  const make = (name: Value, type: ReturnType<typeof columnType>) => new ColumnObject(String(name), type, quote);
  const parameters = ['column', 'dtype', 'char_size?', 'numeric_precision?', 'numeric_scale?'];
  const call = hostFunction('Column', parameters, ([name, type, size, precision, scale]) =>
    make(name, {
      name: String(type),
      size: number(size),
      precision: number(precision),
      scale: number(scale),
    }),
  );
  return new HostObject({
    typeName: 'type',
    attributes: {
      create: hostFunction('create', ['name', 'label_or_dtype'], ([name, type]) =>
        make(name, { name: translated(String(type)), size: null, precision: null, scale: null }),
      ),
      from_description: hostFunction('from_description', ['name', 'raw_data_type'], ([name, type]) =>
        make(name, columnType(String(type))),
      ),
      translate_type: hostFunction('translate_type', ['dtype'], ([type]) => translated(String(type))),
      string_type: STRING_TYPE,
      numeric_type: NUMERIC_TYPE,
      TYPE_LABELS: { STRING: 'TEXT' },
    },
    call,
  });
}

/** dbt's one label that is no type everywhere. */
function translated(type: string): string {
  return type.toLowerCase() === 'string' ? 'TEXT' : type;
}

function number(value: Value): number | null {
  return value === undefined || value === null ? null : Number(value);
}

function level(value: Value): string | null {
  return value === undefined || value === null ? null : String(value);
}
