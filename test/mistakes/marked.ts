/** Where a mistake is expected: `«...»` in the text of a file marks it, `‹...›` the further place that is named. */
export interface MarkedPlace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** the whole line, as the code frame shows it */
  readonly text: string;
}

/** Files without their marks, and the places that these stood at. */
export interface MarkedFiles {
  readonly files: Readonly<Record<string, string>>;
  /** in the order of files and lines */
  readonly places: readonly MarkedPlace[];
  readonly further: readonly MarkedPlace[];
}

const MARKS = /[«»‹›]/g;

export function unmarked(marked: Readonly<Record<string, string>>): MarkedFiles {
  const files: Record<string, string> = {};
  const places: MarkedPlace[] = [];
  const further: MarkedPlace[] = [];
  for (const [path, text] of Object.entries(marked)) {
    files[path] = text.replace(MARKS, '');
    for (const [index, line] of text.split('\n').entries()) {
      for (const { 0: mark, index: at } of line.matchAll(/[«‹]/g)) {
        const column = line.slice(0, at).replace(MARKS, '').length + 1;
        const place = { path, line: index + 1, column, text: line.replace(MARKS, '') };
        (mark === '«' ? places : further).push(place);
      }
    }
  }
  return { files, places, further };
}
