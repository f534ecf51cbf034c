import { hostFunction, itemsOf, toPlain, type Value } from '../../jinja/index.js';
import type { AdapterContext } from './adapter-context.js';

interface Constraint {
  readonly type: string;
  readonly name?: string | null;
  readonly expression?: string | null;
  readonly columns?: readonly string[];
  readonly to?: string | null;
  readonly to_columns?: readonly string[];
}

/** The methods of `adapter` that write constraints as DDL. */
export function constraintMethods({ quote }: AdapterContext): Readonly<Record<string, Value>> {
  return {
    render_raw_columns_constraints: hostFunction('render_raw_columns_constraints', ['raw_columns'], ([columns]) =>
      Object.values(toPlain(columns) as Record<string, Record<string, unknown>>).map((column) => {
        const name = column['quote'] === true ? quote(String(column['name'])) : String(column['name']);
        const constraints = (column['constraints'] ?? []) as readonly Constraint[];
        return [`${name} ${String(column['data_type'])}`, ...constraints.map(ofColumn)]
          .filter((text) => text !== '')
          .join(' ');
      }),
    ),
    render_raw_model_constraints: hostFunction('render_raw_model_constraints', ['raw_constraints'], ([constraints]) =>
      itemsOf(constraints)
        .map((constraint) => ofModel(toPlain(constraint) as unknown as Constraint))
        .filter((text) => text !== ''),
    ),
  };
}

/** A constraint behind a column's type; '' where it says nothing. */
function ofColumn({ type, expression, to, to_columns: columns = [] }: Constraint): string {
  const more = expression ?? '';
  switch (type) {
    case 'check':
      return more === '' ? '' : `check (${more})`;
    case 'not_null':
      return `not null ${more}`.trim();
    case 'unique':
      return `unique ${more}`.trim();
    case 'primary_key':
      return `primary key ${more}`.trim();
    case 'foreign_key':
      if (to && columns.length > 0) return `references ${to} (${columns.join(', ')})`;
      return more === '' ? '' : `references ${more}`;
    default:
      return more;
  }
}

/** A constraint of a whole table; '' where it says nothing. */
function ofModel({ type, name, expression, columns = [], to, to_columns: there = [] }: Constraint): string {
  const prefix = name ? `constraint ${name} ` : '';
  const more = expression ? ` ${expression}` : '';
  const list = columns.join(', ');
  switch (type) {
    case 'check':
      return expression ? `${prefix}check (${expression})` : '';
    case 'unique':
      return `${prefix}unique${more} (${list})`;
    case 'primary_key':
      return `${prefix}primary key${more} (${list})`;
    case 'foreign_key':
      if (to && there.length > 0) return `${prefix}foreign key (${list}) references ${to} (${there.join(', ')})`;
      return expression ? `${prefix}foreign key (${list}) references${more}` : '';
    default:
      return expression ? `${prefix}${expression}` : '';
  }
}
