import { expect } from 'vitest';
import type { Relation } from './database.js';
import type { Tool } from './tool.js';

/** One command under both tools, and what of it is compared. */
export interface Step {
  readonly args: readonly string[];
  /** standard output line by line (`ls`, `show --output json`); else only what was done */
  readonly output?: boolean;
}

interface Result {
  readonly unique_id: string;
  readonly status: string;
  readonly failures: number | null;
}

/** Runs a step under both and holds exit codes, results and relations against each other. */
export async function sameUnderBoth(
  { args, output }: Step,
  [dbt, dvt]: readonly [Tool, Tool],
  relationsOf: (tool: Tool) => Promise<Record<string, Relation>>,
): Promise<void> {
  const [expected, actual] = [await dbt.run(...args), await dvt.run(...args)];
  const said = `${expected.stdout}${expected.stderr}\n--- dvt ---\n${actual.stdout}${actual.stderr}`;
  expect(actual.code, said).toBe(expected.code);
  if (output) expect(lines(actual.stdout), said).toEqual(lines(expected.stdout));
  if (['run', 'build', 'test', 'seed', 'snapshot', 'retry'].includes(args[0]!)) {
    expect(await results(dvt), said).toEqual(await results(dbt));
    expect(await relationsOf(dvt), said).toEqual(await relationsOf(dbt));
  }
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

/** Statuses by id. Hooks and exposures are not nodes to everybody, and a pass has no failures to count. */
async function results(tool: Tool): Promise<Record<string, string>> {
  const { results: list } = (await tool.artifact('run_results.json')) as { readonly results: readonly Result[] };
  const counted = list.filter(({ unique_id: id }) => !/^(operation|exposure)\./.test(id));
  return Object.fromEntries(
    counted
      .map(({ unique_id: id, status, failures }) => [id, `${status} ${failures ?? 0}`] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
