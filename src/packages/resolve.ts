import { resolve as resolvePath } from 'node:path';
import { DvtError } from '../core/errors.js';
import type { Fetched, PackageFetcher } from './fetcher.js';
import { readPackagesFile } from './packages-file.js';
import { keyOf, type PackageSpecification, shown } from './specification.js';

/** A package of the whole tree, decided on. */
export interface ResolvedPackage {
  /** of its project file: its folder below the packages' own */
  readonly name: string;
  readonly specification: PackageSpecification;
  readonly fetched: Fetched;
}

/**
 * Finds all packages that the listed ones need, themselves included. Everybody's wishes for one package must be met by one
 * version. Wishes that appear later may change a choice made before: then it is made again, until nothing changes.
 */
export async function resolvePackages(
  root: string,
  listed: readonly PackageSpecification[],
  fetcher: PackageFetcher,
): Promise<readonly ResolvedPackage[]> {
  let wishes = group(listed.map((specification) => absolute(specification, root)));
  for (;;) {
    const resolved: ResolvedPackage[] = [];
    const found: PackageSpecification[] = listed.map((specification) => absolute(specification, root));
    for (const [, specifications] of wishes) {
      const specification = united(specifications);
      const fetched = await fetcher.fetch(specification);
      resolved.push({ name: fetched.name, specification: pinned(specification, fetched), fetched });
      found.push(...(await needsOf(fetched, fetcher)));
    }
    const next = group(found);
    if (signature(next) === signature(wishes)) return withoutClashes(resolved);
    wishes = next;
  }
}

async function needsOf(fetched: Fetched, fetcher: PackageFetcher): Promise<PackageSpecification[]> {
  const { packages } = await readPackagesFile(fetched.folder, fetcher.render);
  return packages.map((specification) => absolute(specification, fetched.folder));
}

/** A local path counts from the project that names it. */
function absolute(specification: PackageSpecification, root: string): PackageSpecification {
  return specification.kind === 'local'
    ? { ...specification, path: resolvePath(root, specification.path) }
    : specification;
}

function group(specifications: readonly PackageSpecification[]): Map<string, PackageSpecification[]> {
  const groups = new Map<string, PackageSpecification[]>();
  for (const one of specifications) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

function signature(groups: ReadonlyMap<string, readonly PackageSpecification[]>): string {
  return JSON.stringify([...groups].map(([key, list]) => [key, list.map((one) => one.entry.rendered)]));
}

/** One package that several projects name. */
function united(specifications: readonly PackageSpecification[]): PackageSpecification {
  const [first] = specifications;
  if (first!.kind === 'hub') {
    const versions = specifications.flatMap((one) => (one.kind === 'hub' ? one.versions : []));
    return { ...first!, versions: [...new Set(versions)] };
  }
  if (first!.kind === 'git') {
    const revisions = new Set(specifications.map((one) => (one.kind === 'git' ? one.revision : null)));
    if (revisions.size > 1) {
      const names = [...revisions].map((revision) => revision ?? 'its default branch').join(' and ');
      throw new DvtError({
        code: 'DVT1072',
        message: `The package ${shown(first!)} is wanted at ${names}.`,
        hint: 'Name one revision of it in packages.yml.',
      });
    }
  }
  return first!;
}

function pinned(specification: PackageSpecification, { version, commit }: Fetched): PackageSpecification {
  if (specification.kind === 'hub' && version !== null) return { ...specification, versions: [version] };
  return specification.kind === 'git' && commit !== null ? { ...specification, revision: commit } : specification;
}

function withoutClashes(resolved: readonly ResolvedPackage[]): readonly ResolvedPackage[] {
  const owners = new Map<string, ResolvedPackage>();
  for (const one of resolved) {
    const other = owners.get(one.name);
    if (other !== undefined) {
      throw new DvtError({
        code: 'DVT1076',
        message: `Two packages are named ${one.name}: ${shown(other.specification)} and ${shown(one.specification)}.`,
        hint: 'Take one of them out, or the package that brings it.',
      });
    }
    owners.set(one.name, one);
  }
  return resolved;
}
