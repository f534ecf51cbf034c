import { HostObject, hostFunction } from '../jinja/index.js';

/** Kinds of relations by their names on `Relation`, as `api.Relation.Table`. */
export const RELATION_TYPES = {
  Table: 'table',
  View: 'view',
  CTE: 'cte',
  External: 'external',
  MaterializedView: 'materialized_view',
  Ephemeral: 'ephemeral',
} as const;

/** `Relation.get_relation_type`: the kinds by name, and called the kind of that value. */
export const RELATION_TYPE = new HostObject({
  typeName: 'type',
  attributes: RELATION_TYPES,
  call: hostFunction('RelationType', ['value'], ([value]) => value),
});
