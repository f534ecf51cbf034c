/** A path of the project as its package has it, which is how dbt names files: without the folder of the package. */
export function pathInPackage(path: string, packageRoot: string): string {
  return packageRoot !== '' && path.startsWith(`${packageRoot}/`) ? path.slice(packageRoot.length + 1) : path;
}
