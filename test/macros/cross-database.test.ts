import { readFile } from 'node:fs/promises';
import { afterAll, describe, expect, test } from 'vitest';
import type { ResultTable } from '#dvt/spi/result-table.js';
import { DATABASES, type Database, LiveProject } from '../compile/live-project.js';

/** Rows of texts; null: refused. */
type Answer = readonly (readonly unknown[])[] | null;

const read = async (name: string) =>
  JSON.parse(await readFile(new URL(`./cross-database/${name}`, import.meta.url), 'utf8'));
/** What PostgreSQL and DuckDB answer to the SQL that real dbt makes of each case: one answer of both, or one each. */
const recorded: Readonly<Record<string, Answer | { readonly duckdb: Answer; readonly postgres: Answer }>> =
  await read('values.json');
/** Where a database has another answer than PostgreSQL under dbt, with the reason. */
const differences: readonly {
  readonly reason: string;
  readonly answers: Readonly<Record<string, Readonly<Partial<Record<Database, Answer>>>>>;
}[] = await read('differences.json');
const { macros }: { readonly macros: string } = await read('project.json');
const cases = Object.keys(recorded);

/** The answer, and whether the refusal is dvt's own. */
function expectedOf(one: string, database: Database): { readonly rows: Answer; readonly own: boolean } {
  for (const { answers } of differences) {
    const rows = answers[one]?.[database];
    if (rows !== undefined) return { rows, own: true };
  }
  const answer = recorded[one]!;
  if (answer === null || Array.isArray(answer)) return { rows: answer as Answer, own: false };
  const { duckdb, postgres } = answer as { readonly duckdb: Answer; readonly postgres: Answer };
  return { rows: database === 'duckdb' ? duckdb : postgres, own: false };
}

/** The same text for the same value of every database: midnight is the date, numbers have no zeros at the end. */
function shown(value: unknown): unknown {
  if (value === null || Array.isArray(value)) return value;
  const text = String(value);
  if (/^-?\d+\.\d+$/.test(text)) return text.replace(/\.?0+$/, '');
  if (/^\[.*\]$/.test(text)) return JSON.stringify(JSON.parse(text));
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.test(text)) return text;
  const moment = text
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')
    .replace(/\+00$/, '');
  return moment.replace(/ 00:00:00$/, '');
}

const allShown = (rows: readonly (readonly unknown[])[]) => rows.map((row) => row.map(shown));

describe.each(DATABASES)('on %s', async (database) => {
  const models = cases.map((one, i) => {
    const body = one.startsWith('select') ? one : `select {{ ${one} }} as v`;
    // Some ask the database, which nobody may while parsing.
    return [`models/v_${i}.sql`, `{% if execute %}${body}{% endif %}`] as const;
  });
  const project = await LiveProject.open(database, { 'macros/all.sql': macros, ...Object.fromEntries(models) });
  afterAll(() => project.close());
  const { compiler, manifest } = await project.parse();
  const answer = async (i: number): Promise<ResultTable> => {
    const { sql } = await compiler.compile(manifest.nodes.get(`model.live.v_${i}`)!);
    return (await project.connection()).query(sql);
  };

  test.each(cases.map((one, i) => [one, i] as const))('%s', async (one, i) => {
    const { rows, own } = expectedOf(one, database);
    if (rows !== null) {
      expect(allShown((await answer(i)).rows)).toEqual(allShown(rows));
      return;
    }
    const macro = /dbt\.(\w+)/.exec(one)![0];
    await expect(answer(i)).rejects.toThrow(own ? new RegExp(`${macro}\\b.* on ${database}`) : /./);
  });
});
