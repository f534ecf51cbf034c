import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LinkSlowness, linkSlowness, noticeable } from '../execute/index.js';
import { writeArtifact } from '../report/artifacts/write-artifact.js';
import type { NodeResult } from '../spi/run-result.js';
import type { Session } from './session.js';

const FILE = 'links.json';

/** How much slower than loopback a connection was in earlier runs, as planning reckons with it; 1 where nothing is known. */
export function slownessOf(session: Session): (connection: string) => Promise<number> {
  let known: Promise<LinkSlowness> | null = null;
  return async (connection) => {
    known ??= read(session);
    return noticeable((await known)[connection]);
  };
}

/** Keeps in `target/links.json` what a run has measured of its connections. */
export async function keepLinkSpeeds(session: Session, results: readonly NodeResult[]): Promise<void> {
  if (!session.invocation.options.writeJson) return;
  const before = await read(session);
  const slowness = linkSlowness(before, results);
  if (JSON.stringify(slowness) === JSON.stringify(before)) return;
  await writeArtifact(join(session.project.targetPath, FILE), { slowness }, session.invocation.redactor);
}

/** A file that is not there or cannot be read tells nothing: it is only ever a guess at what is faster. */
async function read({ project }: Session): Promise<LinkSlowness> {
  try {
    const { slowness } = JSON.parse(await readFile(join(project.targetPath, FILE), 'utf8')) as {
      slowness: LinkSlowness;
    };
    return Object.values(slowness).every((one) => typeof one === 'number' && one > 0) ? slowness : {};
  } catch {
    return {};
  }
}
