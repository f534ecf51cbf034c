import { join, posix, resolve } from 'node:path';
import { type Diagnostic, DvtError } from '../core/errors.js';
import { type KeyPath, LocatedYaml } from '../core/located-yaml.js';
import { readText } from '../core/text-file.js';
import type { Project } from '../spi/project.js';
import { CODES } from './codes.js';
import { installedPackages } from './installed-packages.js';
import { buildProject, type ProjectOverrides } from './project.js';
import { projectSchema } from './project-schema.js';
import { type Render, renderTree } from './render.js';
import { validate } from './validate.js';
import { versionProblem } from './version-check.js';

const NAMES = ['dvt_project.yml', 'dbt_project.yml'];

/** A project's file, read but not rendered: its profile's name is needed before the rest, which may use `target`. */
export interface ProjectFile {
  /** absolute */
  readonly root: string;
  /** `dvt_project.yml` or `dbt_project.yml` */
  readonly name: string;
  /** The project's name as written, for the messages of a project that does not load; null without one. */
  readonly projectName: string | null;
  /** folder of the log file as written, relative to the root; default `logs` */
  readonly logPath: string;
  /** keys that stand twice in the file, of which the last counts */
  readonly warnings: readonly Diagnostic[];
  /** Where a value of the file stands. */
  readonly locate: Project['locate'];
  /** `profile:`, rendered. Throws DVT1004 where there is none. */
  profile(render: Render): Promise<string>;
  /** Renders and validates the file. Throws one DvtError with every mistake. */
  load(render: Render, overrides?: ProjectOverrides): Promise<Project>;
}

/** Reads `dvt_project.yml`, else `dbt_project.yml`. Throws DVT1005 where there is neither, DVT1001 for its YAML. */
export async function readProjectFile(projectDir: string): Promise<ProjectFile> {
  return readFrom(resolve(projectDir), '');
}

/** `packageRoot`: of a package its folder relative to the project's, with which messages name its file. */
async function readFrom(root: string, packageRoot: string): Promise<ProjectFile> {
  for (const name of NAMES) {
    const shown = posix.join(packageRoot, name);
    const text = readText(join(root, name), shown);
    if (text === null) continue;
    const warnings: Diagnostic[] = [];
    const yaml = new LocatedYaml(text, shown, { onKeyTwice: (diagnostic) => warnings.push(diagnostic) });
    return projectFile({ root, name, packageRoot, warnings }, yaml);
  }
  throw new DvtError({
    code: CODES.noProject,
    message: `No ${NAMES.join(' or ')} in ${packageRoot === '' ? root : packageRoot}.`,
    hint:
      packageRoot === ''
        ? 'Go to your project, name it by --project-dir, or make a new one with `dvt init`.'
        : 'Run `dvt deps` to install the packages anew, or take the folder out.',
  });
}

interface ProjectPlace {
  readonly root: string;
  readonly name: string;
  readonly packageRoot: string;
  readonly warnings: readonly Diagnostic[];
}

function projectFile({ root, name, packageRoot, warnings }: ProjectPlace, yaml: LocatedYaml): ProjectFile {
  if (yaml.value === null || typeof yaml.value !== 'object' || Array.isArray(yaml.value)) {
    throw new DvtError(yaml.diagnostic({ code: CODES.invalidValue, message: `${name} must be a mapping.` }, []));
  }
  const written = yaml.value as Readonly<Record<string, unknown>>;
  const locate: Project['locate'] = (keys, part) => yaml.locate(keys, part);
  return {
    root,
    name,
    warnings,
    locate,
    logPath: typeof written['log-path'] === 'string' ? written['log-path'] : 'logs',
    projectName: typeof written['name'] === 'string' ? written['name'] : null,
    async profile(render) {
      const found: Diagnostic[] = [];
      const profile = await renderTree(written['profile'], ['profile'], { yaml, render, found });
      if (found.length > 0) throw new DvtError(found);
      if (typeof profile === 'string' && profile !== '') return profile;
      throw new DvtError(
        yaml.diagnostic(
          {
            code: CODES.missingKey,
            message: `${name} does not say which profile the project uses.`,
            hint: 'Add `profile: NAME`, the name of an entry in profiles.yml.',
          },
          ['profile'],
        ),
      );
    },
    async load(render, overrides = {}) {
      const found: Diagnostic[] = [];
      const rendered = await renderTree(written, [], { yaml, render, found, wanted: renderedEarly });
      const values = validate(projectSchema, rendered, { yaml, keys: [], found });
      if (found.length > 0 || values === undefined) throw new DvtError(found.sort(byPlace));
      const project = buildProject(values, { root, file: name, packageRoot, locate, written, ...overrides });
      const checked = overrides.versionCheck !== false && project.flags['version_check'] !== false;
      const whose = packageRoot === '' ? 'The project' : `The package ${project.name}`;
      const problem = checked ? versionProblem(values['require-dbt-version'], yaml, whose) : null;
      if (problem !== null) throw new DvtError(problem);
      if (packageRoot !== '' || overrides.packages === false) return project;
      const packages = await installedPackages(project, async (at, below) => {
        return (await readFrom(at, below)).load(render, { versionCheck: checked });
      });
      return { ...project, packages };
    },
  };
}

const NEVER_EARLY = new Set(['on-run-start', 'on-run-end', 'query-comment', 'vars']);
const HOOKS = new Set(['pre-hook', 'post-hook', 'pre_hook', 'post_hook']);

/** As dbt: hooks are rendered when they run, variables not at all. */
function renderedEarly(keys: KeyPath): boolean {
  if (NEVER_EARLY.has(String(keys[0]))) return false;
  return !keys.some((key) => typeof key === 'string' && HOOKS.has(key.replace(/^[+ ]+/, '')));
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  const [one, other] = [a.location, b.location];
  return one && other ? one.line - other.line || one.column - other.column : 0;
}
