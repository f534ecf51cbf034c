import { expect } from 'vitest';
import { FrameDrawer } from '#dvt/cli/draw-frames.js';
import type { Diagnostic } from '#dvt/core/errors.js';
import { DvtError } from '#dvt/core/errors.js';
import { folderWith } from '../config/files.js';
import { compileProject } from '../projects/compile-project.js';
import { type MarkedPlace, unmarked } from './marked.js';

/** A project with mistakes. Its files mark where they are expected; see `marked.ts`. */
export interface Mistake {
  readonly name: string;
  readonly code: string;
  /** what the message says */
  readonly says: string | RegExp;
  /** what the hint offers; absent: not looked at */
  readonly offers?: string | RegExp;
  readonly files: Readonly<Record<string, string>>;
  /** a warning, where the project can be parsed nevertheless */
  readonly warns?: true;
  /** found when this model is compiled, and not before */
  readonly compiling?: string;
}

const PROJECT = {
  'dvt_project.yml': 'name: shop\nprofile: shop\n',
  'profiles.yml':
    'shop: {target: dev, outputs: {dev: {type: duckdb, path: shop.duckdb}}}\nother: {adapter: sqlite, path: other.db}\n',
};

/** Parses (and compiles) the project in this process, as the commands do, and looks at everything it complains of. */
export async function expectMistake(mistake: Mistake): Promise<void> {
  const { files, places, further } = unmarked({ ...PROJECT, ...mistake.files });
  const folder = await folderWith(files);
  const found = await complaints(folder, mistake);
  const { drawn } = new FrameDrawer(folder);
  expect(found.map(({ code, location }) => `${code} ${location?.path}:${location?.line}:${location?.column}`)).toEqual(
    places.map((place) => `${mistake.code} ${shown(place)}`),
  );
  for (const [index, diagnostic] of found.entries()) {
    const { line, column, text } = places[index]!;
    expectFrame(drawn(diagnostic).frame ?? '', { line, column, text });
  }
  const [first] = found;
  expect(first?.message).toMatch(mistake.says);
  if (mistake.offers !== undefined) expect(first?.hint).toMatch(mistake.offers);
  const named = found.flatMap(({ related = [] }) => related.map(({ location }) => location));
  for (const place of further) {
    expect(named.map((one) => `${one?.path}:${one?.line}:${one?.column}`)).toContain(shown(place));
  }
}

async function complaints(folder: string, { warns, compiling }: Mistake): Promise<readonly Diagnostic[]> {
  const warnings: Diagnostic[] = [];
  try {
    const { compile } = await compileProject(folder, {
      onEvent: (event) => {
        if (event.type === 'warning') warnings.push(event.diagnostic);
      },
    });
    if (warns) return warnings;
    expect(warnings).toEqual([]);
    if (compiling !== undefined) await compile(compiling);
  } catch (error) {
    if (!(error instanceof DvtError)) throw error;
    expect(warns).toBeUndefined();
    return error.diagnostics;
  }
  return [];
}

/** The frame has the line of the mistake with its number, and a caret below the column. */
function expectFrame(frame: string, { line, column, text }: Omit<MarkedPlace, 'path'>): void {
  const lines = frame.split('\n');
  const at = lines.findIndex((one) => one.startsWith('>'));
  const [, number, shownText = ''] = /^>\s+(\d+) \| ?(.*)$/.exec(lines[at] ?? '') ?? [];
  expect([Number(number), shownText]).toEqual([line, text.trimEnd()]);
  const caret = lines[at + 1]!.indexOf('^') - lines[at]!.indexOf('| ') - 2;
  expect(caret).toBe(column - 1);
}

function shown({ path, line, column }: Omit<MarkedPlace, 'text'>): string {
  return `${path}:${line}:${column}`;
}
