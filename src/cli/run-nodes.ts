import { type RunOptions, run, unitTestNode } from '../execute/index.js';
import type { Manifest } from '../spi/manifest.js';
import type { ManifestNode } from '../spi/node.js';
import type { NodeResult } from '../spi/run-result.js';
import type { ExitCode } from './exit-code.js';
import { keepLinkSpeeds } from './link-speeds.js';
import { microbatchOptions, type Repeated } from './microbatch-options.js';
import { type ParsedProject, parse } from './parsed-project.js';
import { openRuntime, type Runtime } from './runtime.js';
import { isBlank, refuseSpark, type Selected, selected } from './selected-nodes.js';
import type { Session } from './session.js';
import { writeManifest, writeRunResults } from './write-artifacts.js';

/** What a command runs of a selection. */
export interface RunScope {
  readonly kinds: readonly Selected['kind'][];
  /** what comes after a tested node waits for its tests */
  readonly testsGate: boolean;
  /** ids that are run, of those selected; null = all */
  readonly only?: ReadonlySet<string>;
  /** of a retry: what the run before left of its microbatch models */
  readonly repeated?: Repeated;
}

/** Runs the selected nodes of some kinds, and writes the artifacts. 1 where one of them failed. */
export async function runNodes(session: Session, scope: RunScope): Promise<ExitCode> {
  const microbatch = microbatchOptions(session, scope.repeated ?? null);
  const parsed = await parse(session);
  await writeManifest(session, parsed);
  const nodes = await nodesToRun(session, parsed.manifest, scope);
  parsed.selection.push(...nodes.map(({ id }) => id));
  if (nodes.length === 0) {
    const message = 'The selection matches no node; there is nothing to do.';
    session.emit({ type: 'warning', diagnostic: { code: 'DVT1230', message } });
    await writeRunResults(session, [], { mode: session.project.snapshot, taken: [], skew: null });
    return 0;
  }
  return execute(session, parsed, nodes, { testsGate: scope.testsGate, microbatch });
}

async function execute(
  session: Session,
  parsed: ParsedProject,
  nodes: readonly ManifestNode[],
  how: Pick<RunOptions, 'testsGate' | 'microbatch'>,
): Promise<ExitCode> {
  const hooks = [...parsed.manifest.nodes.values()].filter(({ kind }) => kind === 'operation');
  const written = [...nodes.filter(({ relation }) => relation !== null), ...hooks];
  const published = written.map(({ connection }) => connection);
  const runtime = openRuntime(session, parsed, new Set(published));
  try {
    const results = await run(runtime, {
      nodes,
      threads: session.threads,
      failFast: session.invocation.options.failFast,
      hooksGate: session.project.flags['skip_nodes_if_on_run_start_fails'] !== false,
      warningTestsFail: session.invocation.policy('tests') === 'error',
      ...how,
      target: session.target,
      signal: session.signal,
    });
    await writeManifest(session, parsed, await compiledSql(results, parsed.manifest, runtime));
    await writeRunResults(session, results, runtime.snapshots);
    await keepLinkSpeeds(session, results);
    return results.every(({ status }) => status === 'success' || status === 'pass' || status === 'warn') ? 0 : 1;
  } finally {
    await runtime.close();
  }
}

/** The SQL of the nodes that were compiled, of the ephemeral models that they read too. */
async function compiledSql(
  results: readonly NodeResult[],
  manifest: Manifest,
  { compile }: Runtime,
): Promise<ReadonlyMap<string, string>> {
  const compiled = new Map<string, string>();
  const inlined = new Set<ManifestNode>();
  const inline = (id: string): void => {
    const node = manifest.nodes.get(id);
    if (node?.config.materialized !== 'ephemeral' || inlined.has(node)) return;
    inlined.add(node);
    for (const parent of node.dependsOn) inline(parent);
  };
  for (const { node, compiledSql: sql } of results) {
    if (sql === null) continue;
    compiled.set(node.id, sql);
    for (const parent of node.dependsOn) inline(parent);
  }
  // One that cannot be compiled by itself is part of no consumer's SQL either, or they would have failed.
  const alone = await Promise.allSettled([...inlined].map((node) => compile(node)));
  for (const one of alone) if (one.status === 'fulfilled') compiled.set(one.value.node.id, one.value.sql);
  return compiled;
}

/** Ephemeral models live in their consumers only; a unit test is a node that stands before its model. */
async function nodesToRun(session: Session, manifest: Manifest, { kinds, only }: RunScope): Promise<ManifestNode[]> {
  const nodes: ManifestNode[] = [];
  for (const item of await selected(session, manifest)) {
    if (!kinds.includes(item.kind) || (only && !only.has(item.id)) || isBlank(item)) continue;
    if (item.kind === 'unit_test') nodes.push(unitTestNode(item, manifest));
    else if (item.kind === 'test') nodes.push(item);
    else if (item.kind === 'model' || item.kind === 'seed' || item.kind === 'snapshot') {
      if (item.relation !== null) nodes.push(item);
    }
  }
  refuseSpark(nodes);
  return nodes;
}
