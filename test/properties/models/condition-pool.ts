import type { DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { toExpression } from '#dvt/plan/predicate/expression.js';
import { rewrite } from '#dvt/plan/predicate/rewrite.js';
import type { Dialect } from '#dvt/spi/dialect.js';
import type { ExpressionTree, QueryAnalyzer } from '#dvt/spi/engine.js';
import type { Form } from '#dvt/spi/expression.js';
import type { RelationDescription } from '#dvt/spi/relation.js';
import { conditionsOf } from '../../predicates/conditions.js';
import type { TestTable } from '../predicates/column.js';
import { condition, leaf, quoteName } from '../predicates/predicate.js';
import { fullName } from '../predicates/query.js';
import type { Dice } from './dice.js';
import { KEY } from './query/item.js';

/** A condition over one table that DuckDB evaluates on every row of it without failing. */
export interface PooledCondition {
  /** `§` stands for the alias of the table */
  readonly sql: string;
  readonly columns: ReadonlySet<string>;
  /** rows that meet it */
  readonly rows: number;
  /** what its source can do with it, as it is written */
  readonly class: 'exact' | 'superset' | 'local';
  /** it has the form also when DuckDB's optimizer is through with it */
  readonly isKept: boolean;
}

/** Conditions about the tables of one connection, by the form that they are about. */
export type ConditionPool = ReadonlyMap<string, readonly PooledCondition[]>;

/** The forms of nobody: random trees of random leaves. */
export const MIXED = 'mixed';

const MOST_OF_A_FORM = 40;
const MOST_LISTS_OF_A_FORM = 30;
const LEAVES = 250;
const TREES = 100;
const AT_ONCE = 40;

interface Drafted {
  readonly form: Form | typeof MIXED;
  readonly sql: string;
  readonly isKept: boolean;
}

/** Names of columns outside of texts, with the alias before them. */
function qualified(sql: string, names: ReadonlySet<string>): string {
  return sql.replace(/'(?:[^']|'')*'|"(\w+)"/g, (text, name: string | undefined) =>
    name !== undefined && names.has(name) ? `§."${name}"` : text,
  );
}

/** What DuckDB's optimizer moves to the constant that it is compared with, also from lists of a few. */
const MOVED: ReadonlySet<string> = new Set([
  ...['add', 'subtract', 'multiply', 'modulo', 'negate', 'absolute', 'cast', 'year', 'quarter', 'month', 'day'],
  ...['day of week', 'iso day of week', 'day of year', 'hour', 'minute', 'second', 'length'],
]);

/** Conditions with the values of others that DuckDB's optimizer leaves alone. */
function keptOf(form: Form, conditions: readonly string[]): string[] {
  const constants = new Map<string, Set<string>>();
  for (const sql of conditions) {
    const [, value, constant] = /^(.*[()-].*) (?:=|<|>|<=|>=) ([^"]+)$/.exec(sql) ?? [];
    if (value !== undefined) constants.set(value, (constants.get(value) ?? new Set()).add(constant!));
  }
  return [...constants].flatMap(([value, all]) => {
    if (MOVED.has(form)) return [`${value} <> ${quoteName(KEY.name)}`, `${value} < ${quoteName(KEY.name)}`];
    if (form === 'truncate') return [`${value} <= "d"::timestamp`, `${value} <> "d2"::timestamp`];
    return all.size < 2 ? [] : [`${value} in (${[...all].join(', ')})`];
  });
}

function drafted(table: TestTable, dice: Dice, seed: number): Drafted[] {
  const names = new Set([KEY.name, ...table.columns.map(({ name }) => name)]);
  const byForm = new Map<Form, string[]>();
  for (const { form, sql } of conditionsOf(table.columns)) byForm.set(form, [...(byForm.get(form) ?? []), sql]);
  const tabled = [...byForm].flatMap(([form, all]) => {
    const draft =
      (isKept: boolean) =>
      (sql: string): Drafted => ({ form, sql: qualified(sql, names), isKept });
    const kept = dice.some(keptOf(form, all), MOST_LISTS_OF_A_FORM).map(draft(true));
    return [...dice.some(all, MOST_OF_A_FORM).map(draft(false)), ...kept];
  });
  const random = [
    ...fc.sample(leaf(table), { numRuns: LEAVES, seed }),
    ...fc.sample(condition(table), { numRuns: TREES, seed }),
  ].map(({ sql }): Drafted => ({ form: MIXED, sql, isKept: false }));
  return [...tabled, ...random];
}

/** Draws conditions about the first of some tables that are alike, and finds what DuckDB says of each. */
export async function poolOf(
  tables: readonly TestTable[],
  relation: RelationDescription,
  tools: {
    readonly duckdb: DuckDBConnection;
    readonly analyzer: QueryAnalyzer;
    readonly dialect: Dialect;
    readonly dice: Dice;
    readonly seed: number;
  },
): Promise<ConditionPool> {
  const { duckdb, analyzer, dialect, dice, seed } = tools;
  const drafts = drafted(tables[0]!, dice, seed);
  const bare = drafts.map(({ sql }) => sql.replaceAll('§.', ''));
  const counts = await rowsThatMeet(duckdb, tables, bare);
  const trees = await analyzer.parseExpressions(bare);
  const column = (tree: ExpressionTree) => {
    const [name] = tree.class === 'COLUMN_REF' ? (tree['column_names'] as string[]) : [];
    const found = relation.columns.find((one) => one.name === name);
    return found === undefined ? null : { ...found, cast: false };
  };
  const pool = new Map<string, PooledCondition[]>();
  for (const [index, { form, sql, isKept }] of drafts.entries()) {
    const rows = counts[index]!;
    if (rows === null) continue;
    const expression = trees[index] && toExpression(trees[index], column);
    const pushed = expression ? dialect.pushdown(rewrite(expression, true)).class : 'local';
    const columns = new Set([...sql.matchAll(/§\."(\w+)"/g)].map(([, name]) => name!));
    pool.set(form, [...(pool.get(form) ?? []), { sql, columns, rows, class: pushed, isKept }]);
  }
  return pool;
}

/** How many rows of the tables meet each condition; null where it fails on one. */
async function rowsThatMeet(
  duckdb: DuckDBConnection,
  tables: readonly TestTable[],
  conditions: readonly string[],
): Promise<(number | null)[]> {
  const from = `(${tables.map((table) => `select * from ${fullName(table)}`).join(' union all ')})`;
  const ask = async (part: readonly string[]): Promise<(number | null)[]> => {
    try {
      const counts = part.map((sql) => `count(*) filter (where ${sql})`);
      const found = await duckdb.runAndReadAll(`select ${counts.join(', ')} from ${from}`);
      return found.getRows()[0]!.map(Number);
    } catch {
      if (part.length === 1) return [null];
      const half = Math.ceil(part.length / 2);
      return [...(await ask(part.slice(0, half))), ...(await ask(part.slice(half)))];
    }
  };
  const counts: (number | null)[] = [];
  for (let start = 0; start < conditions.length; start += AT_ONCE) {
    counts.push(...(await ask(conditions.slice(start, start + AT_ONCE))));
  }
  return counts;
}
