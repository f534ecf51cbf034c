import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Redactor } from '#dvt/core/redact.js';
import { writeManifestFile } from '#dvt/report/artifacts/manifest/manifest-file.js';
import { folderWith } from '../config/files.js';

/** Writes a manifest into a folder; whether its body had to be made, and what the file holds. */
async function written(
  folder: string,
  { revision = 'one' as string | null, invocation = 'a', sql = "select 'ä'", redactor = new Redactor() } = {},
) {
  const path = join(folder, 'manifest.json');
  let made = false;
  const sections = () => {
    made = true;
    return [{ name: 'nodes', entries: [['model.p.m', { sql }] as const] }];
  };
  await writeManifestFile(path, { revision, metadata: { invocation_id: invocation }, sections }, redactor);
  return { made, content: JSON.parse(await readFile(path, 'utf8')) as unknown };
}

const nodes = { 'model.p.m': { sql: "select 'ä'" } };

test('a manifest of the same revision gets new metadata, and its entries are not made again', async () => {
  const folder = await folderWith({});
  expect(await written(folder)).toEqual({ made: true, content: { metadata: { invocation_id: 'a' }, nodes } });
  const other = 'ß, of another length';
  expect(await written(folder, { invocation: other })).toEqual({
    made: false,
    content: { metadata: { invocation_id: other }, nodes },
  });
  expect((await written(folder)).made).toBe(false);
  expect((await readdir(folder)).sort()).toEqual(['manifest.dvt', 'manifest.json']);
});

test.each<[string, (folder: string) => Promise<unknown>]>([
  ['another revision', (folder) => written(folder, { revision: 'two' })],
  ['none that is known, as with compiled SQL', (folder) => written(folder, { revision: null, sql: 'select 2' })],
  ['a file that somebody changed', (folder) => writeFile(join(folder, 'manifest.json'), '{"metadata":{},"nodes":{}}')],
  ['a note that is damaged', (folder) => writeFile(join(folder, 'manifest.dvt'), '{')],
])('is made anew after %s', async (_, change) => {
  const folder = await folderWith({});
  await written(folder);
  await change(folder);
  expect(await written(folder)).toEqual({ made: true, content: { metadata: { invocation_id: 'a' }, nodes } });
});

test('what holds a secret is masked and made anew each time', async () => {
  const folder = await folderWith({});
  await written(folder, { sql: 'select 1234567890' });
  const redactor = new Redactor();
  redactor.add('1234567890');
  const masked = { metadata: { invocation_id: 'a' }, nodes: { 'model.p.m': { sql: 'select ****' } } };
  const secret = { sql: 'select 1234567890', redactor };
  expect(await written(folder, secret)).toEqual({ made: true, content: masked });
  expect(await written(folder, secret)).toEqual({ made: true, content: masked });
  const open = await written(folder, { sql: 'select 1234567890' });
  expect(open.content).toEqual({
    metadata: { invocation_id: 'a' },
    nodes: { 'model.p.m': { sql: 'select 1234567890' } },
  });
});
