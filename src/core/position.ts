/** A place in a text. Lines and columns start at 1; a column counts UTF-16 code units, as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A place in a file of the user. `path` is relative to the project's root where the file lies in it. */
export interface Location extends Position {
  readonly path: string;
  /** Characters to underline in the code frame; 1 where the extent is not known. */
  readonly length?: number;
}

/** The position of a character offset. */
export function positionAt(text: string, offset: number): Position {
  let line = 1;
  let lineStart = 0;
  for (let next = text.indexOf('\n'); next >= 0 && next < offset; next = text.indexOf('\n', next + 1)) {
    line++;
    lineStart = next + 1;
  }
  return { line, column: offset - lineStart + 1 };
}
