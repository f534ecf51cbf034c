import { aggregate } from './aggregates.js';
import { alike, type Column, column, type Item, isMet, KEY } from './item.js';
import type { QueryWriter } from './writer.js';

const ORDERS = ['', ' desc', ' nulls first', ' desc nulls last', ' asc nulls first'];

/** Something that can stand behind FROM. */
export function item(writer: QueryWriter): Item {
  const make = writer.dice.weighed<(writer: QueryWriter) => Item>([
    [14, () => writer.base()],
    [2, filtered],
    [2, projected],
    [3, grouped],
    [1, limited],
    [1, windowed],
    [2, united],
    [3, common],
    [1, values],
  ]);
  return make(writer);
}

function filtered(writer: QueryWriter): Item {
  const base = writer.base();
  return writer.derived(`select * from ${base.sql} where ${writer.where(base)}`, base.columns, base.table);
}

function projected(writer: QueryWriter): Item {
  const base = writer.base();
  const { columns } = base.table!;
  const shown = [KEY, ...writer.dice.some(columns, 12), ...columns.filter(isMet)];
  const distinct = [...new Map(shown.map((one) => [one.name, one])).values()];
  const list = distinct.map((one) => column(base.alias, one)).join(', ');
  return writer.derived(`select ${list} from ${base.sql} where ${writer.where(base)}`, distinct, base.table);
}

function grouped(writer: QueryWriter): Item {
  const { dice } = writer;
  const base = writer.base();
  const keys = writer.keys(base, 2);
  const calls = Array.from({ length: 1 + dice.below(2) }, () => aggregate(writer, base));
  const by = keys.map((one) => column(base.alias, one));
  const list = [...by, ...calls.map(({ sql }, index) => `${sql}${writer.filter(base)} as m${index}`)];
  const where = dice.chance(0.7) ? ` where ${writer.where(base)}` : '';
  const having = dice.chance(0.2) ? ' having count(*) > 1' : '';
  return writer.derived(
    `select ${list.join(', ')} from ${base.sql}${where} group by ${by.join(', ')}${having}`,
    [...keys, ...calls.map(({ type }, index) => ({ ...type, name: `m${index}` }))],
    null,
  );
}

function limited(writer: QueryWriter): Item {
  const { dice } = writer;
  const base = writer.base();
  const [by] = writer.keys(base, 1);
  const where = dice.chance(0.5) ? ` where ${writer.where(base)}` : '';
  const order = `order by ${column(base.alias, by!)}${dice.pick(ORDERS)}, ${base.alias}.k`;
  const offset = dice.chance(0.3) ? ` offset ${dice.below(4)}` : '';
  return writer.derived(
    `select * from ${base.sql}${where} ${order} limit ${1 + dice.below(30)}${offset}`,
    base.columns,
    base.table,
  );
}

function windowed(writer: QueryWriter): Item {
  const { dice } = writer;
  const base = writer.base();
  const { alias } = base;
  const [by] = writer.keys(base, 1);
  const [other] = writer.keys(base, 1);
  const part = `partition by ${column(alias, by!)}`;
  const over = `over (${part} order by ${alias}.k)`;
  const ranked = `over (order by ${column(alias, other!)})`;
  const call = dice.pick([
    `row_number() ${over}`,
    `lag(${alias}.k) ${over}`,
    `lead(${alias}.k, 2) ${over}`,
    `rank() ${ranked}`,
    `dense_rank() ${ranked}`,
    `ntile(4) ${over}`,
    `sum(${alias}.k) over (${part})`,
    `count(*) over (${part} order by ${alias}.k rows between 2 preceding and current row)`,
    `first_value(${alias}.k) ${over}`,
  ]);
  const qualify = dice.chance(0.4) ? ' qualify w <= 3' : '';
  const sql = `select ${alias}.*, ${call} as w from ${base.sql} where ${writer.where(base)}${qualify}`;
  return writer.derived(sql, [...base.columns, { name: 'w', duckdb: 'BIGINT', family: 'integer' }], base.table);
}

/** A set operation of two tables, by columns of the same types. */
export function united(writer: QueryWriter): Item {
  const { dice } = writer;
  const [left, right] = [writer.base(), writer.base()];
  const pairs = dice.some(alike(left, right), 1 + dice.below(3));
  const side = (of: Item, columns: readonly Column[]) => {
    const list = columns.map((one, index) => `${column(of.alias, one)} as u${index}`).join(', ');
    return `select ${list} from ${of.sql} where ${writer.where(of)}`;
  };
  const word = dice.weighed([
    [5, 'union all'],
    [3, 'union'],
    [2, 'except'],
    [2, 'intersect'],
    [1, 'except all'],
    [1, 'intersect all'],
  ]);
  const [first, second] = [pairs.map(([one]) => one), pairs.map(([, one]) => one)];
  const columns = first.map((one, index) => ({ ...widened(one, second[index]!), name: `u${index}` }));
  return writer.derived(`${side(left, first)} ${word} ${side(right, second)}`, columns, null);
}

function widened(one: Column, other: Column): Column {
  return one.duckdb === other.duckdb ? one : { ...one, duckdb: 'HUGEINT' };
}

/** A common table expression: a new one, or one that is in use already. */
function common(writer: QueryWriter): Item {
  const { dice, commonTables } = writer;
  const alias = writer.alias();
  if (commonTables.length === 0 || dice.chance(0.4)) {
    const make = dice.weighed([
      [3, filtered],
      [2, projected],
      [3, grouped],
      [1, united],
      [1, limited],
    ]);
    const made = make(writer);
    commonTables.push({ name: `c${commonTables.length}`, sql: `select * from ${made.sql}`, item: made });
  }
  const { name, item: drawn } = dice.pick(commonTables);
  return { ...drawn, sql: `${name} ${alias}`, alias };
}

function values(writer: QueryWriter): Item {
  const alias = writer.alias();
  const rows = writer.dice.some(['(0)', '(1)', '(2)', '(7)', '(100)', '(null)', '(1)'], 4);
  return {
    sql: `(values ${rows.join(', ')}) ${alias}(v)`,
    alias,
    columns: [{ name: 'v', duckdb: 'INTEGER', family: 'integer' }],
    table: null,
  };
}
