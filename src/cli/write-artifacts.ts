import { join } from 'node:path';
import { relationNames, relationPlaces } from '../compile/index.js';
import { type CatalogItem, catalogArtifact } from '../report/artifacts/catalog.js';
import { dbtMacros } from '../report/artifacts/manifest/dbt-macros.js';
import { type ManifestFacts, manifestMetadata, manifestSections } from '../report/artifacts/manifest/manifest.js';
import { writeManifestFile } from '../report/artifacts/manifest/manifest-file.js';
import type { ArtifactSource } from '../report/artifacts/metadata.js';
import { runResultsArtifact } from '../report/artifacts/run-results.js';
import type { SnapshotSummary } from '../report/artifacts/snapshots.js';
import { type FreshnessResult, sourcesArtifact } from '../report/artifacts/sources.js';
import { writeArtifact } from '../report/artifacts/write-artifact.js';
import type { Manifest } from '../spi/manifest.js';
import type { ManifestNode, SourceNode } from '../spi/node.js';
import type { NodeResult } from '../spi/run-result.js';
import { commandArguments } from './command-arguments.js';
import { INLINE, type ParsedProject } from './parsed-project.js';
import type { Session } from './session.js';
import { compiledPath } from './write-compiled.js';

/** Writes `target/manifest.json`, with the SQL of the nodes that were compiled. What `--inline` says is no part of it. */
export async function writeManifest(
  session: Session,
  { manifest: parsed, revision }: Pick<ParsedProject, 'manifest' | 'revision'>,
  compiled: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  const { project, invocation } = session;
  if (!invocation.options.writeJson) return;
  const manifest = withoutInline(parsed);
  const nodes = [...manifest.nodes.values(), ...manifest.sources.values()];
  const facts = {
    ...(await manifestFacts(session, manifest, nodes, compiled)),
    dbtMacros: await dbtMacros(project.targetPath, new Set(manifest.packageRoots.keys())),
  };
  const content = {
    revision: compiled.size === 0 && revision !== null ? revision + (facts.dbtMacros?.hash ?? '') : null,
    metadata: manifestMetadata(manifest, facts),
    sections: () => manifestSections(manifest, facts),
  };
  await writeManifestFile(join(project.targetPath, 'manifest.json'), content, invocation.redactor);
}

function withoutInline(manifest: Manifest): Manifest {
  const id = `model.${manifest.projectName}.${INLINE}`;
  if (!manifest.nodes.has(id)) return manifest;
  return { ...manifest, nodes: new Map([...manifest.nodes].filter(([one]) => one !== id)) };
}

/** What entries of the manifest for some nodes need beside them. */
export async function manifestFacts(
  session: Session,
  { packageRoots }: Manifest,
  nodes: readonly (ManifestNode | SourceNode)[],
  compiled: ReadonlyMap<string, string> = new Map(),
): Promise<ManifestFacts> {
  const relationName = await namesOf(session, nodes);
  const sources = nodes.filter(({ kind }) => kind === 'source');
  const place = await relationPlaces(sources, (connection) => session.profiles.connection(connection));
  const adapterType = (await session.profiles.connection(session.target)).adapter.type;
  const written = nodes.flatMap((node) => {
    const sql = compiled.get(node.id);
    return sql === undefined || node.kind === 'source'
      ? []
      : [[node.id, { sql, path: compiledPath(session.project, node) }] as const];
  });
  const facts = { adapterType, relationName, place, packageRoots, dbtMacros: null };
  return { ...sourceOf(session), ...facts, compiled: new Map(written) };
}

/** Writes `target/catalog.json`. */
export async function writeCatalog(
  session: Session,
  items: readonly CatalogItem[],
  errors: readonly string[],
): Promise<void> {
  await write(session, 'catalog.json', catalogArtifact(items, errors, sourceOf(session)));
}

/** Writes `target/run_results.json`. */
export async function writeRunResults(
  session: Session,
  results: readonly NodeResult[],
  snapshots: SnapshotSummary,
): Promise<void> {
  const relationName = await namesOf(
    session,
    results.map(({ node }) => node),
  );
  const { invocation } = session;
  const milliseconds = Date.now() - invocation.startedAt.getTime();
  const args = commandArguments(session);
  const artifact = runResultsArtifact(results, { ...sourceOf(session), milliseconds, args, relationName, snapshots });
  await write(session, 'run_results.json', artifact);
}

/** Writes `target/sources.json`, or the file that `--output` names. */
export async function writeSources(
  session: Session,
  results: readonly FreshnessResult[],
  path: string | null,
): Promise<void> {
  const milliseconds = Date.now() - session.invocation.startedAt.getTime();
  const artifact = sourcesArtifact(results, { ...sourceOf(session), milliseconds });
  const file = path ?? join(session.project.targetPath, 'sources.json');
  await writeArtifact(file, artifact, session.invocation.redactor);
}

function sourceOf({ invocation }: Session): ArtifactSource {
  return { invocationId: invocation.id, startedAt: invocation.startedAt, version: invocation.version };
}

async function write({ project, invocation }: Session, name: string, artifact: unknown): Promise<void> {
  if (!invocation.options.writeJson) return;
  await writeArtifact(join(project.targetPath, name), artifact, invocation.redactor);
}

function namesOf({ profiles, project }: Session, nodes: readonly (ManifestNode | SourceNode)[]) {
  return relationNames(nodes, (connection) => profiles.connection(connection), project.quoting);
}
