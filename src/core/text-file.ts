import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { type Diagnostic, DvtError } from './errors.js';

/** A file that is there and may not or cannot be read. */
const UNREADABLE_FILE = 'DVT1007';
/** A file of text in another encoding. */
const NOT_UTF8 = 'DVT1008';

/**
 * The text of a file that a person wrote, a byte order mark left away; null where there is none. Throws DVT1007 for one
 * that cannot be read and DVT1008, with the place, for one that is not UTF-8: in another encoding its letters would
 * silently become others. Synchronous, since small files take longer by promises.
 * @param shown the path as messages name it
 */
export function readText(path: string, shown: string): string | null {
  const bytes = bytesOf(path, shown);
  if (bytes === null) return null;
  if (!isUtf8(bytes)) throw new DvtError(notUtf8(bytes, shown));
  const text = bytes.toString('utf8');
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function bytesOf(path: string, shown: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    const denied = code === 'EACCES' || code === 'EPERM';
    throw new DvtError(
      {
        code: UNREADABLE_FILE,
        message: `${shown} cannot be read: ${denied ? 'permission denied' : message}.`,
        ...(denied && { hint: 'Give the user who runs dvt the right to read it.' }),
      },
      { cause: error },
    );
  }
}

function notUtf8(bytes: Buffer, path: string): Diagnostic {
  // As a stream, a character that is begun at the end is not counted.
  const before = new TextDecoder('utf-8').decode(bytes.subarray(0, firstMistake(bytes)), { stream: true });
  const lines = before.split('\n');
  return {
    code: NOT_UTF8,
    message: `${path} is not encoded in UTF-8.`,
    location: { path, line: lines.length, column: [...lines.at(-1)!].length + 1 },
    hint: 'Save it as UTF-8.',
  };
}

/** Bytes up to the first that belongs to no character, found by halving: a prefix is sound up to there. */
function firstMistake(bytes: Buffer): number {
  let [sound, unsound] = [0, bytes.length];
  while (unsound - sound > 1) {
    const middle = (sound + unsound) >> 1;
    if (isSound(bytes.subarray(0, middle))) sound = middle;
    else unsound = middle;
  }
  return sound;
}

/** Whether the bytes are the beginning of a UTF-8 text; it may end inside of a character. */
function isSound(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
