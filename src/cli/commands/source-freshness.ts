import { resolve } from 'node:path';
import { DvtError } from '../../core/errors.js';
import { parseMoment } from '../../core/moment.js';
import { runOperations } from '../../execute/index.js';
import type { FreshnessResult } from '../../report/artifacts/sources.js';
import { freshnessLine, freshnessSummary } from '../../report/freshness-lines.js';
import type { FreshnessAge, SourceNode } from '../../spi/node.js';
import type { ExitCode } from '../exit-code.js';
import type { Options } from '../options.js';
import { parse } from '../parsed-project.js';
import { openRuntime, type Runtime } from '../runtime.js';
import { selected } from '../selected-nodes.js';
import type { Session } from '../session.js';
import { writeManifest, writeSources } from '../write-artifacts.js';

const MILLISECONDS: Readonly<Record<FreshnessAge['period'], number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** `dvt source freshness`: asks each source for its newest row, where the source lives. */
export async function sourceFreshnessCommand(session: Session, options: Options): Promise<ExitCode> {
  const { emit, signal, invocation } = session;
  const parsed = await parse(session);
  await writeManifest(session, parsed);
  const sources = (await selected(session, parsed.manifest)).filter(
    (item): item is SourceNode => item.kind === 'source' && isChecked(item),
  );
  const runtime = openRuntime(session, parsed, new Set([session.target]));
  try {
    const hooked = session.project.flags['source_freshness_run_project_hooks'] !== false;
    const hooks = hooked ? await runOperations('on-run-start', runtime, [], signal) : [];
    const started = performance.now();
    const results: FreshnessResult[] = [];
    for (const [index, source] of sources.entries()) {
      const result = await freshnessOf(source, runtime, signal);
      results.push(result);
      emit({ type: 'notice', message: freshnessLine(result, index + 1, sources.length, invocation.console.style) });
    }
    if (hooked) hooks.push(...(await runOperations('on-run-end', runtime, hooks, signal)));
    const path = options.output === null ? null : resolve(invocation.cwd, options.output);
    await writeSources(session, results, path);
    for (const line of freshnessSummary(results, performance.now() - started, invocation.console.style)) {
      emit({ type: 'notice', message: line });
    }
    const wrong =
      invocation.policy('freshness') === 'error' ? ['error', 'runtime error', 'warn'] : ['error', 'runtime error'];
    const failed = results.some(({ status }) => wrong.includes(status));
    return failed || hooks.some(({ status }) => status !== 'success') ? 1 : 0;
  } finally {
    await runtime.close();
  }
}

function isChecked({ freshness }: SourceNode): boolean {
  return freshness !== null && (freshness.warnAfter !== null || freshness.errorAfter !== null);
}

async function freshnessOf(source: SourceNode, runtime: Runtime, signal: AbortSignal): Promise<FreshnessResult> {
  const startedAt = new Date();
  try {
    const connection = await runtime.connections.get(source.connection);
    const { adapter, values } = await runtime.connections.profile(source.connection);
    const relation = connection.dialect.relation(adapter.completeName(values, source.relation));
    const { rows } = await connection.query(await newestRow(source, relation, runtime), { signal });
    const at = new Date();
    const value = rows[0]?.[0] ?? null;
    const newest = value === null ? null : parseMoment(String(value));
    if (value !== null && newest === null) throw noMoment(source, String(value));
    const age = newest === null ? Number.POSITIVE_INFINITY : at.getTime() - newest.getTime();
    const timing = { startedAt, completedAt: new Date() };
    return {
      source,
      status: statusOf(source, age),
      maxLoadedAt: newest,
      snapshottedAt: at,
      diagnostics: [],
      ...timing,
    };
  } catch (error) {
    if (!(error instanceof DvtError)) throw error;
    const diagnostics = error.diagnostics.map((one) => ({ location: source.location, ...one }));
    const timing = { startedAt, completedAt: new Date() };
    return { source, status: 'runtime error', maxLoadedAt: null, snapshottedAt: null, diagnostics, ...timing };
  }
}

async function newestRow(source: SourceNode, relation: string, runtime: Runtime): Promise<string> {
  if (source.loadedAtQuery !== null) return (await runtime.macros()).sourceSql(source, source.loadedAtQuery);
  if (source.loadedAtField === null) throw noField(source);
  const filter = source.freshness?.filter ?? null;
  const newest = `select max(${source.loadedAtField}) as max_loaded_at from ${relation}`;
  return filter === null ? newest : `${newest} where ${filter}`;
}

/** A source without rows is older than any bound. */
function statusOf({ freshness }: SourceNode, age: number): 'pass' | 'warn' | 'error' {
  const over = (bound: FreshnessAge | null | undefined): boolean =>
    bound != null && age > bound.count * MILLISECONDS[bound.period];
  if (over(freshness?.errorAfter)) return 'error';
  return over(freshness?.warnAfter) ? 'warn' : 'pass';
}

function noField({ sourceName, name }: SourceNode): DvtError {
  return new DvtError({
    code: 'DVT5018',
    message: `The freshness of ${sourceName}.${name} cannot be found out: it says no loaded_at_field.`,
    hint: 'Name the column that says when a row was loaded: loaded_at_field: updated_at',
  });
}

function noMoment({ sourceName, name, loadedAtField }: SourceNode, value: string): DvtError {
  return new DvtError({
    code: 'DVT5018',
    message: `The newest ${loadedAtField ?? 'row'} of ${sourceName}.${name} is no time: ${value}`,
    hint: 'Cast it in loaded_at_field, e.g. loaded_at_field: "cast(updated_at as timestamp)".',
  });
}
