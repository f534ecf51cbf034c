import { HostObject, hostFunction, isTrue, toPlain, type Value } from '../jinja/index.js';
import type { Quoting } from '../spi/project.js';
import { ALL_LEVELS, printRelation, quoteForEngine, type RelationState } from './relation-state.js';

const METHODS = ['include', 'quote', 'incorporate', 'replace_path', 'render', 'without_identifier', 'quoted'];

/** A relation as templates see it: what dbt's `Relation` offers for reading and for printing. */
export class RelationObject extends HostObject {
  constructor(readonly state: RelationState) {
    const { name, type } = state;
    super({
      typeName: 'Relation',
      attributes: {
        database: name.database,
        schema: name.schema,
        identifier: name.identifier,
        name: name.identifier,
        table: name.identifier,
        type,
        is_table: type === 'table',
        is_view: type === 'view',
        is_cte: type === 'cte',
        is_materialized_view: type === 'materialized_view',
        include_policy: state.include,
        quote_policy: state.quoting,
      },
      getAttribute: (attribute) => (METHODS.includes(attribute) ? relationMethod(this, attribute) : undefined),
      attributeNames: () => METHODS,
      print: () => printRelation(state),
      equals: (other) => other instanceof RelationObject && sameRelation(state, other.state),
      isTrue: () => true,
    });
  }

  /** The same relation with some of its state changed. */
  with(changes: Partial<RelationState>): RelationObject {
    return new RelationObject({ ...this.state, ...changes });
  }
}

function sameRelation(a: RelationState, b: RelationState): boolean {
  const levels = ['database', 'schema', 'identifier'] as const;
  return a.connection === b.connection && levels.every((level) => a.name[level] === b.name[level]);
}

function relationMethod(relation: RelationObject, method: string): Value {
  const { state } = relation;
  switch (method) {
    case 'include':
      return levelsFunction('include', (levels) => relation.with({ include: { ...state.include, ...levels } }));
    case 'quote':
      return levelsFunction('quote', (levels) => relation.with({ quoting: { ...state.quoting, ...levels } }));
    case 'without_identifier':
      return hostFunction(method, [], () => relation.with({ include: { ...ALL_LEVELS, identifier: false } }));
    case 'render':
      return hostFunction(method, [], () => printRelation(state));
    case 'quoted':
      return hostFunction(method, ['identifier'], ([identifier]) =>
        state.form.kind === 'native'
          ? state.form.dialect.quote(String(identifier))
          : quoteForEngine(String(identifier)),
      );
    case 'replace_path':
      return hostFunction(method, ['database?', 'schema?', 'identifier?'], ([database, schema, identifier]) =>
        renamed(relation, { database, schema, identifier }),
      );
    default:
      return hostFunction('incorporate', ['path?', 'type?'], ([path, type]) => {
        const typed = type === undefined ? relation : relation.with({ type: type === null ? null : String(type) });
        return path === undefined || path === null ? typed : renamed(typed, toPlain(path) as Levels);
      });
  }
}

type Levels = { readonly [level in keyof Quoting]?: unknown };

/** The relation under another name: levels that are not given stay. */
function renamed(relation: RelationObject, levels: Levels): RelationObject {
  const { name, form, connection } = relation.state;
  const level = (key: keyof Quoting): string | null =>
    levels[key] === undefined ? name[key] : levels[key] === null ? null : String(levels[key]);
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

/** `include(database=false)`, `quote(identifier=true)` */
function levelsFunction(name: string, change: (levels: Partial<Quoting>) => RelationObject): Value {
  return hostFunction(name, ['database?', 'schema?', 'identifier?'], ([database, schema, identifier]) => {
    const levels: { -readonly [level in keyof Quoting]?: boolean } = {};
    if (database !== undefined) levels.database = isTrue(database);
    if (schema !== undefined) levels.schema = isTrue(schema);
    if (identifier !== undefined) levels.identifier = isTrue(identifier);
    return change(levels);
  });
}
