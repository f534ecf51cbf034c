import { DvtError } from '../../core/errors.js';
import { placeError } from '../../core/place-error.js';
import { typeName } from '../../core/type-name.js';
import type { ColumnType } from '../../spi/column-type.js';
import type { UnitTest } from '../../spi/manifest.js';
import type { ManifestNode, TestNode } from '../../spi/node.js';
import type { ResultTable } from '../../spi/result-table.js';
import type { Published } from '../node-work.js';
import type { RunContext } from '../run-context.js';
import type { Stopwatch } from '../stopwatch.js';
import { type FixtureDialect, type FixtureShape, fixtureSql } from '../unit-test/fixture-sql.js';
import { givenRows } from '../unit-test/given-rows.js';
import { rowDifference } from '../unit-test/row-diff.js';

let namespaces = 0;

/** A unit test at its turn. */
export interface UnitTestWork {
  readonly context: RunContext;
  /** as `unitTestNode` makes it */
  readonly node: TestNode;
  readonly stopwatch: Stopwatch;
  readonly signal: AbortSignal;
  /** told of the query that runs */
  onCompiled(sql: string): Promise<void>;
}

/** Where a unit test computes: the engine for federated models, otherwise the model's own database. */
interface Place {
  readonly dialect: FixtureDialect;
  readonly engine: boolean;
  query(sql: string, limit?: number): Promise<ResultTable>;
}

/** Runs the tested model's query over the given rows, and compares what comes out with what is expected. */
export async function runUnitTest(work: UnitTestWork): Promise<Published> {
  const { context, node, stopwatch } = work;
  const test = context.manifest.unitTests.get(node.id)!;
  const compiled = await stopwatch.time('compile', () => context.compileUnitTest(test));
  return inPlace(work, async (place) => {
    const selects = new Map<string, string>();
    for (const { given, expression } of compiled.inputs) {
      const rows = givenRows(given);
      const shape = rows === null ? null : await shapeOf(given.node, test, place, context);
      selects.set(expression, rows === null ? String(given.rows) : fixtureSql(rows, shape!, place.dialect));
    }
    const { sql, locate } = compiled.over(selects);
    await work.onCompiled(sql);
    const difference = await stopwatch.time('execute', () =>
      compare(sql, test, place).catch((error: unknown) => {
        const placed = { node: context.manifest.nodes.get(test.testedNode)!, sql, locate };
        throw placeError(error, { ...placed, inputs: [], columnTypes: new Map(), withoutSql: [] });
      }),
    );
    const failed = difference !== null;
    return {
      status: failed ? 'fail' : 'pass',
      message: difference,
      failures: failed ? 1 : 0,
      rows: null,
      bytesLoaded: null,
      extractions: [],
    };
  });
}

/** The columns that are expected say which are looked at. */
async function compare(sql: string, test: UnitTest, { dialect, query }: Place): Promise<string | null> {
  const { columns: found } = await query(`select * from (\n${sql}\n) as dvt_actual`, 0);
  const rows = givenRows(test.expect);
  if (rows === null) {
    const expected = await query(String(test.expect.rows));
    const names = expected.columns.map(({ name }) => name);
    const actual = await query(`select ${list(names, dialect)} from (\n${sql}\n) as dvt_actual`);
    return rowDifference(names, expected.rows, actual.rows, !dialect.casts);
  }
  const wanted = rows.columns.map((name) => found.find((column) => column.name.toLowerCase() === name.toLowerCase()));
  const unknown = rows.columns.filter((_, index) => wanted[index] === undefined);
  if (unknown.length > 0) {
    throw new DvtError({
      code: 'DVT5016',
      message: `The expected rows name the column ${unknown.join(', ')}, which ${test.model} does not have.`,
      location: test.location,
      hint: `It has ${found.map(({ name }) => name).join(', ')}.`,
    });
  }
  const columns = rows.rows.length === 0 ? found : wanted.filter((column) => column !== undefined);
  const names = columns.map(({ name }) => name);
  const actual = await query(`select ${list(names, dialect)} from (\n${sql}\n) as dvt_actual`);
  if (rows.rows.length === 0) return rowDifference(names, [], actual.rows, !dialect.casts);
  const typed = columns.map(({ name, type }) => ({ name, type: dialect.casts && type !== '' ? type : null }));
  const shape = { columns: typed, relation: null, name: 'the expected output', location: test.location };
  const expected = await query(fixtureSql(rows, shape, dialect));
  return rowDifference(names, expected.rows, actual.rows, !dialect.casts);
}

function list(names: readonly string[], dialect: FixtureDialect): string {
  return names.map((name) => dialect.quote(name)).join(', ');
}

/** The relation that an input stands for, as far as it is there already. */
async function shapeOf(id: string, test: UnitTest, place: Place, context: RunContext): Promise<FixtureShape> {
  const { manifest, connections, catalog } = context;
  const node = manifest.nodes.get(id) ?? manifest.sources.get(id)!;
  const base = { name: node.name, location: test.location };
  if (node.relation === null) return { ...base, columns: null, relation: null };
  const { adapter, values } = await connections.profile(node.connection);
  const name = adapter.completeName(values, node.relation);
  const found = await catalog.describe(node.connection, name);
  if (found === null) return { ...base, columns: null, relation: null };
  const columns = found.columns.map((column) => ({
    name: column.name,
    type: place.engine ? fixtureType(column.type) : column.nativeType,
  }));
  return { ...base, columns, relation: place.engine ? null : adapter.dialect.relation(name) };
}

/** The type that a given value is cast to in the engine; null for nested ones, whose values say it themselves. */
function fixtureType(type: ColumnType): string | null {
  if (type.kind === 'list' || type.kind === 'struct') return null;
  return typeName(type.kind === 'json' ? { kind: 'varchar' } : type);
}

async function inPlace<T>(work: UnitTestWork, use: (place: Place) => Promise<T>): Promise<T> {
  const { context, signal } = work;
  const node: ManifestNode = work.node;
  if (node.route.kind === 'in place') {
    const connection = await context.connections.get(node.connection);
    const { adapter } = await context.connections.profile(node.connection);
    const { dialect } = connection;
    return use({
      dialect: {
        quote: (name) => dialect.quote(name),
        string: (text) => dialect.string(text),
        casts: adapter.capabilities.castsText,
      },
      engine: false,
      query: (sql, limit) => connection.query(sql, { signal, ...(limit !== undefined && { limit }) }),
    });
  }
  const engine = await context.engine();
  const namespace = `unit${++namespaces}`;
  const cancel = (): void => void engine.cancel(namespace);
  await engine.openNamespace({ id: namespace, relations: [] });
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await use({
      dialect: {
        quote: (name) => `"${name.replaceAll('"', '""')}"`,
        string: (text) => `'${text.replaceAll("'", "''")}'`,
        casts: true,
      },
      engine: true,
      query: (sql, limit = Number.MAX_SAFE_INTEGER) => engine.query({ namespace, sql }, limit),
    });
  } finally {
    signal.removeEventListener('abort', cancel);
    await engine.closeNamespace(namespace);
  }
}
