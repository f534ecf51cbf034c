// The figures of all sittings, and which of them a page shows: each piece as it was last measured, never mixed from two.
import { readFileSync } from 'node:fs';

/** @param {string} file JSON lines as bench/measure appends them */
export function readSittings(file) {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  const chosen = new Map();
  for (const line of lines) if (line.tool !== undefined) chosen.set(line.piece, line.sitting);
  const figures = lines.filter((line) => line.tool !== undefined && chosen.get(line.piece) === line.sitting);
  const used = new Set(chosen.values());
  const heads = lines.filter((line) => line.piece === 'sitting' && used.has(line.sitting));
  const ends = new Map(lines.filter((line) => line.piece === 'end').map((line) => [line.sitting, line.seconds]));
  return {
    /** the one with most pieces, which the page is of; null where nothing was measured */
    main: heads.reduce((most, one) => (most === null || one.pieces.length >= most.pieces.length ? one : most), null),
    ends,
    /** the lines that the page is made from */
    lines: lines.filter((line) => used.has(line.sitting) && (line.tool === undefined || figures.includes(line))),
    sittingOf: (piece) => chosen.get(piece),
    of: (piece, work) => figures.filter((line) => line.piece === piece && (work === undefined || line.work === work)),
    find: (piece, work, tool) =>
      figures.find((line) => line.piece === piece && line.work === work && (tool === undefined || line.tool === tool)),
  };
}
