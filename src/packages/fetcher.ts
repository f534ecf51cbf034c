import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DvtError } from '../core/errors.js';
import { Hub } from './hub.js';
import type { RenderText } from './packages-file.js';
import { projectName } from './project-name.js';
import { fetchGit } from './sources/git.js';
import { fetchTarball } from './sources/tarball.js';
import { keyOf, type PackageSpecification } from './specification.js';
import { latestRelease, newestVersion } from './versions.js';

/** A package within reach. */
export interface Fetched {
  readonly name: string;
  /** where its project is */
  readonly folder: string;
  /** of a hub package */
  readonly version: string | null;
  readonly latest: string | null;
  /** of a hub package whose name is an old one: the new one */
  readonly movedTo: string | null;
  /** of a git package */
  readonly commit: string | null;
}

/** Fetches packages into a folder that is thrown away later, each at most once. */
export class PackageFetcher {
  readonly #hub: Hub;
  readonly #directory: string;
  readonly #signal: AbortSignal;
  readonly #versionCheck: boolean;
  readonly #fetched = new Map<string, Promise<Fetched>>();
  readonly render: RenderText;

  constructor(options: {
    readonly hub: string;
    readonly directory: string;
    readonly signal: AbortSignal;
    /** false: versions of the hub count whatever dbt they require */
    readonly versionCheck: boolean;
    readonly render: RenderText;
  }) {
    this.#hub = new Hub(options.hub, options.signal);
    this.#directory = options.directory;
    this.#signal = options.signal;
    this.#versionCheck = options.versionCheck;
    this.render = options.render;
  }

  async fetch(specification: PackageSpecification): Promise<Fetched> {
    if (specification.kind === 'hub') {
      const { versions, movedTo } = await this.#hub.package(specification.package);
      const { package: name, versions: wanted, installPrerelease } = specification;
      const fitting = [...versions].filter(([, one]) => one.speaksOurLanguage || !this.#versionCheck);
      const available = fitting.map(([version]) => version);
      const version = newestVersion(name, wanted, { available, all: [...versions.keys()] }, installPrerelease);
      return this.#once(`${keyOf(specification)} ${version}`, async (directory) => {
        const { folder } = await fetchTarball(versions.get(version)!.tarball, directory, this.#signal);
        return { folder, version, latest: latestRelease(available), movedTo, name: await projectName(folder, name) };
      });
    }
    const key = JSON.stringify(specification.entry.rendered) + keyOf(specification);
    return this.#once(key, async (directory) => {
      switch (specification.kind) {
        case 'git': {
          const { folder, commit } = await fetchGit(specification, directory, this.#signal);
          return { folder, commit, name: await projectName(folder, specification.url) };
        }
        case 'tarball': {
          const { folder } = await fetchTarball(specification.url, directory, this.#signal);
          return { folder, name: await projectName(folder, specification.name) };
        }
        default: {
          const { path } = specification;
          if (!(await isFolder(path))) {
            throw new DvtError({ code: 'DVT1074', message: `The local package ${path} is no folder.` });
          }
          return { folder: path, name: await projectName(path, path) };
        }
      }
    });
  }

  #once(
    key: string,
    fetch: (directory: string) => Promise<Partial<Fetched> & Pick<Fetched, 'name' | 'folder'>>,
  ): Promise<Fetched> {
    let fetched = this.#fetched.get(key);
    if (fetched === undefined) {
      const directory = join(this.#directory, String(this.#fetched.size));
      fetched = fetch(directory).then((one) => ({
        version: null,
        latest: null,
        movedTo: null,
        commit: null,
        ...one,
      }));
      this.#fetched.set(key, fetched);
    }
    return fetched;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}
