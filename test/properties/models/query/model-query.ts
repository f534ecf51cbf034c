import type { TestTable } from '../../predicates/column.js';
import { fullName } from '../../predicates/query.js';
import type { Dice } from '../dice.js';
import { aggregate } from './aggregates.js';
import { type Column, column, type Item, isGroupable, listed } from './item.js';
import { united } from './items.js';
import { joinCondition } from './join-condition.js';
import { type Source, source } from './joins.js';
import { keyed } from './keyed.js';
import { type Focus, type Material, QueryWriter } from './writer.js';

/** A federated model in DuckDB's SQL. Its rows, their order aside, do not depend on how it is computed. */
export interface ModelQuery {
  readonly sql: string;
  /** the tables that it names */
  readonly tables: readonly TestTable[];
  /** made for narrowing what is fetched by keys: its sizes are worth claiming */
  readonly isKeyed: boolean;
}

/** Rows of a join that are still shown one by one. */
const MOST_SHOWN = 200;

/** Draws one model. */
export function modelQuery(dice: Dice, material: Material, focus: Focus | null): ModelQuery {
  const writer = new QueryWriter(dice, material, focus);
  const make = dice.weighed([
    [8, select],
    [4, keyed],
    [2, setOperation],
    [1, subqueryInSelect],
    [focus === null ? 2 : 6, plain],
  ]);
  const body = make(writer);
  const common = writer.commonTables.map(({ name, sql }) => `${name} as (${sql})`);
  const sql = common.length === 0 ? body : `with ${common.join(', ')} ${body}`;
  return {
    sql,
    tables: material.tables.filter((table) => sql.includes(`${fullName(table)} `)),
    isKeyed: make === keyed,
  };
}

function select(writer: QueryWriter): string {
  const { dice } = writer;
  const from = source(writer);
  const style = dice.weighed([
    [4, 'rows'],
    [7, 'aggregated'],
    [1, 'distinct'],
    [2, 'limited'],
  ]);
  if (style === 'aggregated') return aggregated(writer, from);
  const isLarge = from.items.length > 1;
  const word = style === 'distinct' ? 'select distinct' : 'select';
  const most = style === 'limited' ? 1 + dice.below(12) : isLarge ? MOST_SHOWN : null;
  const limit = most === null ? '' : ` order by all limit ${most}`;
  return `${word} ${listed(shown(writer, from.items))} from ${from.from} where ${from.where}${limit}`;
}

function aggregated(writer: QueryWriter, { from, where, items }: Source): string {
  const { dice } = writer;
  const item = dice.pick(items);
  const keys = dice.chance(0.7) ? writer.keys(item, 2).map((one) => column(item.alias, one)) : [];
  const calls = Array.from({ length: 1 + dice.below(3) }, () => {
    const of = dice.pick(items);
    return `${aggregate(writer, of).sql}${writer.filter(of)}`;
  });
  const body = `select ${listed([...keys, ...calls])} from ${from} where ${where}`;
  if (keys.length === 0) return body;
  const by = dice.pick([keys.join(', '), keys.map((_, index) => index + 1).join(', '), 'all']);
  const having = dice.chance(0.15) ? ' having count(*) > 1' : '';
  const limit = dice.chance(0.15) ? ' order by all limit 7' : '';
  return `${body} group by ${by}${having}${limit}`;
}

/** What a select shows of some items. */
function shown(writer: QueryWriter, items: readonly Item[]): string[] {
  const { dice } = writer;
  return Array.from({ length: 1 + dice.below(5) }, () => {
    const item = dice.pick(items);
    const one = dice.pick(item.columns);
    const name = column(item.alias, one);
    const groupable = item.columns.filter(isGroupable);
    // Of intervals that are equal, which come first is not said.
    const whole = one.family === 'interval' ? `${name}::varchar` : name;
    const by = groupable.length === 0 ? '' : `partition by ${column(item.alias, dice.pick(groupable))}`;
    return dice.weighed([
      [8, whole],
      [1, `case when ${writer.condition(item)} then ${whole} end`],
      [1, `${name} is null`],
      [1, computed(one, name)],
      [1, one.family === 'integer' ? `sum(${name}::hugeint) over (${by})` : whole],
    ]);
  });
}

function computed({ family }: Column, name: string): string {
  if (family === 'text') return `upper(${name}) || '!'`;
  return family === 'integer' ? `${name}::hugeint * 2 + 1` : `coalesce(${name}::varchar, '-')`;
}

/** One condition alone, as plain as can be. */
function plain(writer: QueryWriter): string {
  const base = writer.base();
  const one = writer.dice.pick(base.columns);
  return `select ${base.alias}.k as c0, ${column(base.alias, one)} as c1 from ${base.sql} where ${writer.condition(base)}`;
}

function setOperation(writer: QueryWriter): string {
  const { sql, columns, alias } = united(writer);
  return `select ${listed(columns.map((one) => column(alias, one)))} from ${sql}`;
}

function subqueryInSelect(writer: QueryWriter): string {
  const [base, inner] = [writer.base(), writer.base()];
  const on = joinCondition(writer, inner, base);
  const [call, where] = writer.dice.pick([
    ['count(*)', `${on} and ${writer.where(inner)}`],
    [`max(${inner.alias}.k)`, on],
  ]);
  const value = `(select ${call} from ${inner.sql} where ${where})`;
  return `select ${base.alias}.k as c0, ${value} as c1 from ${base.sql} where ${writer.where(base)}`;
}
