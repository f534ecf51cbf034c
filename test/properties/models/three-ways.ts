import type { Federated, Surroundings } from '../predicates/federated.js';
import { fullName } from '../predicates/query.js';
import { claimedSizes } from './claimed-sizes.js';
import { Dice } from './dice.js';
import { type ModelQuery, modelQuery } from './query/model-query.js';
import type { Focus } from './query/writer.js';
import { CONNECTIONS, MODELS_A_BLOCK_QUERY, type Suite } from './suite.js';

/** A model of the suite; all of it follows from the seed and its number. */
export interface Model extends ModelQuery {
  readonly number: number;
  readonly surroundings: Surroundings;
}

/** What came of a model that DuckDB can compute. */
export interface Compared {
  /** rows of the result */
  readonly rows: number;
  /** `form on connection`, and blocks and keys likewise: what its sources were asked for */
  readonly asked: readonly string[];
  /** null: all ways agree */
  readonly difference: string | null;
}

type Result = Awaited<ReturnType<Federated['run']>>;

/** How keys are told to a source. */
const KEY_FORMS = { list: 'in', range: 'between' } as const;

const NUMBERS_A_SEED = 1_000_003;

export function model(suite: Suite, seed: number, number: number): Model {
  const dice = new Dice(seed * NUMBERS_A_SEED + number);
  const isOfBlocks = number % MODELS_A_BLOCK_QUERY === 0;
  return isOfBlocks
    ? blockModel(suite, suite.blockQueries[number / MODELS_A_BLOCK_QUERY]!, number, dice)
    : drawnModel(suite, focusOf(suite, number), number, dice);
}

/** A model that is just a query with parts which sources may compute. */
export function blockModel({ material }: Suite, sql: string, number: number, dice: Dice): Model {
  const tables = material.tables.filter((table) => sql.includes(fullName(table)));
  return surrounded({ sql, tables, isKeyed: false }, number, dice);
}

/** A model that is mostly about one form of one source, or about nothing. */
export function drawnModel({ material }: Suite, focus: Focus | null, number: number, dice: Dice): Model {
  const query = modelQuery(dice, material, focus);
  return surrounded({ ...query, sql: `select columns(*)::varchar from (${query.sql}) q` }, number, dice);
}

function surrounded(query: ModelQuery, number: number, dice: Dice): Model {
  const surroundings = dice.chance(query.isKeyed ? 1 : 0.5)
    ? claimedSizes(dice)
    : (same: Parameters<Surroundings>[0]) => same;
  return { ...query, number, surroundings };
}

/** Two of three are about one form of one source, in turn. */
function focusOf({ focuses }: Suite, number: number): Focus | null {
  const turn = Math.floor(number / 4) * 2 + (number % 4);
  return number % 4 < 3 ? focuses[turn % focuses.length]! : null;
}

/** Computes a model in native DuckDB, pushed and not pushed; null where DuckDB refuses it. */
export async function compare(suite: Suite, one: Model, isWhole = true): Promise<Compared | null> {
  for (const forms of suite.sent.values()) forms.clear();
  const [native, pushed, bare] = await Promise.all([
    natively(suite, one),
    attempt(suite, one, 'blocks'),
    isWhole ? attempt(suite, one, 'off') : null,
  ]);
  if (native === null) return null;
  const asked = 'error' in pushed ? [] : askedOf(suite, pushed);
  const ways = { pushed, ...(bare !== null && { 'not pushed': bare }) };
  const differences = Object.entries(ways).flatMap(([way, result]) => {
    const found = 'error' in result ? result.error : differing(native, told(result.rows));
    return found === null ? [] : [`${way}: ${found}`];
  });
  const sent = 'error' in pushed ? [] : [...statements(pushed)].map(([connection, text]) => `${connection}: ${text}`);
  const difference = differences.length === 0 ? null : [...differences, one.sql, ...sent].join('\n');
  return { rows: native.length, asked, difference };
}

async function attempt({ federated }: Suite, { sql, tables, surroundings }: Model, way: 'blocks' | 'off') {
  try {
    return await federated.run({ sql, tables: tables.map(({ connection }) => connection) }, way, surroundings);
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

async function natively({ sources }: Suite, { sql }: Model): Promise<string[] | null> {
  try {
    return told((await sources.duckdb.runAndReadAll(sql)).getRows());
  } catch {
    return null;
  }
}

/** Rows as texts in an order of their own. Of 0 and -0, which are equal, DuckDB shows the one that it met first. */
function told(rows: readonly (readonly unknown[])[]): string[] {
  return rows.map((row) => JSON.stringify(row).replaceAll('-0.0"', '0.0"')).sort();
}

function differing(wanted: readonly string[], found: readonly string[]): string | null {
  const [missing, added] = [left(wanted, found), left(found, wanted)];
  if (missing.length === 0 && added.length === 0) return null;
  const shown = (rows: readonly string[]) => rows.slice(0, 3).join(' ');
  return `${missing.length} rows of ${wanted.length} missing (${shown(missing)}), ${added.length} too many (${shown(added)})`;
}

/** What is left of rows when each of `others` takes one. */
function left(rows: readonly string[], others: readonly string[]): string[] {
  const count = new Map<string, number>();
  for (const row of others) count.set(row, (count.get(row) ?? 0) + 1);
  return rows.filter((row) => {
    const more = count.get(row) ?? 0;
    count.set(row, more - 1);
    return more <= 0;
  });
}

/** What each source was sent, keys aside. */
function* statements({ scans }: Result): Generator<readonly [connection: string, sql: string]> {
  for (const { input, relation, predicate, read } of scans) {
    if (!read) continue;
    if (relation.block !== undefined) yield [input.connection, relation.block.sql];
    if (predicate !== null) yield [input.connection, predicate];
  }
}

function askedOf({ sent }: Suite, result: Result): string[] {
  const asked = new Set<string>();
  for (const [connection, sql] of statements(result)) {
    for (const form of sent.get(connection)!.in(sql)) asked.add(`${form} on ${connection}`);
  }
  for (const { kind, connection, chosen } of result.blocks) if (chosen) asked.add(`block: ${kind} on ${connection}`);
  for (const { connection, reducedBy } of result.extractions) {
    for (const { sent: as } of reducedBy) {
      asked.add(`keys: ${as} on ${connection}`);
      if (as !== 'nothing') asked.add(`${KEY_FORMS[as]} on ${connection}`);
    }
  }
  return [...asked].filter((one) => CONNECTIONS.some((connection) => one.endsWith(` on ${connection}`)));
}
