import type { Diagnostic } from '../core/errors.js';
import type { Project } from '../spi/project.js';
import type { ParsedModel } from './parsed-model.js';

/** Configs of dbt that change the database and that this version does not act on. */
const UNBUILT = ['pre_hook', 'post_hook', 'grants', 'persist_docs'] as const;
const CODE = 'DVT1216';

/**
 * Warnings for hooks, grants and comments that a dbt project asks for and that are not built yet: left out in silence,
 * somebody would miss an index or a right. One for each kind, however many models share it.
 */
export function unbuiltConfigs(project: Project, models: readonly ParsedModel[]): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const hooks = [
    ['on-run-start', project.onRunStart],
    ['on-run-end', project.onRunEnd],
  ] as const;
  for (const [key, statements] of hooks) {
    if (statements.length > 0) found.push(warning(key, project.file, { path: project.file, line: 1, column: 1 }));
  }
  for (const key of UNBUILT) {
    const users = models.filter(({ config }) => config.enabled && asks(config.raw[key]));
    const [first] = users;
    if (!first) continue;
    const who = users.length === 1 ? `the model ${first.name}` : `${users.length} models (${first.name} is the first)`;
    found.push(warning(key, who, { path: first.path, line: 1, column: 1 }));
  }
  return found;
}

function warning(key: string, owner: string, location: NonNullable<Diagnostic['location']>): Diagnostic {
  const hint = 'Do by hand what it would do; tables and views are published without it.';
  return { code: CODE, message: `\`${key}\` of ${owner} is not acted on in this version of dvt.`, location, hint };
}

function asks(value: unknown): boolean {
  if (value === null || value === undefined) return false;
  if (typeof value === 'object') return Object.values(value).some(asks);
  return value !== '' && value !== false;
}
