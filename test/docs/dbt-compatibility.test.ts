import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { compatibilityPage } from '../differential/differences.js';

const PAGE = new URL('../../docs/dbt-compatibility.md', import.meta.url);

test('docs/dbt-compatibility.md is made from the table of differences', async () => {
  if (process.env['UPDATE_DOCS'] !== undefined) await writeFile(PAGE, compatibilityPage());
  expect(await readFile(PAGE, 'utf8')).toBe(compatibilityPage());
});
