import { HostObject, type Value } from '../jinja/index.js';
import { DataObject } from './data-object.js';
import { RELATION_METHODS, relationMethod } from './relation-methods.js';
import { printRelation, type RelationState } from './relation-state.js';
import { RELATION_TYPES } from './relation-type.js';

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
        path: new DataObject('Path', { database: name.database, schema: name.schema, identifier }),
        is_table: type === 'table',
        is_view: type === 'view',
        is_cte: type === 'cte',
        is_materialized_view: type === 'materialized_view',
        is_pointer: false,
        is_function: false,
        can_be_renamed: type === 'table' || type === 'view',
        can_be_replaced: type === 'table' || type === 'view',
        include_policy: new DataObject('Policy', { ...include }),
        quote_policy: new DataObject('Policy', { ...quoting }),
        quote_character: quoteCharacter(state),
        require_alias: state.form.kind !== 'native' || state.form.dialect.namelessSubqueries !== true,
        dbt_created: false,
        catalog: null,
        limit: state.limit ?? null,
      },
      getAttribute: (attribute) => relationMethod(this, attribute),
      attributeNames: () => RELATION_METHODS,
      print: () => printRelation(state),
      equals: (other) => other instanceof RelationObject && sameRelation(state, other.state),
      isTrue: () => true,
      contains: (key) => Object.hasOwn(this.traits.attributes ?? {}, String(key)),
      // dbt's relations can be added to texts.
      operate: (operator, other, reflected) => joined(operator, this, other, reflected),
    });
  }

  /** The same relation with some of its state changed. */
  with(changes: Partial<RelationState>): RelationObject {
    return new RelationObject({ ...this.state, ...changes });
  }
}

/** As dbt's: also what is printed of the name and what is known of the relation has to be the same. */
function sameRelation(a: RelationState, b: RelationState): boolean {
  const levels = ['database', 'schema', 'identifier'] as const;
  const same = (one: RelationState[Part], other: RelationState[Part]): boolean =>
    levels.every((level) => one[level] === other[level]);
  return (
    a.connection === b.connection &&
    a.type === b.type &&
    a.limit === b.limit &&
    PARTS.every((part) => same(a[part], b[part]))
  );
}

const PARTS = ['name', 'include', 'quoting'] as const;
type Part = (typeof PARTS)[number];

function quoteCharacter({ form }: RelationState): string {
  return form.kind === 'native' ? form.dialect.quote('x').charAt(0) : '"';
}

function joined(operator: string, relation: RelationObject, other: Value, reflected: boolean): Value | undefined {
  if (operator !== '+' || typeof other !== 'string') return undefined;
  const shown = printRelation(relation.state);
  return reflected ? other + shown : shown + other;
}
