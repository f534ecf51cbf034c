import { type Diagnostics, DvtError } from '../../core/errors.js';
import { nearest } from '../../core/nearest.js';
import { type Location, positionAt } from '../../core/position.js';
import { hostFunction, itemsOf, type Value } from '../../jinja/index.js';
import type { DocBlock } from '../../spi/manifest.js';
import type { ProjectFile } from '../files/discover.js';

/** The rest of a Markdown file is no template and may hold anything, so that only these tags are looked for. */
const BLOCK = /\{%-?\s*docs\s+(\w+)\s*-?%\}([\s\S]*?)\{%-?\s*enddocs\s*-?%\}/g;
const START = /\{%-?\s*docs\b\s*(\w*)\s*-?%\}/g;

/** The `{% docs %}` blocks of a package's files; a name that is used twice and a block without an end are reported. */
export function docBlocks(
  packageName: string,
  files: readonly ProjectFile[],
  report: Diagnostics,
): readonly DocBlock[] {
  const blocks = new Map<string, DocBlock>();
  const places = new Map<string, Location>();
  for (const { path, text } of files) {
    reportUnclosed(path, text, report);
    for (const match of text.matchAll(BLOCK)) {
      const name = match[1]!;
      const before = blocks.get(name);
      const location = { path, ...positionAt(text, match.index), length: /^[^}]*\}/.exec(match[0])?.[0].length ?? 1 };
      if (before !== undefined) {
        const where = before.path === path ? '' : `: in ${before.path} and in ${path}`;
        report.add({
          code: 'DVT1204',
          message: `The docs block ${name} is defined twice${where}.`,
          location,
          hint: 'Rename one of them.',
          related: [{ message: 'the first definition', location: places.get(name)! }],
        });
      }
      places.set(name, location);
      blocks.set(name, { id: `doc.${packageName}.${name}`, name, packageName, path, contents: match[2]!.trim() });
    }
  }
  return [...blocks.values()];
}

/** What stands between a start and the next one has to end in between. */
function reportUnclosed(path: string, text: string, report: Diagnostics): void {
  for (const start of text.matchAll(START)) {
    const body = text.slice(start.index + start[0].length);
    const next = body.search(START);
    const location = { path, ...positionAt(text, start.index), length: start[0].length };
    if (start[1] === '') {
      report.add({
        code: 'DVT2001',
        message: 'This docs block has no name.',
        location,
        hint: 'Write {% docs NAME %}.',
      });
    } else if (!/\{%-?\s*enddocs\s*-?%\}/.test(next < 0 ? body : body.slice(0, next))) {
      const message = `The docs block ${start[1]} is not closed.`;
      report.add({ code: 'DVT2001', message, location, hint: 'End it with {% enddocs %}.' });
    }
  }
}

/** `doc('name')` and `doc('package', 'name')`; a name alone is looked for in some packages first, then in any. */
export function docFunction(
  docs: ReadonlyMap<string, DocBlock>,
  packages: readonly string[],
  /** told of every block that is found */
  used: (block: DocBlock) => void,
): Value {
  const contents = (block: DocBlock): string => {
    used(block);
    return block.contents;
  };
  return hostFunction('doc', ['*names'], ([names]) => {
    const words = itemsOf(names!).map(String);
    const [name, only] = [words.at(-1) ?? '', words.length > 1 ? words[0] : undefined];
    const searched = only === undefined ? packages : [only];
    for (const one of searched) {
      const block = docs.get(`doc.${one}.${name}`);
      if (block !== undefined) return contents(block);
    }
    const others = [...docs.values()].filter((block) => only === undefined || block.packageName === only);
    const elsewhere = others.find((block) => block.name === name);
    if (elsewhere !== undefined) return contents(elsewhere);
    const near = nearest(
      name,
      others.map((block) => block.name),
    );
    const hint =
      near === null ? `Define it: {% docs ${name} %} ... {% enddocs %} in a .md file.` : `Did you mean doc('${near}')?`;
    throw new DvtError({ code: 'DVT2120', message: `There is no docs block '${words.join('.')}'.`, hint });
  });
}
