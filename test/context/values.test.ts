import { readFile } from 'node:fs/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { LiveProject } from '../compile/live-project.js';

type Value = string | null;

/**
 * What real dbt prints for hundreds of expressions of its context, recorded by values/record.py: a text for both databases
 * or one for each; null: dbt refuses.
 */
type Recorded = Readonly<Record<string, Value | { readonly duckdb: Value; readonly postgres: Value }>>;

interface Spec {
  readonly env: Readonly<Record<string, string>>;
  readonly project: Readonly<Record<string, unknown>>;
  readonly setup: readonly string[];
  readonly head: string;
  readonly files: Readonly<Record<string, string>>;
}

const read = async (name: string) => JSON.parse(await readFile(new URL(`./values/${name}`, import.meta.url), 'utf8'));
const recorded: Recorded = await read('values.json');
const spec: Spec = await read('project.json');
/** Where dvt prints something else, by the reason. */
const differences: Readonly<Record<string, readonly string[]>> = await read('differences.json');
const different = new Set(Object.values(differences).flat());

/** Expressions that one model prints. */
const AT_ONCE = 40;
const END = '--end\n';

const markOf = (i: number): string => `--value ${i}\n`;

function templateOf(expressions: readonly string[]): string {
  const parts = expressions.map((expression, i) => {
    const body = /\{%|\{\{/.test(expression) ? expression : `{{ ${expression} }}`;
    return `${markOf(i)}{% if execute %}${body}{% endif %}\n${END}`;
  });
  // Comments at the end of a model are left away.
  return `${spec.head}${parts.join('')}1`;
}

describe.each(['duckdb', 'postgres'] as const)('on %s', async (database) => {
  const expectedOf = (expression: string): Value => {
    const value = recorded[expression]!;
    return value === null || typeof value === 'string' ? value : value[database];
  };
  const compared = Object.keys(recorded).filter((expression) => !different.has(expression));
  const printing = compared.filter((expression) => expectedOf(expression) !== null);
  const groups = [
    ...Array.from({ length: Math.ceil(printing.length / AT_ONCE) }, (_, i) =>
      printing.slice(i * AT_ONCE, (i + 1) * AT_ONCE),
    ),
    ...compared.filter((expression) => expectedOf(expression) === null).map((expression) => [expression]),
  ];
  const models = groups.map((group, i) => [`models/values/v_${i}.sql`, templateOf(group)] as const);
  const project = await LiveProject.open(database, { ...spec.files, ...Object.fromEntries(models) }, spec);
  afterAll(() => project.close());
  for (const statement of spec.setup) await project.query(statement);
  const { compiler, manifest } = await project.parse();
  const own = (await project.query('select current_database()'))[0]![0] as string;

  test.each(groups.map((group, i) => [group[0]!, i, group] as const))('%s ...', async (_, index, group) => {
    const compiling = compiler.compile(manifest.nodes.get(`model.live.v_${index}`)!);
    if (expectedOf(group[0]!) === null) {
      await expect(compiling).rejects.toThrow();
      return;
    }
    const { sql } = await compiling;
    const printed = group.map((expression, i) => {
      const start = sql.indexOf(markOf(i)) + markOf(i).length;
      const text = `${sql}\n`.slice(start, `${sql}\n`.indexOf(END, start)).trim();
      return [expression, text.replaceAll(own, 'live').replaceAll(`v_${index}`, 'NODE')];
    });
    expect(Object.fromEntries(printed)).toEqual(Object.fromEntries(group.map((one) => [one, expectedOf(one)])));
  });
});
