import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ComputeSettings, Project } from '../spi/project.js';
import type { ProjectValues } from './project-schema.js';

/** What the command line says over the file. */
export interface ProjectOverrides {
  readonly profile?: string;
  /** relative to the project's root, or absolute */
  readonly targetPath?: string;
}

/** Fills in dbt's defaults. */
export function buildProject(
  values: ProjectValues,
  at: { readonly root: string; readonly file: string } & ProjectOverrides,
): Project {
  const targetPath = at.targetPath ?? values['target-path'] ?? 'target';
  return {
    name: values.name,
    root: at.root,
    file: at.file,
    version: values.version === null || values.version === undefined ? null : String(values.version),
    profile: at.profile ?? values.profile ?? '',
    modelPaths: values['model-paths'] ?? ['models'],
    macroPaths: values['macro-paths'] ?? ['macros'],
    seedPaths: values['seed-paths'] ?? ['seeds'],
    testPaths: values['test-paths'] ?? ['tests'],
    analysisPaths: values['analysis-paths'] ?? ['analyses'],
    snapshotPaths: values['snapshot-paths'] ?? ['snapshots'],
    docsPaths: values['docs-paths'] ?? [],
    targetPath: resolve(at.root, targetPath),
    cleanTargets: values['clean-targets'] ?? [targetPath],
    vars: values.vars ?? {},
    configTrees: {
      models: values.models ?? {},
      sources: values.sources ?? {},
      seeds: values.seeds ?? {},
      snapshots: values.snapshots ?? {},
      tests: { ...values.tests, ...values.data_tests },
    },
    quoting: {
      database: values.quoting?.database ?? true,
      schema: values.quoting?.schema ?? true,
      identifier: values.quoting?.identifier ?? true,
    },
    compute: computeSettings(values.compute ?? {}, at.root),
    snapshot: values.snapshot ?? 'run',
    pushdown: values.pushdown ?? 'blocks',
    onRunStart: values['on-run-start'] ?? [],
    onRunEnd: values['on-run-end'] ?? [],
  };
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
