/** An entry of `packages.yml`, with its Jinja rendered. */
export type PackageSpecification = HubPackage | GitPackage | TarballPackage | LocalPackage;

export interface HubPackage {
  readonly kind: 'hub';
  /** `dbt-labs/dbt_utils` */
  readonly package: string;
  /** all of them must hold: `>=1.0.0`, `<2.0.0`, `1.1.1` */
  readonly versions: readonly string[];
  readonly installPrerelease: boolean;
  readonly entry: PackageEntry;
}

export interface GitPackage {
  readonly kind: 'git';
  readonly url: string;
  /** tag, branch or commit; null = the default branch */
  readonly revision: string | null;
  readonly subdirectory: string | null;
  readonly warnUnpinned: boolean | null;
  readonly entry: PackageEntry;
}

export interface TarballPackage {
  readonly kind: 'tarball';
  readonly url: string;
  readonly name: string;
  readonly entry: PackageEntry;
}

export interface LocalPackage {
  readonly kind: 'local';
  /** as written, relative to the project that names it */
  readonly path: string;
  readonly entry: PackageEntry;
}

/** How an entry stands in the file. */
export interface PackageEntry {
  readonly rendered: Readonly<Record<string, unknown>>;
  readonly written: Readonly<Record<string, unknown>>;
}

/** What two entries have in common when they mean one package. */
export function keyOf(specification: PackageSpecification): string {
  switch (specification.kind) {
    case 'hub':
      return `hub ${specification.package}`;
    case 'git':
      return `git ${specification.url.replace(/\.git$/, '')} ${specification.subdirectory ?? ''}`;
    case 'tarball':
      return `tarball ${specification.url}`;
    case 'local':
      return `local ${specification.path}`;
  }
}

/** How messages name it. */
export function shown(specification: PackageSpecification): string {
  switch (specification.kind) {
    case 'hub':
      return specification.package;
    case 'git':
      return withoutCredentials(specification.url);
    case 'tarball':
      return withoutCredentials(specification.url);
    case 'local':
      return specification.path;
  }
}

/** An address without the user and password that it may carry. */
export function withoutCredentials(address: string): string {
  return address.replace(/^(\w+:\/\/)[^/@]*@/, '$1');
}
