import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Redactor } from '../../../core/redact.js';
import { writeText } from '../write-artifact.js';
import type { ManifestSection } from './manifest.js';

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
  readonly sections: () => readonly ManifestSection[];
}

/**
 * Writes `manifest.json`, redacted. Where the file is still as it was written from the same revision, its metadata alone are
 * new: thousands of entries need not be made again to say what they said. A note beside it, `manifest.dvt`, tells.
 * Throws DVT1062 where the file cannot be written.
 */
export async function writeManifestFile(path: string, content: ManifestContent, redactor: Redactor): Promise<void> {
  const { revision, metadata } = content;
  const note = join(dirname(path), 'manifest.dvt');
  const head = Buffer.from(`{"metadata":${redactor.redactedJson(metadata)}`);
  const before = revision === null ? null : await writtenBody(path, note, revision);
  const isKept = before !== null && (redactor.isEmpty || redactor.isPlain(before.toString('utf8')));
  const body = isKept ? { bytes: before, isMasked: false } : bodyOf(content.sections(), redactor);
  await writeText(path, Buffer.concat([head, body.bytes]));
  // What is masked depends on the secrets of this invocation: it is not taken for that of another.
  if (revision === null || body.isMasked) return;
  const written: Written = { revision, head: head.length, body: hash('sha256', body.bytes) };
  // A note that cannot be written hinders nobody.
  await writeText(note, JSON.stringify(written)).catch(() => undefined);
}

/** What stands behind the metadata, each entry made, masked and turned into text before the next one is. */
function bodyOf(sections: readonly ManifestSection[], redactor: Redactor): { bytes: Buffer; isMasked: boolean } {
  let isMasked = false;
  const textOf = ([key, value]: readonly [string, unknown]): string => {
    const text = `${JSON.stringify(key)}:${JSON.stringify(value)}`;
    if (redactor.isPlain(text)) return text;
    isMasked = true;
    return `${JSON.stringify(redactor.redact(key))}:${JSON.stringify(redactor.redactValue(value))}`;
  };
  const parts = sections.map(({ name, entries }) =>
    Buffer.from(`,${JSON.stringify(name)}:{${Array.from(entries, textOf).join(',')}}`),
  );
  return { bytes: Buffer.concat([...parts, Buffer.from('}')]), isMasked };
}

/** The body of the file at `path` where it is that of this revision. */
async function writtenBody(path: string, note: string, revision: string): Promise<Buffer | null> {
  try {
    const written = JSON.parse(await readFile(note, 'utf8')) as Written;
    if (written.revision !== revision) return null;
    const body = (await readFile(path)).subarray(written.head);
    return hash('sha256', body) === written.body ? body : null;
  } catch {
    return null;
  }
}
