import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ComputeSettings, ConfigTree, Project, QueryComment } from '../spi/project.js';
import type { ProjectValues } from './project-schema.js';

/** What the command line says over the file. */
export interface ProjectOverrides {
  readonly profile?: string;
  /** relative to the project's root, or absolute */
  readonly targetPath?: string;
  /** false: installed packages are left out, and missing ones are no mistake */
  readonly packages?: boolean;
  /** in place of `flags:` of the file, which has none */
  readonly flags?: Readonly<Record<string, unknown>>;
  /** false: `require-dbt-version` is not looked at */
  readonly versionCheck?: boolean;
}

interface ProjectAt extends ProjectOverrides {
  readonly root: string;
  readonly file: string;
  readonly packageRoot: string;
  readonly locate: Project['locate'];
  /** the file's values before they are rendered */
  readonly written: Readonly<Record<string, unknown>>;
}

/** Fills in dbt's defaults. */
export function buildProject(values: ProjectValues, at: ProjectAt): Project {
  const installPath = values['packages-install-path'] ?? 'dbt_packages';
  const targetPath = at.targetPath ?? values['target-path'] ?? 'target';
  return {
    name: values.name,
    root: at.root,
    packageRoot: at.packageRoot,
    file: at.file,
    locate: at.locate,
    version: values.version === null || values.version === undefined ? null : String(values.version),
    profile: at.profile ?? values.profile ?? '',
    modelPaths: values['model-paths'] ?? values['source-paths'] ?? ['models'],
    macroPaths: values['macro-paths'] ?? ['macros'],
    seedPaths: values['seed-paths'] ?? values['data-paths'] ?? ['seeds'],
    testPaths: values['test-paths'] ?? ['tests'],
    analysisPaths: values['analysis-paths'] ?? ['analyses'],
    snapshotPaths: values['snapshot-paths'] ?? ['snapshots'],
    docsPaths: values['docs-paths'] ?? [],
    targetPath: resolve(at.root, targetPath),
    cleanTargets: values['clean-targets'] ?? [targetPath],
    packagesInstallPath: installPath,
    packages: [],
    dispatch: new Map((values.dispatch ?? []).map((entry) => [entry.macro_namespace, entry.search_order])),
    vars: values.vars ?? {},
    configTrees: configTrees(values),
    unrenderedTrees: configTrees(at.written),
    quoting: {
      database: values.quoting?.database ?? true,
      schema: values.quoting?.schema ?? true,
      identifier: values.quoting?.identifier ?? true,
    },
    compute: computeSettings(values.compute ?? {}, at.root),
    flags: Object.fromEntries(
      Object.entries(at.flags ?? values.flags ?? {}).map(([key, value]) => [key.toLowerCase(), value]),
    ),
    queryComment: queryComment(values['query-comment']),
    restrictAccess: values['restrict-access'] ?? false,
    snapshot: values.snapshot ?? 'run',
    pushdown: values.pushdown ?? 'blocks',
    onRunStart: values['on-run-start'] ?? [],
    onRunEnd: values['on-run-end'] ?? [],
  };
}

function configTrees(values: Readonly<Record<string, unknown>>): Project['configTrees'] {
  const tree = (name: string): ConfigTree => (values[name] ?? {}) as ConfigTree;
  return {
    models: tree('models'),
    sources: tree('sources'),
    seeds: tree('seeds'),
    snapshots: tree('snapshots'),
    tests: { ...tree('tests'), ...tree('data_tests') },
    exposures: tree('exposures'),
    unit_tests: tree('unit_tests'),
  };
}

function queryComment(written: ProjectValues['query-comment']): QueryComment | null {
  const settings = { comment: null, append: false, jobLabel: false };
  if (written === undefined || written === true) return settings;
  if (written === null || written === false || written === '') return null;
  if (typeof written === 'string') return { ...settings, comment: written };
  if (written.comment === '') return null;
  return { comment: written.comment ?? null, append: written.append ?? false, jobLabel: written['job-label'] ?? false };
}

function computeSettings(compute: NonNullable<ProjectValues['compute']>, root: string): ComputeSettings {
  const duckdb = compute.duckdb ?? {};
  return {
    defaultEngine: compute.default_engine ?? 'duckdb',
    duckdb: {
      memoryLimit: duckdb.memory_limit ?? null,
      threads: duckdb.threads ?? null,
      tempDirectory: duckdb.temp_directory === undefined ? null : resolve(root, underHome(duckdb.temp_directory)),
    },
    spark: compute.spark ?? null,
  };
}

function underHome(path: string): string {
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path;
}
