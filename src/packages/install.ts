import { cp, mkdir, mkdtemp, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type { Diagnostic } from '../core/errors.js';
import { PackageFetcher } from './fetcher.js';
import { hashOf, readLock, writeLock } from './lock.js';
import { type RenderText, readPackagesFile } from './packages-file.js';
import { type ResolvedPackage, resolvePackages } from './resolve.js';
import type { PackageSpecification } from './specification.js';

export interface InstallOptions {
  /** absolute; of the project */
  readonly root: string;
  /** absolute; where the packages go */
  readonly installPath: string;
  /** address of the package index */
  readonly hub: string;
  /** choose versions anew, whatever the lock says */
  readonly upgrade: boolean;
  /** write the lock alone */
  readonly lockOnly: boolean;
  /** false: versions of the hub count whatever dbt they require */
  readonly versionCheck: boolean;
  readonly render: RenderText;
  /** told of what is worth a word in the packages file */
  readonly warn: (diagnostic: Diagnostic) => void;
  readonly signal: AbortSignal;
}

/** A package as it was installed. */
export interface InstalledPackage {
  readonly name: string;
  /** `version 1.3.0`, `revision 1a2b3c`, `<local @ ../pkg>` */
  readonly version: string;
  /** a newer release of the index; null = none, or unknown */
  readonly newer: string | null;
  /** the name that the index has for it now; null = the one that is asked for */
  readonly movedTo: string | null;
  /** nothing pins it: the next install may bring something else */
  readonly unpinned: boolean;
}

export interface Installation {
  /** null = the project lists no packages */
  readonly packages: readonly InstalledPackage[] | null;
  readonly lockWritten: boolean;
}

/**
 * Installs what the packages file lists, and what that needs, in the versions of the lock where it is up to date. The
 * folder is replaced whole: whatever fails, the packages of before are still there.
 */
export async function installPackages(options: InstallOptions): Promise<Installation> {
  const { root, installPath, render, signal, versionCheck } = options;
  const { packages: listed } = await readPackagesFile(root, render, options.warn);
  if (listed.length === 0) return { packages: null, lockWritten: false };
  await mkdir(dirname(installPath), { recursive: true });
  const work = await mkdtemp(`${installPath}.new-`);
  try {
    const directory = join(work, 'fetched');
    const fetcher = new PackageFetcher({ hub: options.hub, directory, signal, versionCheck, render });
    const hash = hashOf(listed);
    const lock = options.upgrade ? null : await readLock(root, render);
    const locked = lock !== null && lock.hash === hash ? lock.packages : null;
    const packages =
      locked === null ? await resolvePackages(root, listed, fetcher) : await fetchLocked(root, locked, fetcher);
    if (locked === null)
      await writeLock(
        root,
        packages.map((one) => lockEntry(one, root)),
        hash,
      );
    if (!options.lockOnly) await replace(installPath, work, packages);
    const unpinned = new Set(listed.filter((one) => one.kind === 'git' && isUnpinned(one)).map((one) => one.entry));
    return {
      packages: packages.map((one) => installed(one, root, unpinned.has(one.specification.entry))),
      lockWritten: locked === null,
    };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The lock lists everything, so that nothing has to be chosen. */
function fetchLocked(
  root: string,
  locked: readonly PackageSpecification[],
  fetcher: PackageFetcher,
): Promise<readonly ResolvedPackage[]> {
  return Promise.all(
    locked.map(async (one) => {
      const specification = one.kind === 'local' ? { ...one, path: resolve(root, one.path) } : one;
      const fetched = await fetcher.fetch(specification);
      return { name: fetched.name, specification, fetched };
    }),
  );
}

async function replace(installPath: string, work: string, packages: readonly ResolvedPackage[]): Promise<void> {
  const [fresh, old] = [join(work, 'packages'), join(work, 'old')];
  await mkdir(fresh);
  for (const { name, specification, fetched } of packages) {
    if (specification.kind !== 'local') await rename(fetched.folder, join(fresh, name));
    else await linkFolder(fetched.folder, join(fresh, name));
  }
  await rename(installPath, old).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(fresh, installPath);
}

/** A local package is linked, so that changes in it count at once; copied where links are not allowed. */
async function linkFolder(from: string, to: string): Promise<void> {
  await symlink(from, to, 'dir').catch(() => cp(from, to, { recursive: true }));
}

function lockEntry({ name, specification }: ResolvedPackage, root: string): Readonly<Record<string, unknown>> {
  switch (specification.kind) {
    case 'hub':
      return { package: specification.package, name, version: specification.versions[0] };
    case 'git': {
      const { entry, revision, subdirectory } = specification;
      // As written: a secret in the address stays a variable.
      return { git: entry.written['git'], name, revision, ...(subdirectory !== null && { subdirectory }) };
    }
    case 'tarball':
      return { tarball: specification.entry.written['tarball'], name };
    case 'local':
      return { local: localPath(specification, root), name };
  }
}

/** As dbt has it: the project's own entries as they are written. */
function localPath({ path, entry }: Extract<PackageSpecification, { kind: 'local' }>, root: string): string {
  const written = entry.rendered['local'];
  return typeof written === 'string' && resolve(root, written) === path ? written : relative(root, path) || '.';
}

function installed(
  { name, specification, fetched }: ResolvedPackage,
  root: string,
  unpinned: boolean,
): InstalledPackage {
  const { version, latest, movedTo } = fetched;
  const newer = latest !== null && latest !== version ? latest : null;
  return { name, version: versionText(specification, root), newer, movedTo, unpinned };
}

function versionText(specification: PackageSpecification, root: string): string {
  switch (specification.kind) {
    case 'hub':
      return `version ${specification.versions[0]}`;
    case 'git':
      return `revision ${specification.revision}`;
    case 'tarball':
      return 'tarball';
    case 'local':
      return `<local @ ${relative(root, specification.path) || '.'}>`;
  }
}

function isUnpinned(one: Extract<PackageSpecification, { kind: 'git' }>): boolean {
  return one.warnUnpinned !== false && (one.revision === null || ['main', 'master', 'HEAD'].includes(one.revision));
}
