import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Whether a file of a package, by its path from the package's folder, is named by its `.dbtignore`. */
export async function ignoredBy(root: string): Promise<(path: string) => boolean> {
  const text = await readFile(join(root, '.dbtignore'), 'utf8').catch(() => '');
  const rules = text.split(/\r?\n/).flatMap((line) => ruleOf(line));
  // The last rule that fits decides, as in .gitignore.
  return (path) => rules.findLast(({ pattern }) => pattern.test(path))?.ignores ?? false;
}

interface Rule {
  readonly pattern: RegExp;
  readonly ignores: boolean;
}

/** One line in the syntax of .gitignore (https://git-scm.com/docs/gitignore#_pattern_format). */
function ruleOf(line: string): readonly Rule[] {
  let pattern = line.replace(/(?<!\\)\s+$/, '');
  if (pattern === '' || pattern.startsWith('#')) return [];
  const ignores = !pattern.startsWith('!');
  if (!ignores) pattern = pattern.slice(1);
  const folder = pattern.endsWith('/');
  if (folder) pattern = pattern.slice(0, -1);
  const anchored = pattern.includes('/');
  if (pattern.startsWith('/')) pattern = pattern.slice(1);
  const start = anchored ? '^' : '^(?:.*/)?';
  const end = folder ? '/.*$' : '(?:/.*)?$';
  return [{ pattern: new RegExp(start + globSource(pattern) + end), ignores }];
}

const PARTS = /\*\*\/|\/\*\*|\*|\?|\[!?[^\]]*\]|\\.|[^*?[\\/]+|\/|\[/g;

function globSource(pattern: string): string {
  return pattern.replace(PARTS, (part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '/**') return '/.*';
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    if (part.length > 1 && part.startsWith('[')) return part.replace(/^\[!/, '[^');
    return part.replace(/^\\/, '').replace(/[.+^${}()|[\]\\]/g, '\\$&');
  });
}
