import pLimit from 'p-limit';
import { DvtError } from '../../core/errors.js';
import { stripTrailingSemicolon } from '../../core/sql-lexer.js';
import type { ExpressionTree, PlanOperator, QueryAnalysis, StubRelation } from '../../spi/engine.js';
import { type Database, ROW_MARKER } from './database.js';
import { duckDbError } from './duckdb-errors.js';
import { requireDistinct } from './namespaces.js';
import type { NativeConnection } from './native-connection.js';
import { privateName, type QualifiedSql, qualify } from './qualify.js';
import { withPrepared } from './result-query.js';
import { qualifiedName, quoted, sqlType, stringLiteral } from './sql-type.js';

/** Added to the catalogs of stubs, so that a connection may have a name that DuckDB reserves (`system`, `temp`). */
const SUFFIX = '@stub';
const EXPLAIN = 'explain (format json) ';

/** Binds and optimizes queries over empty relations, one at a time. */
export class Analysis {
  readonly #database: Database;
  readonly #oneAtATime = pLimit(1);
  #connection: Promise<NativeConnection> | null = null;

  constructor(database: Database) {
    this.#database = database;
  }

  analyze(sql: string, relations: readonly StubRelation[]): Promise<QueryAnalysis> {
    return this.#oneAtATime(async () => {
      requireDistinct(relations);
      this.#connection ??= this.#database.connect();
      const connection = await this.#connection;
      const query = qualify(stripTrailingSemicolon(sql), relations, SUFFIX);
      try {
        await connection.run(stubStatements(relations));
      } catch (error) {
        throw duckDbError(error, 'DVT2101', qualify('', relations, SUFFIX));
      }
      return analyzeOn(connection, query);
    });
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

  async closeAll(): Promise<void> {
    await this.#oneAtATime(async () => (await this.#connection?.catch(() => null))?.close());
    this.#connection = null;
  }
}

/** Statements that make the stubs. Those of earlier calls stay: a query finds only the relations of its own call. */
function stubStatements(relations: readonly StubRelation[]): string {
  const statements: string[] = [];
  for (const relation of relations) {
    const { token, columns } = relation;
    const { catalog, schema, identifier } = privateName(relation, SUFFIX);
    const stub = columns.length === 0 ? [{ name: ROW_MARKER, type: { kind: 'uint8' } as const }] : columns;
    const definitions = stub.map(({ type }, i) => `${token}_${i} ${sqlType(type)}`);
    const names = stub.map((column) => quoted(column.name));
    const view = qualifiedName(catalog, schema, identifier);
    statements.push(
      `attach if not exists ':memory:' as ${quoted(catalog)}`,
      `create schema if not exists ${qualifiedName(catalog, schema)}`,
      `create or replace table memory.main.${token} (${definitions.join(', ')})`,
      `create or replace view ${view} (${names.join(', ')}) as select * from memory.main.${token}`,
    );
  }
  return statements.join(';\n');
}

async function analyzeOn(connection: NativeConnection, query: QualifiedSql): Promise<QueryAnalysis> {
  let prefix = 0;
  try {
    const columns = await withPrepared(connection, query.sql, async (prepared) => {
      if (!prepared.isSelect) throw notASelect();
      if (prepared.parameterCount > 0) throw hasParameters();
      return prepared.columns();
    });
    prefix = EXPLAIN.length;
    const [explained] = await connection.rows(EXPLAIN + query.sql);
    const plan = JSON.parse(String(explained![1]), (_, value: unknown) =>
      typeof value === 'string' ? query.restore(value) : value,
    ) as PlanOperator[];
    return { columns, plan };
  } catch (error) {
    throw duckDbError(error, 'DVT2101', query, prefix);
  }
}

function notASelect(): DvtError {
  return new DvtError({
    code: 'DVT2102',
    message: 'The SQL is not a query: a model is one select statement.',
    hint: 'Leave other statements out of the model.',
  });
}

function hasParameters(): DvtError {
  return new DvtError({
    code: 'DVT2102',
    message: 'The SQL has a parameter (? or $1) and nothing gives it a value.',
    hint: "Use a variable of the project: {{ var('name') }}.",
  });
}

/**
 * Integers of 16 digits and more become strings: JavaScript's numbers would round them. So do infinities and NaN, which
 * DuckDB 1.5 writes bare and JSON has no numbers for.
 */
function expressionOf(json: string): ExpressionTree | null {
  const exact = json.replace(/"(?:[^"\\]|\\.)*"|-?(?:\d{16,}(?![\d.eE])|inf(?:inity)?\b|nan\b)/gi, (part) =>
    part[0] === '"' ? part : `"${part}"`,
  );
  const parsed = JSON.parse(exact) as {
    readonly error: boolean;
    readonly statements?: readonly { readonly node: { readonly where_clause: ExpressionTree | null } }[];
  };
  return parsed.error || parsed.statements?.length !== 1 ? null : parsed.statements[0]!.node.where_clause;
}
