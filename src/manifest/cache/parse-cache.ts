import { type BinaryLike, hash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { RunEvent } from '../../spi/event.js';
import type { Manifest } from '../../spi/manifest.js';
import type { FoundManifest, ParseRequest } from '../parse-request.js';
import { commandLineHash, configurationHash, environmentHashes, watched } from './configuration.js';
import { type FileStamp, inputFiles, stampFiles } from './input-files.js';
import { fromPlainManifest, manifestJson, type PlainManifest } from './manifest-text.js';

/** Of `CacheRecord`: a file of another version of dvt may have another shape. */
const FORMAT = 4;

/** What a cache file holds. */
interface CacheRecord {
  readonly format: typeof FORMAT;
  readonly configuration: string;
  readonly connections: readonly string[];
  /** milliseconds since 1970 */
  readonly stampedAt: number;
  readonly files: readonly FileStamp[];
  readonly environment: Readonly<Record<string, string | null>>;
  /** hash; null: no template asked what it says, and the manifest is that of any command */
  readonly commandLine: string | null;
  readonly events: readonly RunEvent[];
  readonly manifest: PlainManifest;
}

/** Where the files of dvt's own macros stand, absolute, and what parses a project. */
interface Parsing {
  readonly builtIn: string;
  readonly parse: (request: ParseRequest) => Promise<Manifest>;
}

/**
 * The manifest of the last parse pass where nothing has changed since: neither a file nor the configuration, nor a variable
 * of the environment that a template asked for. Else a new one, kept for the next time. A damaged file counts as none.
 */
export async function parseCached(
  path: string,
  request: ParseRequest,
  { builtIn, parse }: Parsing,
): Promise<FoundManifest> {
  const { invocation } = request;
  const { root } = invocation.project;
  const kept = await readRecord(path);
  const before = kept?.record;
  const stampedAt = Date.now();
  const known = new Map(before?.files.map((file) => [file.path, file]));
  const files = await stampFiles(root, await inputFiles(invocation.project, builtIn), known, before?.stampedAt ?? 0);
  if (kept && before && (await isValid(before, request, files))) {
    for (const event of before.events) invocation.emit(event);
    return { manifest: fromPlainManifest(before.manifest), revision: kept.hash };
  }
  const events: RunEvent[] = [];
  const watching = watched({
    ...invocation,
    emit: (event) => {
      if (event.type === 'warning' || event.type === 'notice') events.push(event);
      invocation.emit(event);
    },
  });
  const manifest = await parse({ ...request, invocation: watching.invocation });
  const connections = connectionsOf(manifest, request);
  const configuration = await configurationHash(request, connections);
  const facts: Omit<CacheRecord, 'manifest'> = {
    format: FORMAT,
    configuration,
    connections,
    stampedAt,
    files,
    environment: environmentHashes(invocation.env, watching.asked.environment),
    commandLine: watching.asked.commandLine() ? commandLineHash(invocation) : null,
    events,
  };
  const revision = await writeRecord(
    path,
    () => `${JSON.stringify(facts).slice(0, -1)},"manifest":${manifestJson(manifest)}}`,
  );
  return { manifest, revision };
}

async function isValid(before: CacheRecord, request: ParseRequest, files: readonly FileStamp[]): Promise<boolean> {
  const same = files.length === before.files.length && files.every((file, i) => isSame(file, before.files[i]!));
  if (!same) return false;
  const now = environmentHashes(request.invocation.env, Object.keys(before.environment));
  if (Object.entries(before.environment).some(([name, hash]) => now[name] !== hash)) return false;
  if (before.commandLine !== null && before.commandLine !== commandLineHash(request.invocation)) return false;
  // A connection that is gone, or cannot be rendered any more, is told of by the parse pass.
  return before.configuration === (await configurationHash(request, before.connections).catch(() => null));
}

function isSame(one: FileStamp, other: FileStamp): boolean {
  return one.path === other.path && one.hash === other.hash;
}

function connectionsOf(manifest: Manifest, { profiles, invocation }: ParseRequest): readonly string[] {
  const nodes = [...manifest.nodes.values(), ...manifest.sources.values()].map(({ connection }) => connection);
  return [...new Set([profiles.resolve(invocation.project.profile), ...nodes])].sort();
}

/** The first line is the hash of what follows. */
async function readRecord(path: string): Promise<{ readonly record: CacheRecord; readonly hash: string } | null> {
  try {
    const bytes = await readFile(path);
    const end = bytes.indexOf('\n');
    const content = bytes.subarray(end + 1);
    const hash = hashOf(content);
    if (bytes.toString('utf8', 0, end) !== hash) return null;
    const record = JSON.parse(content.toString('utf8')) as CacheRecord;
    return record.format === FORMAT ? { record, hash } : null;
  } catch {
    return null;
  }
}

/** Written beside and renamed. Its hash; null: a record that cannot be made or written hinders nobody. */
async function writeRecord(path: string, record: () => string): Promise<string | null> {
  const staging = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const content = Buffer.from(record());
    await mkdir(dirname(path), { recursive: true });
    const hash = hashOf(content);
    await writeFile(staging, [Buffer.from(`${hash}\n`), content], { mode: 0o600 });
    await rename(staging, path);
    return hash;
  } catch {
    await rm(staging, { force: true }).catch(() => undefined);
    return null;
  }
}

function hashOf(content: BinaryLike): string {
  return hash('sha256', content);
}
