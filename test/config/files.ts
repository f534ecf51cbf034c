import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { type Diagnostic, DvtError } from '#dvt/core/errors.js';

/** A folder with these files, removed at the end of the test. */
export async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dvt-config-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

/** The mistakes that a promise is rejected with. */
export async function mistakesOf(promise: Promise<unknown>): Promise<readonly Diagnostic[]> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DvtError);
  return (error as DvtError).diagnostics;
}

/** Code, line and column of each mistake. */
export function places(mistakes: readonly Diagnostic[]): string[] {
  return mistakes.map(({ code, location }) => `${code} ${location?.line}:${location?.column}`);
}
