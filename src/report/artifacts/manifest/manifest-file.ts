import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Redactor } from '../../../core/redact.js';
import { writeText } from '../write-artifact.js';

/** What was written last, to know it again. */
interface Written {
  readonly revision: string;
  /** bytes before the body: the opening brace and the metadata, which are of one invocation */
  readonly head: number;
  /** sha256 of the rest, hex */
  readonly body: string;
}

/** What is to be written. */
export interface ManifestContent {
  /** of the manifest, which has nothing compiled in it: what is written follows from it; null = not known */
  readonly revision: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** everything but the metadata; asked for where it has to be made anew */
  readonly body: () => Readonly<Record<string, unknown>>;
}

/**
 * Writes `manifest.json`, redacted. Where the file is still as it was written from the same revision, its metadata alone are
 * new: thousands of entries need not be made again to say what they said. A note beside it, `manifest.dvt`, tells.
 * Throws DVT1062 where the file cannot be written.
 */
export async function writeManifestFile(path: string, content: ManifestContent, redactor: Redactor): Promise<void> {
  const { revision, metadata } = content;
  const note = join(dirname(path), 'manifest.dvt');
  const head = Buffer.from(`{"metadata":${JSON.stringify(metadata)}`);
  const before = revision === null ? null : await writtenBody(path, note, revision);
  let bytes = before === null ? null : Buffer.concat([head, before]);
  if (bytes === null || !(redactor.isEmpty || redactor.isPlain(bytes.toString('utf8')))) {
    const value = { metadata, ...content.body() };
    const json = JSON.stringify(value);
    // What is masked depends on the secrets of this invocation: it is not taken for that of another.
    if (!redactor.isPlain(json)) return writeText(path, JSON.stringify(redactor.redactValue(value)));
    bytes = Buffer.from(json);
  }
  await writeText(path, bytes);
  if (revision === null) return;
  const written: Written = { revision, head: head.length, body: hashOf(bytes.subarray(head.length)) };
  // A note that cannot be written hinders nobody.
  await writeText(note, JSON.stringify(written)).catch(() => undefined);
}

/** The body of the file at `path` where it is that of this revision. */
async function writtenBody(path: string, note: string, revision: string): Promise<Buffer | null> {
  try {
    const written = JSON.parse(await readFile(note, 'utf8')) as Written;
    if (written.revision !== revision) return null;
    const body = (await readFile(path)).subarray(written.head);
    return hashOf(body) === written.body ? body : null;
  } catch {
    return null;
  }
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
