import { type Diagnostics, DvtError } from '../../core/errors.js';
import { nearest } from '../../core/nearest.js';
import { positionAt } from '../../core/position.js';
import { hostFunction, itemsOf, type Value } from '../../jinja/index.js';
import type { DocBlock } from '../../spi/manifest.js';
import type { ProjectFile } from '../files/discover.js';

/** The rest of a Markdown file is no template and may hold anything, so that only these tags are looked for. */
const BLOCK = /\{%-?\s*docs\s+(\w+)\s*-?%\}([\s\S]*?)\{%-?\s*enddocs\s*-?%\}/g;

/** The `{% docs %}` blocks of a package's files; a name that is used twice is reported. */
export function docBlocks(
  packageName: string,
  files: readonly ProjectFile[],
  report: Diagnostics,
): readonly DocBlock[] {
  const blocks = new Map<string, DocBlock>();
  for (const { path, text } of files) {
    for (const match of text.matchAll(BLOCK)) {
      const name = match[1]!;
      const before = blocks.get(name);
      if (before !== undefined) {
        const location = { path, ...positionAt(text, match.index) };
        const message = `The docs block ${name} is defined twice: in ${before.path} and in ${path}.`;
        report.add({ code: 'DVT1204', message, location, hint: 'Rename one of them.' });
      }
      blocks.set(name, { id: `doc.${packageName}.${name}`, name, packageName, path, contents: match[2]!.trim() });
    }
  }
  return [...blocks.values()];
}

/** `doc('name')` and `doc('package', 'name')`, searched as dbt does: the own package, the project, any other. */
export function docFunction(docs: ReadonlyMap<string, DocBlock>, packageName: string, projectName: string): Value {
  return hostFunction('doc', ['*names'], ([names]) => {
    const words = itemsOf(names!).map(String);
    const [name, only] = [words.at(-1) ?? '', words.length > 1 ? words[0] : undefined];
    const searched = only === undefined ? [packageName, projectName] : [only];
    for (const one of searched) {
      const block = docs.get(`doc.${one}.${name}`);
      if (block !== undefined) return block.contents;
    }
    const others = [...docs.values()].filter((block) => only === undefined || block.packageName === only);
    const elsewhere = others.find((block) => block.name === name);
    if (elsewhere !== undefined) return elsewhere.contents;
    const near = nearest(
      name,
      others.map((block) => block.name),
    );
    const hint =
      near === null ? `Define it: {% docs ${name} %} ... {% enddocs %} in a .md file.` : `Did you mean doc('${near}')?`;
    throw new DvtError({ code: 'DVT2120', message: `There is no docs block '${words.join('.')}'.`, hint });
  });
}
