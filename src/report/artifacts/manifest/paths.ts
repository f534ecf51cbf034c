/** A path below the folder that its kind of files is in: dbt's `path` beside `original_file_path`. */
export function pathInFolder(path: string): string {
  return path.slice(path.indexOf('/') + 1);
}
