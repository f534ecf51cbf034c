/** What of a project says where names are looked for. */
interface Searching {
  readonly name: string;
  /** `flags:`, keys in lower case */
  readonly flags: Readonly<Record<string, unknown>>;
}

/**
 * Packages in which a `ref`, `source` or `doc` of the package `asking` is looked for before all others, in dbt's order: the
 * project's first, so that it can put its own in the place of a package's. `require_ref_searches_node_package_before_root`
 * turns that round.
 */
export function searchedPackages(asking: string, { name, flags }: Searching): readonly string[] {
  return flags['require_ref_searches_node_package_before_root'] === true ? [asking, name] : [name, asking];
}
