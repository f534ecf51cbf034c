import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { profilesPage } from './profiles-page.js';

const PAGE = new URL('../../docs/profiles.md', import.meta.url);

test('docs/profiles.md names the fields that adapters take', async () => {
  const page = await profilesPage();
  if (process.env['UPDATE_DOCS'] !== undefined) await writeFile(PAGE, page);
  expect(await readFile(PAGE, 'utf8')).toBe(page);
});
