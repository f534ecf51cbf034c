import type { Relations } from './database.js';
import type { Place } from './place.js';
import type { Step } from './suite.js';
import type { Tool } from './tool.js';

/** What a step came to, without what differs between two runs of one tool. */
export interface StepOutcome {
  readonly code: number | null;
  /** of standard output, where the step asks for it */
  readonly lines?: readonly string[];
  /** status, number of failures and, for what succeeded, the message of each node */
  readonly results?: Readonly<Record<string, string>>;
  /** status of each source */
  readonly freshness?: Readonly<Record<string, string>>;
  /** names of the columns of each relation, as many as the database has */
  readonly catalog?: Readonly<Record<string, readonly string[]>>;
  readonly relations?: Relations;
  readonly compiled?: Readonly<Record<string, string>>;
  readonly nodes?: Readonly<Record<string, unknown>>;
}

/** Commands that write run_results.json and may change relations. */
const RUNS = new Set(['run', 'build', 'test', 'seed', 'snapshot', 'retry', 'clone', 'run-operation']);

/** Artifacts that are not those of the command when it writes none. */
const RESULTS = ['run_results.json', 'sources.json', 'catalog.json'];

/** Runs a step; `said` is what the tool printed. */
export async function outcomeOf(
  step: Step,
  tool: Tool,
  place: Place,
): Promise<{ readonly outcome: StepOutcome; readonly said: string }> {
  if (step.files !== undefined) await tool.write(step.files);
  if (step.sql !== undefined) await place.query(tool, step.sql);
  // A retry, and selectors of `ls`, read what the command before them wrote.
  if (!['retry', 'ls'].includes(step.args[0]!))
    await tool.write(Object.fromEntries(RESULTS.map((name) => [`target/${name}`, null])));
  const { code, stdout, stderr } = await tool.run(step.args, step.env);
  const runs = RUNS.has(step.args[0]!);
  const outcome = {
    code,
    ...(step.output && { lines: linesOf(stdout) }),
    ...(runs && step.args[0] !== 'run-operation' && { results: await results(tool, place) }),
    ...(step.args[0] === 'source' && { freshness: await freshness(tool) }),
    ...(step.args[0] === 'docs' && { catalog: await catalog(tool) }),
    ...(runs && { relations: counted(await place.relations(tool), step.random) }),
    ...(step.compiled && { compiled: compiledSql(await tool.artifact('manifest.json')) }),
    ...(step.nodes && { nodes: nodes(await tool.artifact('manifest.json')) }),
  };
  const compared = Object.fromEntries(
    Object.entries(outcome).filter(([part]) => !step.apart?.includes(part as keyof StepOutcome)),
  );
  const named = JSON.stringify(compared).replaceAll(tool.folder, 'FOLDER');
  const text = place.database === null ? named : named.replaceAll(place.database, 'DATABASE');
  return { outcome: JSON.parse(text), said: `${stdout}${stderr}` };
}

/** How JSON is laid out, one document or one a line, is no difference. */
function linesOf(text: string): readonly string[] {
  const document = plainJson(text);
  if (document !== null) return [document];
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => plainJson(line) ?? line);
}

/** JSON without blanks; null for what is no object of it. */
function plainJson(text: string): string | null {
  if (!/^\s*\{/.test(text)) return null;
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Random rows are only as many as other ones. */
function counted(relations: Relations, random: RegExp | undefined): Relations {
  if (random === undefined) return relations;
  return Object.fromEntries(
    Object.entries(relations).map(([name, one]) => [
      name,
      random.test(name) ? { ...one, rows: [`${one.rows.length} rows`] } : one,
    ]),
  );
}

interface Result {
  readonly unique_id: string;
  readonly status: string;
  readonly failures: number | null;
  readonly message: string | null;
}

/** Hooks and exposures are not nodes to everybody, a pass has no failures to count, and errors are told in own words. */
async function results(tool: Tool, { messages }: Place): Promise<Readonly<Record<string, string>>> {
  const artifact = await tool.artifact('run_results.json').catch(() => ({ results: [] }));
  const list = (artifact as { readonly results: readonly Result[] }).results;
  const counted = list.filter(({ unique_id: id }) => !/^(operation|exposure)\./.test(id));
  return sorted(
    counted.map(({ unique_id: id, status, failures, message }) => [
      id,
      [status, failures || '', told(status, message, messages)].join(' ').trim(),
    ]),
  );
}

/** Messages that are the database's, and what tests found. */
function told(status: string, message: string | null, messages: boolean): string | null {
  if (status === 'fail' || status === 'warn') return (message ?? '').replaceAll('\r', '').trim();
  return messages && status === 'success' ? message : '';
}

async function freshness(tool: Tool): Promise<Readonly<Record<string, string>>> {
  const artifact = await tool.artifact('sources.json').catch(() => ({ results: [] }));
  const list = (artifact as { readonly results: readonly Result[] }).results;
  return sorted(list.map(({ unique_id: id, status }) => [id, status]));
}

async function catalog(tool: Tool): Promise<Readonly<Record<string, readonly string[]>>> {
  const artifact = await tool.artifact('catalog.json').catch(() => ({}));
  const { nodes = {}, sources = {} } = artifact as Record<
    string,
    Readonly<Record<string, { readonly columns: object }>>
  >;
  return sorted(Object.entries({ ...nodes, ...sources }).map(([id, { columns }]) => [id, Object.keys(columns)]));
}

interface Node {
  readonly unique_id: string;
  readonly compiled_code?: string;
  readonly fqn: readonly string[];
  readonly original_file_path: string;
  readonly alias: string;
  readonly tags: readonly string[];
  readonly depends_on: { readonly nodes?: readonly string[] };
  readonly config: { readonly materialized: string };
}

function nodesOf(manifest: Readonly<Record<string, unknown>>): readonly Node[] {
  return Object.values(manifest['nodes'] as Record<string, Node>);
}

function compiledSql(manifest: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return sorted(
    nodesOf(manifest)
      .filter((node) => node.compiled_code !== undefined && /^(model|test|analysis)\./.test(node.unique_id))
      .map((node) => [node.unique_id, node.compiled_code!.replace(/\s+/g, ' ').trim()]),
  );
}

function nodes(manifest: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const found = nodesOf(manifest).map((node): [string, unknown] => [
    node.unique_id,
    {
      fqn: node.fqn,
      path: node.original_file_path,
      alias: node.alias,
      tags: [...node.tags].sort(),
      parents: [...(node.depends_on.nodes ?? [])].sort(),
      materialized: node.config.materialized,
    },
  ]);
  const sources = Object.keys(manifest['sources'] as object).map((id): [string, unknown] => [id, 'source']);
  return sorted([...found, ...sources]);
}

function sorted<T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}
