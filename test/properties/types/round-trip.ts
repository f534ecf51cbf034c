import { expect } from 'vitest';
import { type TestProject, testProject } from '../../run/project.js';
import type { TestDatabase } from '../../servers/index.js';
import { repeatable } from '../random.js';
import { COLUMN, type HardValue, type Printed, type Server, type TypeCase } from './case.js';

export interface Databases {
  readonly source: TestDatabase;
  readonly targets: Readonly<Record<Server, TestDatabase>>;
}

const SERVERS: readonly Server[] = ['postgres', 'mysql'];

/** Sessions of the test print alike whatever the server's settings are. */
const PRINTING: Readonly<Record<Server, string>> = {
  postgres:
    "set timezone = 'UTC'; set datestyle = 'ISO, MDY'; set intervalstyle = 'postgres'; set extra_float_digits = 1; set bytea_output = 'hex';",
  mysql: "set time_zone = '+00:00', sql_mode = 'STRICT_TRANS_TABLES,ALLOW_INVALID_DATES';",
};

/** One published table: the values of a case, or one hard value, in one target. */
interface Trip {
  readonly model: string;
  readonly table: string;
  readonly target: Server;
  readonly printed: Printed | { readonly refused: RegExp };
  readonly hard: HardValue | null;
  readonly type: string;
}

/**
 * Sends every value of every case through `dvt run` from a source of one kind into both targets, and compares value by
 * value what the servers print. Returns how many values arrived and how many were refused.
 */
export async function roundTrips(kind: Server, cases: readonly TypeCase[], databases: Databases) {
  const trips = cases.flatMap(tripsOf);
  await createTables(kind, cases, databases.source);
  const project = await projectOf(kind, trips, databases);
  const run = await project.dvt('run', '--threads', '4');
  const outcomes = await outcomesOf(project, run.output);
  const counts = { equal: 0, refused: 0 };
  const differences: string[] = [];
  for (const trip of trips) {
    const message = outcomes.get(trip.model);
    const found = await differencesOf(kind, trip, message, databases);
    if (found.length === 0) counts[message === null ? 'equal' : 'refused']++;
    differences.push(...found.map((difference) => `${trip.type} -> ${trip.target}: ${difference}`));
  }
  expect(differences.slice(0, 20), repeatable).toEqual([]);
  return counts;
}

function tripsOf(one: TypeCase): Trip[] {
  return SERVERS.flatMap((target) => {
    const printed = one.printed[target];
    const base = { target, printed, type: one.type };
    const hard = 'refused' in printed ? [] : (one.hard ?? []);
    return [
      { ...base, table: `t_${one.name}`, model: `${one.name}__${target}`, hard: null },
      ...hard.map((value, index) => {
        const table = `t_${one.name}__hard${index}`;
        return { ...base, table, model: `${one.name}__hard${index}__${target}`, hard: value };
      }),
    ];
  });
}

async function createTables(kind: Server, cases: readonly TypeCase[], source: TestDatabase): Promise<void> {
  for (const { name, type, setup, values, hard = [] } of cases) {
    if (setup !== undefined) await source.query(setup);
    const fill = async (table: string, list: readonly string[]) => {
      const rows = list.map((value, index) => `(${index + 1}, ${value})`);
      await source.query(`create table ${table} (k integer primary key, ${COLUMN} ${type})`);
      await source.query(`${PRINTING[kind]} insert into ${table} values ${rows.join(', ')}`).catch((error: Error) => {
        throw new Error(`the source refuses a value of ${type}: ${error.message}`);
      });
    };
    await fill(`t_${name}`, [...values, 'null']);
    for (const [index, value] of hard.entries()) await fill(`t_${name}__hard${index}`, [value.sql]);
  }
}

async function projectOf(kind: Server, trips: readonly Trip[], { source, targets }: Databases): Promise<TestProject> {
  const tables = [...new Set(trips.map((trip) => trip.table))].map((table) => `{name: ${table}}`);
  const models = trips.map(({ model, table, target }): [string, string] => [
    `models/${model}.sql`,
    `{{ config(target='to_${target}', materialized='table') }} select k, ${COLUMN} from {{ source('src', '${table}') }}`,
  ]);
  return testProject({
    profile: 'to_postgres',
    profiles: {
      origin: { adapter: kind, ...source.profile },
      to_postgres: { adapter: 'postgres', ...targets.postgres.profile },
      to_mysql: { adapter: 'mysql', ...targets.mysql.profile },
    },
    files: {
      'models/sources.yml': `sources:\n  - {name: src, profile: origin, tables: [${tables.join(', ')}]}\n`,
      ...Object.fromEntries(models),
    },
  });
}

/** Model -> its error's message; null = it was published. */
async function outcomesOf(project: TestProject, output: string): Promise<Map<string, string | null>> {
  const text = await project.read('target/run_results.json').catch(() => {
    throw new Error(output);
  });
  const { results } = JSON.parse(text) as { results: { unique_id: string; status: string; message: string }[] };
  return new Map(
    results.map(({ unique_id, status, message }) => [
      unique_id.split('.').at(-1)!,
      status === 'success' ? null : message,
    ]),
  );
}

async function differencesOf(
  kind: Server,
  { printed, hard, target, table, model }: Trip,
  message: string | null | undefined,
  { source, targets }: Databases,
): Promise<string[]> {
  if (message === undefined) return ['was not run'];
  if ('refused' in printed) {
    if (message === null) return ['was published, though the target has no such type'];
    return printed.refused.test(message) ? [] : [`was refused, but not as ${printed.refused}: ${message}`];
  }
  if (message !== null) {
    if (hard === null) return [`was refused: ${message}`];
    const named = message.includes(COLUMN) && hard.shown.test(message);
    if (!named) return [`${hard.sql} was refused without naming column and value (${hard.shown}): ${message}`];
    return hard.refusedBy.includes(target) ? [] : [`${hard.sql} was refused: ${message}`];
  }
  const before = await source.query(`${PRINTING[kind]} select k, ${printed.source} from ${table} order by k`);
  const after = await targets[target].query(`${PRINTING[target]} select k, ${printed.target} from ${model} order by k`);
  if (before.length !== after.length) return [`${before.length} rows became ${after.length}`];
  const wrong = before.flatMap(([key, value], index) => {
    const [otherKey, other] = after[index]!;
    if (Number(key) !== Number(otherKey)) return [`row ${key} became row ${otherKey}`];
    return same(value!, other!, printed.as) ? [] : [`${shown(value)} became ${shown(other)}`];
  });
  if (hard?.refusedBy.includes(target)) wrong.push(`${hard.sql} was expected to be refused, and was published`);
  return wrong.slice(0, 3);
}

function same(a: string | null, b: string | null, as: Printed['as']): boolean {
  if (a === null || b === null || as === undefined) return a === b;
  return as === 'number' ? Object.is(Number(a), Number(b)) : Number(a) === Number(b);
}

function shown(value: string | null | undefined): string {
  return value != null && value.length > 100 ? `${value.slice(0, 100)}... (${value.length})` : String(value);
}
