import { HostObject, hostFunction, toPlain, type Value } from '../jinja/index.js';
import type { Quoting } from '../spi/project.js';
import type { RelationName } from '../spi/relation.js';
import { columnObject } from './column-object.js';
import { RelationObject } from './relation-object.js';
import { ALL_LEVELS, type RelationForm } from './relation-state.js';

/** What a relation that a template makes up needs beside its name. */
export interface RelationMaker {
  readonly connection: string;
  readonly quoting: Quoting;
  readonly form: (name: RelationName) => RelationForm;
}

/** `api`: the classes `Relation` and `Column`. */
export function apiObject(maker: RelationMaker): HostObject {
  const parameters = ['database?', 'schema?', 'identifier?', 'type?', '**more'];
  const create = hostFunction('create', parameters, ([database, schema, identifier, type]) => {
    const name = { database: level(database), schema: level(schema), identifier: level(identifier) ?? '' };
    return makeRelation(maker, name, level(type));
  });
  return new HostObject({
    typeName: 'api',
    attributes: {
      Relation: new HostObject({
        typeName: 'type',
        attributes: { create, Table: 'table', View: 'view', CTE: 'cte' },
        call: create,
      }),
      Column: columnClass(),
    },
  });
}

/** A relation of any name on the maker's connection. */
export function makeRelation(maker: RelationMaker, name: RelationName, type: string | null): RelationObject {
  const { connection, quoting } = maker;
  return new RelationObject({ connection, name, form: maker.form(name), type, include: ALL_LEVELS, quoting });
}

function columnClass(): HostObject {
  const create = hostFunction('Column', ['column', 'dtype', '**more'], ([name, type]) =>
    columnObject(String(name), String(toPlain(type)), (identifier) => `"${identifier.replaceAll('"', '""')}"`),
  );
  return new HostObject({ typeName: 'type', attributes: { create }, call: create });
}

function level(value: Value): string | null {
  return value === undefined || value === null ? null : String(value);
}
