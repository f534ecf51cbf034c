import { HostObject, type Value } from '../jinja/index.js';
import { RELATION_METHODS, relationMethod } from './relation-methods.js';
import { printRelation, type RelationState } from './relation-state.js';

/** Kinds of relations by their names on `Relation`, as `api.Relation.Table`. */
export const RELATION_TYPES = {
  Table: 'table',
  View: 'view',
  CTE: 'cte',
  External: 'external',
  MaterializedView: 'materialized_view',
  Ephemeral: 'ephemeral',
} as const;

/** A relation as templates see it: what dbt's `Relation` offers for reading and for printing. */
export class RelationObject extends HostObject {
  constructor(readonly state: RelationState) {
    const { name, type, include, quoting } = state;
    const identifier = name.identifier === '' ? null : name.identifier;
    super({
      typeName: 'Relation',
      // Packages tell a relation from other values by this, and by `get('metadata')`.
      mapping: true,
      attributes: {
        ...RELATION_TYPES,
        database: name.database,
        schema: name.schema,
        identifier,
        name: identifier,
        table: identifier,
        type,
        path: { database: name.database, schema: name.schema, identifier },
        is_table: type === 'table',
        is_view: type === 'view',
        is_cte: type === 'cte',
        is_materialized_view: type === 'materialized_view',
        is_pointer: false,
        is_function: false,
        can_be_renamed: type === 'table' || type === 'view',
        can_be_replaced: type === 'table' || type === 'view',
        include_policy: include,
        quote_policy: quoting,
        limit: state.limit ?? null,
      },
      getAttribute: (attribute) => relationMethod(this, attribute),
      attributeNames: () => RELATION_METHODS,
      print: () => printRelation(state),
      equals: (other) => other instanceof RelationObject && sameRelation(state, other.state),
      isTrue: () => true,
      // dbt's relations can be added to texts.
      operate: (operator, other, reflected) => joined(operator, this, other, reflected),
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

function joined(operator: string, relation: RelationObject, other: Value, reflected: boolean): Value | undefined {
  if (operator !== '+' || typeof other !== 'string') return undefined;
  const shown = printRelation(relation.state);
  return reflected ? other + shown : shown + other;
}
