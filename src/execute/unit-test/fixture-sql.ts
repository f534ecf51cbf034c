import { DvtError } from '../../core/errors.js';
import type { Location } from '../../core/position.js';
import type { GivenRows } from './given-rows.js';

/** How the database that runs a unit test writes SQL. */
export interface FixtureDialect {
  quote(identifier: string): string;
  string(text: string): string;
  /** whether a text can be cast to any of its types; otherwise a column's type comes from the relation it stands for */
  readonly casts: boolean;
}

/** A column of the relation that a fixture stands for. */
export interface FixtureColumn {
  readonly name: string;
  /** as the dialect spells it; null = not known */
  readonly type: string | null;
}

/** What a fixture stands for. */
export interface FixtureShape {
  /** of the relation; null = it does not exist, and the rows say which columns there are */
  readonly columns: readonly FixtureColumn[] | null;
  /** as SQL names the relation, where there is one whose types can be taken over */
  readonly relation: string | null;
  /** for messages: `stg_orders`, `expected output` */
  readonly name: string;
  readonly location: Location;
}

/** A query that gives the rows, in the columns and types of what they stand for; what a row leaves out is NULL. */
export function fixtureSql(given: GivenRows, shape: FixtureShape, dialect: FixtureDialect): string {
  const columns = shape.columns ?? given.columns.map((name) => ({ name, type: null }));
  refuseUnknown(given, columns, shape);
  const values = (row: ReadonlyMap<string, unknown>): string =>
    columns
      .map(({ name, type }) => `${literal(cellOf(row, name), type, dialect)} as ${dialect.quote(name)}`)
      .join(', ');
  const selects = given.rows.map((row) => `select ${values(row)}`);
  if (!dialect.casts && shape.relation !== null) {
    const names = columns.map(({ name }) => dialect.quote(name)).join(', ');
    selects.unshift(`select ${names} from ${shape.relation} where 1 = 0`);
  }
  if (selects.length > 0) return selects.join('\nunion all\n');
  return `select ${values(new Map())}${columns.length === 0 ? '1' : ''} where 1 = 0`;
}

/** A value as SQL; everything that is not a scalar is the text of its JSON. */
function literal(value: unknown, type: string | null, { casts, string }: FixtureDialect): string {
  const plain =
    value === null || value === undefined
      ? 'null'
      : !casts && (typeof value === 'number' || typeof value === 'boolean')
        ? String(value)
        : string(typeof value === 'object' ? JSON.stringify(value) : String(value));
  if (casts && type !== null) return `cast(${plain} as ${type})`;
  return casts && (typeof value === 'number' || typeof value === 'boolean') ? String(value) : plain;
}

function cellOf(row: ReadonlyMap<string, unknown>, name: string): unknown {
  if (row.has(name)) return row.get(name);
  for (const [given, value] of row) if (given.toLowerCase() === name.toLowerCase()) return value;
  return null;
}

function refuseUnknown(given: GivenRows, columns: readonly FixtureColumn[], { name, location }: FixtureShape): void {
  const known = new Set(columns.map((column) => column.name.toLowerCase()));
  const unknown = given.columns.filter((column) => !known.has(column.toLowerCase()));
  if (unknown.length === 0) return;
  throw new DvtError({
    code: 'DVT5016',
    message: `The rows for ${name} name the column ${unknown.join(', ')}, which it does not have.`,
    location,
    hint: `It has ${columns.map((column) => column.name).join(', ')}.`,
  });
}
