import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { pushdownPage } from './document.js';

const PAGE = fileURLToPath(new URL('../../docs/pushdown.md', import.meta.url));

test('docs/pushdown.md is what the dialects do', () => {
  if (process.env['UPDATE_DOCS']) writeFileSync(PAGE, pushdownPage());
  expect(readFileSync(PAGE, 'utf8')).toBe(pushdownPage());
});
