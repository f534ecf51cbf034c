import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { seedChecksum } from '#dvt/manifest/nodes/seed-checksum.js';
import { folderWith } from '../config/files.js';

/** Larger than what is read at once, so that blanks and line ends lie at every place of a piece. */
const ROWS = Array.from({ length: 20_000 }, (_, i) => `${i},é${'x'.repeat(i % 7)} `)
  .join('\n')
  .trimEnd();

test.each([
  ['as it is', ROWS, ROWS],
  ['line ends of Windows and of old Macs', ROWS.replaceAll('\n', '\r\n'), ROWS],
  ['line ends of old Macs', ROWS.replaceAll('\n', '\r'), ROWS],
  ['blanks around it', `\n \t${ROWS}${'\r\n '.repeat(50_000)}`, ROWS],
  ['blanks within', `a${'\n '.repeat(100_000)}b\n`, `a${'\n '.repeat(100_000)}b`],
  ['nothing', '', ''],
  ['blanks alone', ' \r\n', ''],
  ['a byte order mark', `\uFEFF${ROWS}`, `\uFEFF${ROWS}`],
])("the checksum of a seed is dbt's: %s", async (_, written, hashed) => {
  const path = join(await folderWith({}), 'seed.csv');
  await writeFile(path, written);
  // dbt strips the text as Python does, and reads every line end as `\n`.
  expect(await seedChecksum(path)).toBe(createHash('sha256').update(hashed).digest('hex'));
});
