import type { Project } from '../../spi/project.js';
import { type FoundFile, findFiles, type ProjectFile, readTexts } from './discover.js';

/** The files of one package, by what they are for. */
export interface PackageFiles {
  readonly project: Project;
  readonly models: readonly ProjectFile[];
  readonly pythonModels: readonly FoundFile[];
  /** CSV files; they are not read */
  readonly seeds: readonly FoundFile[];
  readonly snapshots: readonly ProjectFile[];
  readonly singularTests: readonly ProjectFile[];
  readonly analyses: readonly ProjectFile[];
  readonly properties: readonly ProjectFile[];
  readonly docs: readonly ProjectFile[];
  /** CSV and SQL files of unit tests, by name without the extension */
  readonly fixtures: ReadonlyMap<string, ProjectFile>;
}

/** Finds and reads the files of a project or of one of its packages. */
export async function readPackage(project: Project): Promise<PackageFiles> {
  const paths = {
    models: project.modelPaths,
    seeds: project.seedPaths,
    snapshots: project.snapshotPaths,
    tests: project.testPaths,
    analyses: project.analysisPaths,
    macros: project.macroPaths,
  };
  const find = (directories: readonly string[]) => findFiles(project, directories);
  const [models, seeds, snapshots, tests, analyses, macros] = await Promise.all(Object.values(paths).map(find));
  const all = unique([models!, seeds!, snapshots!, tests!, analyses!, macros!]);
  const docs = project.docsPaths.length === 0 ? all : await find(project.docsPaths);
  const read = (files: readonly FoundFile[]) => readTexts(project, files);
  const fixtures = read(tests!.filter((file) => isFixture(file)));
  return {
    project,
    models: read(ending(models!, /\.sql$/i)),
    pythonModels: ending(models!, /\.py$/i),
    seeds: ending(seeds!, /\.csv$/i),
    snapshots: read(ending(snapshots!, /\.sql$/i)),
    singularTests: read(ending(tests!, /\.sql$/i).filter((file) => !isFixture(file) && !isGeneric(file))),
    analyses: read(ending(analyses!, /\.sql$/i)),
    properties: read(ending(all, /\.ya?ml$/i)),
    docs: read(ending(docs, /\.md$/i)),
    fixtures: new Map(fixtures.map((file) => [nameOf(file), file])),
  };
}

/** Files below `tests/generic` define generic tests: they are read with the macros. */
export function isGeneric(file: FoundFile): boolean {
  return inside(file).startsWith('generic/');
}

function isFixture(file: FoundFile): boolean {
  return inside(file).startsWith('fixtures/') && /\.(csv|sql)$/i.test(file.path);
}

function inside({ path, base }: FoundFile): string {
  return base === '.' ? path : path.slice(base.length + 1);
}

function nameOf({ path }: FoundFile): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
}

function ending(files: readonly FoundFile[], pattern: RegExp): readonly FoundFile[] {
  return files.filter(({ path }) => pattern.test(path));
}

function unique(lists: readonly (readonly FoundFile[])[]): readonly FoundFile[] {
  const byPath = new Map(lists.flat().map((file) => [file.path, file]));
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
