import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDuckDbEngine } from '#dvt/compute/duckdb/index.js';
import { toExpression } from '#dvt/plan/predicate/expression.js';
import { rewrite } from '#dvt/plan/predicate/rewrite.js';
import type { ExpressionTree } from '#dvt/spi/engine.js';
import { type Expression, FORMS } from '#dvt/spi/expression.js';
import { type Condition, conditionsOf } from './conditions.js';
import { demanded, used } from './coverage.js';
import { GROUNDS, type Ground, openGround } from './ground.js';

/** A condition as both sides are asked for it. */
interface Asked extends Condition {
  readonly pushed: string;
  readonly class: 'exact' | 'superset';
}

const AT_ONCE = 40;

/** Classes of tables that a condition was about, by dialect. */
const proven = new Map<string, Set<string>>();

const directory = mkdtempSync(join(tmpdir(), 'dvt-forms-'));
let duckdb: DuckDBConnection;
let engine: ReturnType<typeof openDuckDbEngine>;
beforeAll(async () => {
  duckdb = await (await DuckDBInstance.create(':memory:')).connect();
  await duckdb.run("set timezone = 'UTC'");
  // One would move what is inside of a try() to its outside; the other makes `date_trunc('year', NULL) = '2024-02-29'` false.
  await duckdb.run("set disabled_optimizers = 'common_subexpressions,expression_rewriter'");
  engine = openDuckDbEngine({ directory, stagingOnDisk: false });
});
afterAll(async () => {
  await engine.close();
  duckdb.closeSync();
  rmSync(directory, { recursive: true, force: true });
});

const truth = (sql: string) => `case when ${sql} then 1 when not (${sql}) then 0 end`;
const values = (row: readonly unknown[]) => row.slice(1).map((value) => (value === null ? null : Number(value)));

/** What DuckDB says of conditions, by row; undefined where it fails. */
async function meant(ground: Ground, asked: readonly Asked[]): Promise<(number | null | undefined)[][]> {
  const select = (expressions: readonly string[]) =>
    `select ${['k', ...expressions].join(', ')} from ${ground.copy} order by k`;
  try {
    const found = await duckdb.runAndReadAll(select(asked.map(({ sql }) => truth(sql))));
    return found.getRows().map(values);
  } catch {
    // A division of the rows in those that fail and those that do not.
    const found = await duckdb.runAndReadAll(
      select(asked.flatMap(({ sql }) => [truth(`try(${sql})`), `try(case when (${sql}) is null then 1 else 1 end)`])),
    );
    return found
      .getRows()
      .map(values)
      .map((row) => asked.map((_, index) => (row[index * 2 + 1] === null ? undefined : row[index * 2]!)));
  }
}

describe.each(GROUNDS)('%s', (title) => {
  let ground: Ground;
  const expressions: { readonly condition: Condition; readonly expression: Expression }[] = [];
  /** conditions that have no neutral form, and are therefore never sent */
  const without: Condition[] = [];
  beforeAll(async () => {
    ground = await openGround(title, duckdb);
    const conditions = conditionsOf(ground.columns);
    const trees = await engine.analyzer.parseExpressions(conditions.map(({ sql }) => sql));
    const column = (tree: ExpressionTree) => {
      const [name] = tree.class === 'COLUMN_REF' ? (tree['column_names'] as string[]) : [];
      const found = ground.relation.columns.find((one) => one.name === name);
      return found === undefined ? null : { ...found, cast: false };
    };
    for (const [index, condition] of conditions.entries()) {
      const expression = trees[index] && toExpression(trees[index], column);
      if (expression) expressions.push({ condition, expression });
      else without.push(condition);
    }
  });
  afterAll(() => ground?.close());

  test('what is sent is what DuckDB means, row by row', async () => {
    const asked = new Map<string, Asked>();
    for (const { condition, expression } of expressions) {
      for (const form of [expression, rewrite(expression, false), rewrite(expression, true)]) {
        const pushed = ground.dialect.pushdown(form);
        if (pushed.class === 'local') continue;
        // A range that follows from a condition is true where it is true, and may be false where it is NULL.
        const kind = form === expression ? pushed.class : 'superset';
        const key = `${pushed.sql} ${condition.sql}`;
        if (!asked.has(key)) asked.set(key, { ...condition, pushed: pushed.sql, class: kind });
      }
    }
    const all = [...asked.values()];
    const differences: string[] = [];
    for (let start = 0; start < all.length; start += AT_ONCE) {
      const part = all.slice(start, start + AT_ONCE);
      const wanted = await meant(ground, part);
      const found = (await ground.source(part.map(({ pushed }) => truth(pushed)))).map(values);
      for (const [at, one] of part.entries()) {
        const wrong = wanted.findIndex((row, index) => {
          const [a, b] = [row[at], found[index]![at]];
          return a !== undefined && (one.class === 'exact' ? a !== b : a === 1 && b !== 1);
        });
        if (wrong < 0) continue;
        differences.push(
          `row ${wrong + 1}: ${one.sql} is ${wanted[wrong]![at]}; ${one.pushed} is ${found[wrong]![at]}`,
        );
      }
    }
    expect(differences.slice(0, 40), `${differences.length} of ${all.length} differ`).toEqual([]);
  });

  test('every class of the table of forms is proven', () => {
    const { dialect } = ground;
    const known = proven.get(dialect.name) ?? new Set<string>();
    proven.set(dialect.name, known);
    for (const { expression } of expressions) {
      used(dialect, expression, known);
      used(dialect, rewrite(expression, false), known);
    }
    // The two SQLite files prove it together.
    if (title === 'SQLite') return;
    expect(demanded(dialect).filter((one) => !known.has(one))).toEqual([]);
  });

  test('a form that the table calls local is not sent', () => {
    const never = Object.entries(ground.dialect.forms!).filter(([, { classes }]) => classes.length === 0);
    for (const [form, { otherwise }] of never) {
      const of = expressions.filter(({ condition }) => condition.form === form);
      const tried = of.length + without.filter((condition) => condition.form === form).length;
      const possible = !form.startsWith('json') || ground.columns.some(({ duckdb: type }) => type === 'JSON');
      const timed = ground.columns.some(({ duckdb: type }) => type === 'TIMESTAMP');
      if (possible && (timed || !/hour|minute|second/.test(form))) expect(tried, form).toBeGreaterThan(0);
      for (const { condition, expression } of of) {
        expect({ sql: condition.sql, class: ground.dialect.pushdown(expression).class }).toEqual({
          sql: condition.sql,
          class: 'local',
        });
      }
      expect(otherwise, form).not.toBe('');
    }
    expect(Object.keys(ground.dialect.forms!).sort()).toEqual(Object.keys(FORMS).sort());
  });
});
