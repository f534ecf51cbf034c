import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/**
 * The sha256 of a seed as dbt has it in its manifest: of the text without the blanks around it, with `\n` for every line
 * end. The file is read in pieces: it may be larger than memory.
 * @param path absolute
 */
export async function seedChecksum(path: string): Promise<string> {
  const hash = createHash('sha256');
  let begun = false;
  // Blanks at the end of what was read are those at the end of the file, unless something follows.
  let blanks = '';
  for await (const piece of createReadStream(path, 'utf8') as AsyncIterable<string>) {
    // A byte order mark is no blank to Python.
    const text = begun ? blanks + piece : piece.replace(/^[^\S\uFEFF]+/, '');
    if (text === '') continue;
    begun = true;
    const end = text.trimEnd().length;
    hash.update(text.slice(0, end).replace(/\r\n?/g, '\n'));
    blanks = text.slice(end);
  }
  return hash.digest('hex');
}
