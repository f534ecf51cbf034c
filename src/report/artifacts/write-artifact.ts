import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DvtError } from '../../core/errors.js';
import type { Redactor } from '../../core/redact.js';

const UNWRITABLE = 'DVT1062';
const UNWRITABLE_HINT = 'Free the disk, mend the rights of the folder, or choose another one by --target-path.';

/** Writes data as JSON, redacted; see `writeText`. */
export function writeArtifact(path: string, value: unknown, redactor: Redactor): Promise<void> {
  return writeText(path, redactor.redactedJson(value));
}

/**
 * Writes a text, or its bytes, that has passed the redactor. It is written beside and renamed: a reader sees the whole old or the whole new file.
 * Throws DVT1062 where the file cannot be written.
 */
export async function writeText(path: string, text: string | Uint8Array): Promise<void> {
  const staging = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(staging, text);
    await rename(staging, path);
  } catch (error) {
    await rm(staging, { force: true }).catch(() => undefined);
    throw new DvtError(
      { code: UNWRITABLE, message: `${path} cannot be written: ${(error as Error).message}`, hint: UNWRITABLE_HINT },
      { cause: error },
    );
  }
}
