import { expect, test } from 'vitest';
import { folderWith } from '../config/files.js';
import { runCommand } from './run-command.js';

const FILES = {
  'dvt_project.yml': 'name: shop\nprofile: here\n',
  'profiles.yml': 'here: {adapter: duckdb, path: here.duckdb}\n',
  'models/m.sql': `select '{{ env_var('DVT_TEST_WORD', 'none') }}' as word`,
};
const { DVT_TEST_PROCESS: _, ...ENV } = process.env;

/** Outputs without the time of day, and without what took how long. */
const timeless = (text: string) =>
  text.replace(/^\d\d:\d\d:\d\d/gm, '<time>').replace(/[\d.]+ ?(hours|minutes|seconds|s)\b/g, '<duration>');

test('commands that share a process do what they do in processes of their own', async () => {
  const outcomes: Record<string, unknown[]> = { shared: [], each: [] };
  for (const [mode, of] of Object.entries(outcomes)) {
    const [one, other] = [await folderWith(FILES), await folderWith({ ...FILES, 'models/n.sql': 'select 2 as b' })];
    const commands: [string, string[], Record<string, string>?][] = [
      [one, ['run']],
      [one, ['show', '--select', 'm', '--output', 'json'], { DVT_TEST_WORD: 'first' }],
      [other, ['ls']],
      [one, ['show', '--select', 'm', '--output', 'json']],
      [one, ['run', '--no-such-option']],
      [one, ['run', '--select', 'm'], { FORCE_COLOR: '1' }],
      [other, ['--version']],
    ];
    for (const [folder, args, more] of commands) {
      process.env['DVT_TEST_PROCESS'] = mode;
      const { code, signal, stdout, stderr } = await runCommand(args, folder, { ...ENV, ...more });
      of.push({ args, code, signal, stdout: timeless(stdout), stderr: timeless(stderr) });
    }
  }
  expect(outcomes['shared']).toEqual(outcomes['each']);
  expect(outcomes['each']).toHaveLength(7);
});
