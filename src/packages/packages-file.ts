import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Diagnostic, DvtError } from '../core/errors.js';
import { LocatedYaml } from '../core/located-yaml.js';
import { nearest } from '../core/nearest.js';
import type { Location } from '../core/position.js';
import type { PackageSpecification } from './specification.js';

/** Renders one text with Jinja in it; the place is that of the text. */
export type RenderText = (text: string, location: Location) => Promise<unknown>;

type Mapping = Readonly<Record<string, unknown>>;

const KINDS: Readonly<Record<string, readonly string[]>> = {
  package: ['version', 'install-prerelease', 'install_prerelease', 'name'],
  git: ['revision', 'warn-unpinned', 'warn_unpinned', 'subdirectory', 'name'],
  tarball: ['name'],
  local: ['name'],
};

/** The file that lists a project's packages, and what it lists. */
export interface PackagesFile {
  /** `packages.yml`, `dependencies.yml`, `package-lock.yml`; null = the project has neither of the first two */
  readonly name: string | null;
  readonly packages: readonly PackageSpecification[];
}

/**
 * Reads `packages.yml`, else `dependencies.yml`. Throws one DvtError (DVT1070) with every mistake of the file.
 * @param onKeyTwice told of keys that stand twice, of which the last counts
 */
export async function readPackagesFile(
  root: string,
  render: RenderText,
  onKeyTwice: (diagnostic: Diagnostic) => void = () => {},
): Promise<PackagesFile> {
  for (const name of ['packages.yml', 'dependencies.yml']) {
    const text = await readIfAny(join(root, name));
    if (text !== null)
      return { name, packages: await readPackages(new LocatedYaml(text, name, { onKeyTwice }), render) };
  }
  return { name: null, packages: [] };
}

/** The entries under `packages:` of a file. */
export async function readPackages(file: LocatedYaml, render: RenderText): Promise<readonly PackageSpecification[]> {
  const list = isMapping(file.value) ? (file.value['packages'] ?? []) : [];
  if (!Array.isArray(list)) {
    throw new DvtError(file.diagnostic({ code: 'DVT1070', message: '`packages:` is not a list.' }, ['packages']));
  }
  const found: Diagnostic[] = [];
  const packages: PackageSpecification[] = [];
  for (const [index, written] of list.entries()) {
    const path = ['packages', index];
    const add = (message: string, hint?: string): void => {
      found.push(file.diagnostic({ code: 'DVT1070', message, hint: hint ?? null }, path));
    };
    if (!isMapping(written)) {
      add(
        'An entry of `packages:` is not a mapping.',
        'Write `- package: dbt-labs/dbt_utils` and `version: 1.3.0` below it.',
      );
      continue;
    }
    const rendered = (await renderValues(written, file.locate(path), render)) as Mapping;
    const specification = read(rendered, written, add);
    if (specification !== null) packages.push(specification);
  }
  if (found.length > 0) throw new DvtError(found);
  return packages;
}

function read(
  rendered: Mapping,
  written: Mapping,
  add: (message: string, hint?: string) => void,
): PackageSpecification | null {
  const kind = Object.keys(KINDS).find((key) => key in rendered);
  const text = (key: string): string | null => {
    const value = rendered[key] ?? rendered[key.replace('-', '_')];
    return value === undefined || value === null ? null : String(value);
  };
  if ('private' in rendered) {
    add('`private:` packages are a matter of dbt Cloud.', 'Give the address of its repository: git: https://...');
    return null;
  }
  if (kind === undefined) {
    add(`An entry of \`packages:\` says none of ${Object.keys(KINDS).join(', ')}.`);
    return null;
  }
  for (const key of Object.keys(rendered)) {
    if (key === kind || KINDS[kind]!.includes(key)) continue;
    const near = nearest(key, KINDS[kind]!);
    add(
      `A package by \`${kind}:\` has the unknown key \`${key}\`.`,
      near === null ? undefined : `Did you mean \`${near}\`?`,
    );
  }
  const entry = { rendered, written };
  const first = text(kind) ?? '';
  switch (kind) {
    case 'package': {
      const { version } = rendered;
      if (!/^[^/\s]+\/[^/\s]+$/.test(first))
        add(`'${first}' is no name of the hub.`, 'Write owner/name: dbt-labs/dbt_utils');
      if (version === undefined)
        add(`The package ${first} has no \`version:\`.`, "Write version: '1.3.0', or a list of bounds.");
      const versions = (Array.isArray(version) ? version : [version ?? '']).map((one) => String(one));
      return { kind: 'hub', package: first, versions, installPrerelease: text('install-prerelease') === 'true', entry };
    }
    case 'git': {
      const warn = text('warn-unpinned');
      const warnUnpinned = warn === null ? null : warn === 'true';
      return { kind, url: first, revision: text('revision'), subdirectory: text('subdirectory'), warnUnpinned, entry };
    }
    case 'tarball': {
      const name = text('name');
      if (name === null) add('A package by `tarball:` has no `name:`.');
      return { kind, url: first, name: name ?? '', entry };
    }
    default:
      return { kind: 'local', path: first, entry };
  }
}

async function renderValues(value: unknown, location: Location, render: RenderText): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map((item) => renderValues(item, location, render)));
  if (isMapping(value)) {
    const entries = Object.entries(value).map(async ([key, item]) => [key, await renderValues(item, location, render)]);
    return Object.fromEntries(await Promise.all(entries));
  }
  return typeof value === 'string' && /\{[{%]/.test(value) ? render(value, location) : value;
}

/** null where there is no such file. */
export async function readIfAny(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
