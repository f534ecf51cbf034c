import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readText } from '#dvt/core/text-file.js';
import { folderWith, mistakesOf } from '../config/files.js';

test('the text as it is, without a byte order mark; null where there is no file', async () => {
  const folder = await folderWith({ 'a.sql': 'select 1 -- caf\u00e9 \u{1F600}\r\n', 'marked.yml': '\uFEFFa: 1\n' });
  expect(readText(join(folder, 'a.sql'), 'a.sql')).toBe('select 1 -- caf\u00e9 \u{1F600}\r\n');
  expect(readText(join(folder, 'marked.yml'), 'marked.yml')).toBe('a: 1\n');
  expect(readText(join(folder, 'none.yml'), 'none.yml')).toBeNull();
  expect(readText(join(folder, 'a.sql', 'none.yml'), 'none.yml')).toBeNull();
});

test.each([
  ['Latin-1 in the middle of a line', Buffer.from('\u00a0'), 'select 1,\n  ', [0xe9, 0x20], 2, 3],
  ['behind characters of several bytes', Buffer.from('\u{1F600}\u00e4'), '', [0xff], 1, 3],
  ['a character cut short at the end', Buffer.from('a\n'), 'b', [0xc3], 2, 2],
  ['the first byte', Buffer.alloc(0), '', [0x80], 1, 1],
  ['UTF-16', Buffer.alloc(0), '', [0xff, 0xfe, 0x61, 0x00], 1, 1],
])('%s is refused with its place', async (_, before, text, bytes, line, column) => {
  const folder = await folderWith({});
  await writeFile(join(folder, 'm.sql'), Buffer.concat([before, Buffer.from(text), Buffer.from(bytes)]));
  const reading = async () => readText(join(folder, 'm.sql'), 'models/m.sql');
  expect(await mistakesOf(reading())).toMatchObject([
    { code: 'DVT1008', location: { path: 'models/m.sql', line, column }, hint: 'Save it as UTF-8.' },
  ]);
});

test('what is there and cannot be read is told', async () => {
  const folder = await folderWith({});
  await mkdir(join(folder, 'm.sql'));
  const reading = async () => readText(join(folder, 'm.sql'), 'models/m.sql');
  expect(await mistakesOf(reading())).toMatchObject([
    { code: 'DVT1007', message: expect.stringMatching(/^models\/m\.sql cannot be read: .*EISDIR/) },
  ]);
});
