import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DvtError } from '../core/errors.js';
import { manifestArtifact } from '../report/artifacts/manifest/manifest.js';
import type { StateArtifacts } from '../select/index.js';
import type { Manifest } from '../spi/manifest.js';
import type { Session } from './session.js';

type Json = Readonly<Record<string, unknown>>;

/** The artifacts of `--state`, beside those of this project; null where the option is not given. */
export async function stateArtifacts(session: Session, manifest: Manifest): Promise<StateArtifacts | null> {
  const { invocation, project } = session;
  const { state } = invocation.options;
  if (state === null) return null;
  const folder = resolve(invocation.cwd, state);
  const [then, results, sources, currentSources] = await Promise.all([
    readJson(join(folder, 'manifest.json')),
    readJson(join(folder, 'run_results.json')),
    readJson(join(folder, 'sources.json')),
    readJson(join(project.targetPath, 'sources.json')),
  ]);
  const { id: invocationId, startedAt, version } = invocation;
  const currentManifest = (): Json => {
    const artifact = manifestArtifact(manifest, {
      invocationId,
      startedAt,
      version,
      adapterType: '',
      packageRoots: manifest.packageRoots,
      relationName: () => null,
      place: ({ relation }) => relation,
      dbtMacros: null,
      compiled: new Map(),
    });
    // As a file has it: mappings are compared with their prototypes, and those of templates have none.
    return JSON.parse(JSON.stringify(artifact)) as Json;
  };
  return { folder: state, manifest: then, currentManifest, results, sources, currentSources };
}

/** null where there is no such file. */
async function readJson(path: string): Promise<Json | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const hint = 'Write it anew by running the command again.';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const message = `${path} is not the JSON of an artifact: ${(cause as Error).message}`;
    throw new DvtError({ code: 'DVT1034', message, hint }, { cause });
  }
  if (typeof value === 'object' && value !== null && 'metadata' in value) return value as Json;
  throw new DvtError({
    code: 'DVT1034',
    message: `${path} is no artifact of dvt or dbt: it has no \`metadata\`.`,
    hint,
  });
}
