import type { TestProject } from 'vitest/node';
import { serveControl } from './control.js';
import { findMariadb } from './find-mariadb.js';

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
  const control = await serveControl();
  project.provide('serversUrl', control.url);
  return control.close;
}
