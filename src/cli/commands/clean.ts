import { lstat, realpath, rm } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import { DvtError } from '../../core/errors.js';
import type { Project } from '../../spi/project.js';
import type { ExitCode } from '../exit-code.js';
import type { Invocation } from '../invocation.js';
import { openProject } from '../open-project.js';

const REFUSED = 'DVT1060';

/** `dvt clean`: removes `clean-targets`. What lies outside of the project, or holds its sources, is refused. */
export async function cleanCommand(invocation: Invocation): Promise<ExitCode> {
  const project = await openProject(invocation);
  const paths = project.cleanTargets.map((target) => resolve(project.root, target));
  for (const path of paths) await refuseForeign(path, project);
  for (const path of paths) {
    const there = await lstat(path).catch(() => null);
    if (!there) continue;
    await rm(path, { recursive: true, force: true });
    invocation.events.emit({ type: 'notice', message: `Removed ${relative(project.root, path)}` });
  }
  invocation.events.emit({ type: 'notice', message: 'Clean.' });
  return 0;
}

async function refuseForeign(path: string, project: Project): Promise<void> {
  const sources = [...project.modelPaths, ...project.macroPaths, ...project.seedPaths, ...project.testPaths];
  const holdsSources = [...sources, ...project.analysisPaths, ...project.snapshotPaths, project.file].find((source) =>
    contains(path, resolve(project.root, source)),
  );
  const real = await realpath(path).catch(() => path);
  const root = await realpath(project.root);
  const outside = !contains(project.root, path) || (real !== path && !contains(root, real));
  if (!outside && holdsSources === undefined) return;
  const why = outside ? 'it lies outside of the project' : `it holds ${holdsSources}`;
  throw new DvtError({
    code: REFUSED,
    message: `\`${path}\` is not removed: ${why}.`,
    hint: `Correct \`clean-targets\` in ${project.file}. Nothing was removed.`,
  });
}

function contains(folder: string, path: string): boolean {
  const inside = relative(folder, path);
  return inside === '' || (!inside.startsWith('..') && !isAbsolute(inside));
}
