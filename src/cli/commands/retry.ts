import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DvtError } from '../../core/errors.js';
import { parseMoment } from '../../core/moment.js';
import type { BatchResults } from '../../spi/run-result.js';
import { optionsOfArguments } from '../command-arguments.js';
import { COMMAND_SCOPES, type ScopedCommand } from '../command-scopes.js';
import type { ExitCode } from '../exit-code.js';
import type { Invocation } from '../invocation.js';
import { NOTHING } from '../merge-options.js';
import type { Repeated } from '../microbatch-options.js';
import { openProject } from '../open-project.js';
import type { Options } from '../options.js';
import { runNodes } from '../run-nodes.js';
import { openSession } from '../session.js';
import { writeRunResults } from '../write-artifacts.js';

/** What a node's end means for another try: these are run again, as dbt does. */
const AGAIN: ReadonlySet<unknown> = new Set(['error', 'fail', 'skipped', 'runtime error', 'partial success']);

/** Options that choose the nodes: these are known already. */
const CHOICES: readonly (keyof Options)[] = ['select', 'exclude', 'selector', 'resourceTypes', 'excludeResourceTypes'];

interface LastRun {
  readonly command: ScopedCommand;
  readonly options: Partial<Options>;
  readonly failed: ReadonlySet<string>;
  readonly repeated: Repeated;
}

/** `dvt retry`: the command of the last run with its options, over what did not end well. */
export async function retryCommand(invocation: Invocation): Promise<ExitCode> {
  const project = await openProject(invocation);
  const { state } = invocation.options;
  const last = await lastRun(state === null ? project.targetPath : resolve(invocation.cwd, state), invocation);
  const given = Object.entries(invocation.options).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(NOTHING[key as keyof Options]),
  );
  const options = { ...NOTHING, ...last.options, ...Object.fromEntries(given) };
  const session = await openSession({ ...invocation, command: last.command, options });
  if (last.failed.size === 0) {
    session.emit({ type: 'notice', message: `Nothing to retry: the last ${last.command} ended well.` });
    // As dbt: the artifact tells of this command.
    await writeRunResults(session, [], { mode: session.project.snapshot, taken: [], skew: null });
    return 0;
  }
  const { failed: only, repeated } = last;
  return runNodes(session, { ...COMMAND_SCOPES[last.command], only, repeated });
}

async function lastRun(folder: string, invocation: Invocation): Promise<LastRun> {
  const path = join(folder, 'run_results.json');
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new DvtError({
      code: 'DVT1043',
      message: `There is no run to retry: ${path} does not exist.`,
      hint: 'Run, build, test, seed or snapshot first.',
    });
  });
  const { args = {}, results = [], metadata } = parsedResults(text, path);
  const command = String(args['which']);
  if (!isScoped(command)) {
    throw new DvtError({
      code: 'DVT1043',
      message: `${path} was written by ${command}, which cannot be retried.`,
      hint: `These can: ${Object.keys(COMMAND_SCOPES).join(', ')}.`,
    });
  }
  const failed = results.filter(({ status }) => AGAIN.has(status)).map(({ unique_id }) => String(unique_id));
  const began = parseMoment(String(metadata?.invocation_started_at)) ?? invocation.startedAt;
  const repeated = { now: began, retried: failedBatches(results) };
  return { command, options: withoutChoices(optionsOfArguments(args)), failed: new Set(failed), repeated };
}

/** By node, the batches that failed of a model that did some; of one that did none all are planned again. */
function failedBatches(results: NonNullable<RunResults['results']>): Repeated['retried'] {
  return new Map(
    results.flatMap(({ unique_id: id, batch_results: batches }) =>
      batches != null && batches.successful.length > 0 && batches.failed.length > 0
        ? [[String(id), batches.failed] as const]
        : [],
    ),
  );
}

interface RunResults {
  readonly args?: Readonly<Record<string, unknown>>;
  readonly metadata?: { readonly invocation_started_at?: unknown };
  readonly results?: readonly {
    readonly status: unknown;
    readonly unique_id: unknown;
    readonly batch_results?: BatchResults | null;
  }[];
}

function parsedResults(text: string, path: string): RunResults {
  try {
    return JSON.parse(text) as RunResults;
  } catch (cause) {
    const message = `${path} is not the JSON of an artifact: ${(cause as Error).message}`;
    throw new DvtError({ code: 'DVT1034', message, hint: 'Write it anew by running the command again.' }, { cause });
  }
}

function isScoped(command: string): command is ScopedCommand {
  return Object.hasOwn(COMMAND_SCOPES, command);
}

function withoutChoices(options: Partial<Options>): Partial<Options> {
  return Object.fromEntries(Object.entries(options).filter(([key]) => !CHOICES.includes(key as keyof Options)));
}
