import pLimit from 'p-limit';
import { DvtError } from '../../core/errors.js';
import { stripTrailingSemicolon } from '../../core/sql-lexer.js';
import { typeName } from '../../core/type-name.js';
import type { ResultColumn } from '../../spi/column-type.js';
import type { ExpressionTree, PlanOperator, QueryAnalysis, QueryTree, StubRelation } from '../../spi/engine.js';
import { withColumnHint } from './column-hint.js';
import { type Database, ROW_MARKER } from './database.js';
import { duckDbError } from './duckdb-errors.js';
import { logicalPlan } from './logical-plan.js';
import { requireDistinct } from './namespaces.js';
import type { NativeConnection } from './native-connection.js';
import { privateName, type QualifiedSql, qualify } from './qualify.js';
import { expressionOf, firstRow, parseQuery, printQuery } from './query-trees.js';
import { qualifiedName, quoted, stringLiteral } from './quoting.js';
import { withPrepared } from './result-query.js';

/** Added to the catalogs of stubs, so that a connection may have a name that DuckDB reserves (`system`, `temp`). */
const SUFFIX = '@stub';
const EXPLAIN = 'explain (format json) ';

/** Binds and optimizes queries over empty relations, one at a time. */
export class Analysis {
  readonly #database: Database;
  readonly #oneAtATime = pLimit(1);
  #connection: Promise<NativeConnection> | null = null;
  /** what made the table and the view of each stub that is there, by their names */
  readonly #made = new Map<string, string>();

  constructor(database: Database) {
    this.#database = database;
  }

  analyze(sql: string, relations: readonly StubRelation[]): Promise<QueryAnalysis> {
    return this.#oneAtATime(() => this.#over(sql, relations, analyzeOn));
  }

  columns(sql: string, relations: readonly StubRelation[]): Promise<readonly ResultColumn[]> {
    return this.#oneAtATime(() => this.#over(sql, relations, columnsOn));
  }

  parseExpressions(texts: readonly string[]): Promise<readonly (ExpressionTree | null)[]> {
    return this.#oneAtATime(async () => {
      if (texts.length === 0) return [];
      this.#connection ??= this.#database.connect();
      const connection = await this.#connection;
      const calls = texts.map((text) => `json_serialize_sql(${stringLiteral(`select 1 where (${text}\n)`)})::varchar`);
      const rows = await connection.rows(`select unnest([${calls.join(', ')}])`);
      return rows.map(([tree]) => expressionOf(String(tree)));
    });
  }

  parseQuery(sql: string): Promise<QueryTree | null> {
    return this.#oneAtATime(async () => {
      this.#connection ??= this.#database.connect();
      return parseQuery(await this.#connection, stripTrailingSemicolon(sql));
    });
  }

  printQueries(trees: readonly QueryTree[]): Promise<readonly (string | null)[]> {
    return this.#oneAtATime(async () => {
      this.#connection ??= this.#database.connect();
      const connection = await this.#connection;
      const printed: (string | null)[] = [];
      for (const tree of trees) printed.push(await printQuery(connection, tree));
      return printed;
    });
  }

  firstRow(sql: string, conditions: readonly ExpressionTree[]): Promise<readonly (string | null)[] | null> {
    return this.#oneAtATime(async () => {
      this.#connection ??= this.#database.connect();
      return firstRow(await this.#connection, sql, conditions);
    });
  }

  async closeAll(): Promise<void> {
    await this.#oneAtATime(async () => (await this.#connection?.catch(() => null))?.close());
    this.#connection = null;
    this.#made.clear();
  }

  async #over<T>(
    sql: string,
    relations: readonly StubRelation[],
    ask: (connection: NativeConnection, query: QualifiedSql) => Promise<T>,
  ): Promise<T> {
    requireDistinct(relations);
    this.#connection ??= this.#database.connect();
    const connection = await this.#connection;
    const query = qualify(stripTrailingSemicolon(sql), relations, SUFFIX);
    try {
      for (const relation of relations) await this.#makeStub(connection, relation);
    } catch (error) {
      throw duckDbError(error, 'DVT2201', qualify('', relations, SUFFIX));
    }
    return ask(connection, query).catch((error: Error) => {
      throw withColumnHint(error, relations);
    });
  }

  /** Makes a stub where it is not there yet. Those of earlier calls stay: a query finds only the relations of its own call. */
  async #makeStub(connection: NativeConnection, relation: StubRelation): Promise<void> {
    const { token, columns } = relation;
    const { catalog, schema, identifier } = privateName(relation, SUFFIX);
    const stub = columns.length === 0 ? [{ name: ROW_MARKER, type: { kind: 'uint8' } as const }] : columns;
    const definitions = stub.map(({ type }, i) => `${token}_${i} ${typeName(type)}`);
    const names = stub.map((column) => quoted(column.name));
    const table = `memory.main.${token}`;
    const view = qualifiedName(catalog, schema, identifier);
    const tableSql = `create or replace table ${table} (${definitions.join(', ')})`;
    const viewSql = `create or replace view ${view} (${names.join(', ')}) as select * from ${table}`;
    if (this.#made.get(table) === tableSql && this.#made.get(view) === viewSql) return;
    this.#made.delete(view);
    await connection.run(
      [
        `attach if not exists ':memory:' as ${quoted(catalog)}`,
        `create schema if not exists ${qualifiedName(catalog, schema)}`,
        tableSql,
        viewSql,
      ].join(';\n'),
    );
    this.#made.set(table, tableSql).set(view, viewSql);
  }
}

async function columnsOn(connection: NativeConnection, query: QualifiedSql): Promise<readonly ResultColumn[]> {
  try {
    return await withPrepared(connection, query.sql, async (prepared) => {
      if (!prepared.isSelect) throw notASelect();
      if (prepared.parameterCount > 0) throw hasParameters();
      return prepared.columns();
    });
  } catch (error) {
    throw duckDbError(error, 'DVT2201', query);
  }
}

async function analyzeOn(connection: NativeConnection, query: QualifiedSql): Promise<QueryAnalysis> {
  const columns = await columnsOn(connection, query);
  try {
    const [explained] = await connection.rows(EXPLAIN + query.sql);
    const plan = JSON.parse(String(explained![1]), (_, value: unknown) =>
      typeof value === 'string' ? query.restore(value) : value,
    ) as PlanOperator[];
    return { columns, plan, logical: await logicalPlan(connection, query.sql) };
  } catch (error) {
    throw duckDbError(error, 'DVT2201', query, EXPLAIN.length);
  }
}

function notASelect(): DvtError {
  return new DvtError({
    code: 'DVT2202',
    message: 'The SQL is not a query: a model is one select statement.',
    hint: 'Leave other statements out of the model.',
  });
}

function hasParameters(): DvtError {
  return new DvtError({
    code: 'DVT2202',
    message: 'The SQL has a parameter (? or $1) and nothing gives it a value.',
    hint: "Use a variable of the project: {{ var('name') }}.",
  });
}
