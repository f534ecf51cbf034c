import { fileURLToPath } from 'node:url';
import { BUILT_IN, BUILT_IN_PATH, MacroNames, macroDefinitions, type PackageMacros } from '../context/index.js';
import { type Diagnostic, Diagnostics } from '../core/errors.js';
import type { Macro, NamedCall, Templater } from '../jinja/index.js';
import type { MacroEntry } from '../spi/manifest.js';
import type { Project } from '../spi/project.js';
import { findFiles, type ProjectFile, readTexts, type Searched } from './files/discover.js';
import { isGeneric } from './files/package-files.js';

/** Every macro that templates can call, and what the manifest says of them. */
export interface MacroLibrary {
  readonly names: MacroNames;
  /** What they call is linked when the manifest is built. */
  readonly entries: ReadonlyMap<string, MacroEntry>;
  /** what the macros call by name, by their ids */
  readonly calls: ReadonlyMap<string, () => readonly NamedCall[]>;
}

/** dvt's own macros, beside `dist` in the package. */
export const BUILT_IN_DIRECTORY = fileURLToPath(new URL('../../macros/', import.meta.url));

/** Reads dvt's macros, the packages' and the project's. Throws a DvtError with everything that is wrong with them. */
export async function loadMacros(project: Project, templater: Templater): Promise<MacroLibrary> {
  const report = new Diagnostics();
  const entries = new Map<string, MacroEntry>();
  const calls = new Map<string, () => readonly NamedCall[]>();
  const load = (files: readonly ProjectFile[], packageName: string): Promise<PackageMacros> =>
    definitions(files, packageName, { templater, entries, calls, report });
  const builtIn = await load(await macroFiles({ root: BUILT_IN_DIRECTORY, packageRoot: '' }, ['.'], []), BUILT_IN);
  const packages = new Map<string, PackageMacros>();
  for (const { name, macroPaths, testPaths, ...at } of project.packages) {
    packages.set(name, await load(await macroFiles(at, macroPaths, testPaths), name));
  }
  const own = await load(await macroFiles(project, project.macroPaths, project.testPaths), project.name);
  report.throwIfAny();
  const names = new MacroNames({
    projectName: project.name,
    project: own,
    builtIn,
    packages,
    searchOrder: project.dispatch,
  });
  return { names, entries, calls };
}

async function macroFiles(
  at: Searched,
  macroPaths: readonly string[],
  testPaths: readonly string[],
): Promise<readonly ProjectFile[]> {
  const [macros, tests] = await Promise.all([findFiles(at, macroPaths), findFiles(at, testPaths)]);
  const files = [...macros, ...tests.filter(isGeneric)].filter(({ path }) => /\.sql$/i.test(path));
  return readTexts(at, files);
}

interface Loading {
  readonly templater: Templater;
  readonly entries: Map<string, MacroEntry>;
  readonly calls: Map<string, () => readonly NamedCall[]>;
  readonly report: Diagnostics;
}

async function definitions(
  files: readonly ProjectFile[],
  packageName: string,
  { templater, entries, calls, report }: Loading,
): Promise<PackageMacros> {
  const macros = new Map<string, Macro>();
  for (const { path, text } of files) {
    const shown = packageName === BUILT_IN ? BUILT_IN_PATH + path : path;
    const template = await report.try(() => templater.parse(text, { name: shown }));
    if (template === undefined) continue;
    for (const definition of macroDefinitions(template)) {
      const { name, macro, line, column, source, parameters, calls: called, supportedLanguages } = definition;
      const id = `macro.${packageName}.${name}`;
      const location = { path: shown, line, column };
      const before = entries.get(id);
      if (before !== undefined) report.add(defined(name, before, location));
      macros.set(name, macro);
      calls.set(id, called);
      entries.set(id, {
        id,
        name,
        packageName,
        path: shown,
        location,
        source,
        macroDependsOn: [],
        description: '',
        meta: {},
        docs: { show: true, nodeColor: null },
        patchPath: null,
        arguments: parameters.map((parameter) => ({ name: parameter.name, type: null, description: '' })),
        supportedLanguages,
      });
    }
  }
  return macros;
}

function defined(name: string, before: MacroEntry, location: MacroEntry['location']): Diagnostic {
  return {
    code: 'DVT1204',
    message: `The macro ${name} is defined twice: in ${before.path} and in ${location.path}.`,
    location,
    hint: 'Rename one of them.',
    related: [{ message: 'the first definition', location: before.location }],
  };
}
