import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { RunEvent } from '../../spi/event.js';
import type { Manifest } from '../../spi/manifest.js';
import type { ParseRequest } from '../parse-request.js';
import { commandLineHash, configurationHash, environmentHashes, watched } from './configuration.js';
import { type FileStamp, inputFiles, stampFiles } from './input-files.js';
import { fromPlainManifest, type PlainManifest, toPlainManifest } from './manifest-text.js';

/** Of `CacheRecord`: a file of another version of dvt may have another shape. */
const FORMAT = 3;

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
export async function parseCached(path: string, request: ParseRequest, { builtIn, parse }: Parsing): Promise<Manifest> {
  const { invocation } = request;
  const { root } = invocation.project;
  const before = await readRecord(path);
  const stampedAt = Date.now();
  const known = new Map(before?.files.map((file) => [file.path, file]));
  const files = await stampFiles(root, await inputFiles(invocation.project, builtIn), known, before?.stampedAt ?? 0);
  if (before !== null && (await isValid(before, request, files))) {
    for (const event of before.events) invocation.emit(event);
    return fromPlainManifest(before.manifest);
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
  await writeRecord(path, () => ({
    format: FORMAT,
    configuration,
    connections,
    stampedAt,
    files,
    environment: environmentHashes(invocation.env, watching.asked.environment),
    commandLine: watching.asked.commandLine() ? commandLineHash(invocation) : null,
    events,
    manifest: toPlainManifest(manifest),
  }));
  return manifest;
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
async function readRecord(path: string): Promise<CacheRecord | null> {
  try {
    const text = await readFile(path, 'utf8');
    const end = text.indexOf('\n');
    const content = text.slice(end + 1);
    if (text.slice(0, end) !== hashOf(content)) return null;
    const record = JSON.parse(content) as CacheRecord;
    return record.format === FORMAT ? record : null;
  } catch {
    return null;
  }
}

/** Written beside and renamed; a record that cannot be made or written hinders nobody. */
async function writeRecord(path: string, record: () => CacheRecord): Promise<void> {
  const staging = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const content = JSON.stringify(record());
    await mkdir(dirname(path), { recursive: true });
    await writeFile(staging, `${hashOf(content)}\n${content}`, { mode: 0o600 });
    await rename(staging, path);
  } catch {
    await rm(staging, { force: true }).catch(() => undefined);
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
