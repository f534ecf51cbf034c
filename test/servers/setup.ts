import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { serveControl } from './control.js';
import { findMariadb } from './find-mariadb.js';
import { type Reaper, startReaper } from './reaper.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** address of the endpoint that starts test servers on demand */
    serversUrl: string;
  }
}

/**
 * Vitest's global setup: opens the endpoint where tests ask for servers, so that a run that needs none starts none.
 * A full run needs all of them: there a missing one ends the run at once, with what to install.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const fullRun = (project.vitest as { filenamePattern?: readonly string[] }).filenamePattern === undefined;
  if (fullRun) await findMariadb();
  const reaper = startReaper();
  useTemporaryDirectory(reaper);
  const control = await serveControl(reaper);
  project.provide('serversUrl', control.url);
  return async () => {
    control.close();
    await reaper.close();
  };
}

/** Everything that the tests put into the system's temporary directory goes when the run ends, however it ends. */
function useTemporaryDirectory(reaper: Reaper): void {
  const directory = mkdtempSync(join(tmpdir(), 'dvt-test-'));
  reaper.remove(directory);
  // Servers run as users of their own and pass through it.
  chmodSync(directory, 0o711);
  process.env['TMPDIR'] = directory;
}
